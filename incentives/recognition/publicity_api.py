"""Publicity, photos of a deed and honours of the community itself as JSON, with their pictures."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from incentives.recognition import actions, deed_queries, publicity_actions, queries
from incentives.recognition.deed_schemas import (
    PublicityOut,
    SentCommunityHonour,
    SentPublicity,
    VoidedDeed,
)
from incentives.recognition.tables import CommunityHonour, PublicityItem
from programs.communities.queries import access_community
from programs.residents.photo_actions import KeptPicture, take_in
from programs.residents.photo_schemas import NewPhoto
from programs.residents.queries import access_resident
from server.intake import limits
from server.web.access import STAFF, actor_of
from server.web.forms import Created, created, written


async def _kept(picture: bytes | None) -> KeptPicture | None:
    """The picture that came with a note, if any."""
    if picture is None:
        return None
    [kept] = await take_in([picture], field="picture")
    return kept


@get("/api/residents/{resident_id:int}/publicity", opt={"who": STAFF})
async def list_publicity(request: Request, resident_id: FromPath[int]) -> list[PublicityOut]:
    """Where a person was shown."""
    resident = await access_resident(actor_of(request), resident_id, to_edit=True)
    return msgspec.convert(await deed_queries.publicity_of(resident.id), list[PublicityOut])


@post(
    "/api/communities/{community_id:int}/publicity",
    opt={"who": STAFF},
    request_max_body_size=limits.PHOTO_AS_JSON,
)
async def note_publicity(
    request: Request, community_id: FromPath[int], data: JSONBody[SentPublicity]
) -> Created:
    """Note where a person or a group was shown; 422 on `picture` when it is none."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    kept = await _kept(data.picture)
    return await created(
        data,
        actor=actor,
        action="publicity.noted",
        write=lambda: publicity_actions.note_publicity(community, data, picture=kept, actor=actor),
    )


@post("/api/publicity/{item_id:int}/void", opt={"who": STAFF})
async def void_publicity(request: Request, item_id: FromPath[int], data: JSONBody[VoidedDeed]) -> Created:
    """Take a note of publicity back."""
    actor = actor_of(request)
    item = await deed_queries.access_deed(PublicityItem, actor, item_id)
    return await written(item, data, "publicity.voided", publicity_actions.void_publicity, actor=actor)


@post(
    "/api/nominations/{nomination_id:int}/photos",
    opt={"who": STAFF},
    request_max_body_size=limits.PHOTO_AS_JSON,
)
async def add_photo(request: Request, nomination_id: FromPath[int], data: JSONBody[NewPhoto]) -> Created:
    """Hand in one picture that shows the deed; the photo's id. 422 on `content` when it is none."""
    actor = actor_of(request)
    nomination = await queries.access_nomination(actor, nomination_id)
    kept = await take_in([data.content], field="content")

    async def write() -> int:
        [photo_id] = await actions.add_photos(nomination, kept, data, people=data.people, actor=actor)
        return photo_id

    return await created(data, actor=actor, action="nomination.photo_added", write=write)


@post(
    "/api/communities/{community_id:int}/honours",
    opt={"who": STAFF},
    request_max_body_size=limits.PHOTO_AS_JSON,
)
async def note_community_honour(
    request: Request, community_id: FromPath[int], data: JSONBody[SentCommunityHonour]
) -> Created:
    """Note an honour that the community itself was given; 422 on `picture` when it is none."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    kept = await _kept(data.picture)
    return await created(
        data,
        actor=actor,
        action="community_honour.noted",
        write=lambda: publicity_actions.note_community_honour(community, data, picture=kept, actor=actor),
    )


@post("/api/community-honours/{community_honour_id:int}/void", opt={"who": STAFF})
async def void_community_honour(
    request: Request, community_honour_id: FromPath[int], data: JSONBody[VoidedDeed]
) -> Created:
    """Take an honour of the community back."""
    actor = actor_of(request)
    honour = await deed_queries.access_deed(CommunityHonour, actor, community_honour_id)
    return await written(
        honour, data, "community_honour.voided", publicity_actions.void_community_honour, actor=actor
    )


HANDLERS = [
    list_publicity,
    note_publicity,
    void_publicity,
    add_photo,
    note_community_honour,
    void_community_honour,
]
