"""Photos of an activity, for programs."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from groups.activities import photo_actions, queries
from groups.activities.photo_queries import photos_of
from programs.residents.photo_actions import take_in
from programs.residents.photo_schemas import NewPhoto, PhotoOut
from server.intake import limits
from server.web.access import LEADERS, STAFF, actor_of
from server.web.forms import Created, created


@get("/api/activities/{activity_id:int}/photos", opt={"who": STAFF})
async def list_photos(request: Request, activity_id: FromPath[int]) -> list[PhotoOut]:
    """The photos of an activity."""
    activity = await queries.access_activity(actor_of(request), activity_id)
    return msgspec.convert(await photos_of(activity.id), list[PhotoOut])


@post(
    "/api/activities/{activity_id:int}/photos",
    opt={"who": LEADERS},
    request_max_body_size=limits.PHOTO_AS_JSON,
)
async def add_photo(request: Request, activity_id: FromPath[int], data: JSONBody[NewPhoto]) -> Created:
    """Hand in one photo of an activity; 422 on `content` when it is none. From a leader, `people` and `nobody` wait for staff."""
    actor = actor_of(request)
    activity = await queries.access_activity(actor, activity_id)
    kept = await take_in([data.content], field="content")

    async def write() -> int:
        [photo_id] = await photo_actions.add_photos(activity, kept, data, people=data.people, actor=actor)
        return photo_id

    return await created(data, actor=actor, action="activity.photos_added", write=write)


HANDLERS = [list_photos, add_photo]
