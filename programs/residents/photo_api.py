"""Photos, for programs."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from programs.communities.queries import access_community
from programs.residents import photo_actions, photo_queries
from programs.residents.photo_schemas import NewPhoto, PhotoOut, PhotoPage, PhotoPeople, RemovedPhoto
from server.intake import limits
from server.web.access import STAFF, actor_of
from server.web.asked import Cursor
from server.web.forms import Created, created, written


@get("/api/communities/{community_id:int}/photos", opt={"who": STAFF})
async def list_photos(request: Request, community_id: FromPath[int], after: Cursor = "") -> PhotoPage:
    """The photos of a community, the newest first. The pictures are at `/photos/{id}.webp` and `/photos/{id}-small.webp`."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return msgspec.convert(
        await photo_queries.list_photos(community.id, cursor=after), PhotoPage, from_attributes=True
    )


@post(
    "/api/communities/{community_id:int}/photos",
    opt={"who": STAFF},
    request_max_body_size=limits.PHOTO_AS_JSON,
)
async def add_photo(request: Request, community_id: FromPath[int], data: JSONBody[NewPhoto]) -> Created:
    """Hand in one photo; 422 on `content` when it is none."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    [kept] = await photo_actions.take_in([data.content], field="content")
    return await created(
        data,
        actor=actor,
        action="photo.added",
        write=lambda: photo_actions.add_photo(
            kept,
            community_id=community.id,
            caption=data.caption,
            taken_on=data.taken_on,
            people=data.people,
            nobody_recognisable=data.nobody,
            actor=actor,
        ),
    )


@get("/api/photos/{photo_id:int}", opt={"who": STAFF})
async def show_photo(request: Request, photo_id: FromPath[int]) -> PhotoOut:
    """What is known of a photo."""
    photo = await photo_queries.access_photo(actor_of(request), photo_id)
    [card] = await photo_queries.photo_cards([photo.id])
    return msgspec.convert(card, PhotoOut, strict=False)


@post("/api/photos/{photo_id:int}/people", opt={"who": STAFF})
async def say_people(request: Request, photo_id: FromPath[int], data: JSONBody[PhotoPeople]) -> Created:
    """Say who can be recognised in a photo."""
    actor = actor_of(request)
    photo = await photo_queries.access_photo(actor, photo_id)
    return await written(photo, data, "photo.people_said", photo_actions.say_people, actor=actor)


@post("/api/photos/{photo_id:int}/removal", opt={"who": STAFF})
async def remove_photo(request: Request, photo_id: FromPath[int], data: JSONBody[RemovedPhoto]) -> Created:
    """Remove a photo with its file, for good."""
    actor = actor_of(request)
    photo = await photo_queries.access_photo(actor, photo_id, to_remove=True)
    return await created(
        data,
        actor=actor,
        action="photo.removed",
        write=lambda: photo_actions.remove_photo(photo, actor=actor),
    )


HANDLERS = [list_photos, add_photo, show_photo, say_people, remove_photo]
