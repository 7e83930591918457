"""The pictures themselves: to staff of the community, and to the street what may be shown at this moment."""

from __future__ import annotations

import re

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import public_community
from programs.residents import photo_queries
from programs.residents.tables import Photo
from server.lib import pictures
from server.lib.errors import NotFound
from server.web.access import PUBLIC, STAFF, actor_of

_NAME = re.compile(r"([1-9]\d{0,9})(-small)?\.webp", re.ASCII)


@get("/photos/{picture:str}", opt={"who": STAFF})
async def desk_picture(request: Request, picture: FromPath[str]) -> Response[bytes]:
    """A picture for the desk: `12.webp`, or `12-small.webp`."""
    photo_id, small = _read(picture)
    photo = await photo_queries.access_photo(actor_of(request), photo_id)
    return await _picture(request, photo, small=small)


@get("/c/{slug:str}/photos/{picture:str}", opt={"who": PUBLIC})
async def street_picture(request: Request, slug: FromPath[str], picture: FromPath[str]) -> Response[bytes]:
    """A picture for everybody, as long as everybody in it agrees: asked anew each time it is shown."""
    photo_id, small = _read(picture)
    community = await public_community(slug)
    photo = await photo_queries.photo_on_street(community.id, photo_id)
    return await _picture(request, photo, small=small)


def _read(name: str) -> tuple[int, bool]:
    found = _NAME.fullmatch(name)
    if found is None or int(found[1]) > 2_147_483_647:
        raise NotFound
    return int(found[1]), found[2] is not None


async def _picture(request: Request, photo: Photo, *, small: bool) -> Response[bytes]:
    """The file; a browser may keep it, but asks before it shows it again."""
    tag = f'"{photo.file_id}{"-small" if small else ""}"'
    headers = {
        "etag": tag,
        "cache-control": "private, no-cache",
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox; default-src 'none'",
        "cross-origin-resource-policy": "same-origin",
    }
    if request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers)
    content = await pictures.read(photo.file_id, small=small)
    if content is None:
        raise NotFound
    return Response(content, media_type=str(photo.content_type), headers=headers)


HANDLERS = [desk_picture, street_picture]
