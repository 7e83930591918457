"""People as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from programs.communities.queries import access_community
from programs.residents import actions, queries, tag_queries
from programs.residents.card_queries import whole_card
from programs.residents.schemas import (
    CameBack,
    EditedResident,
    MovedAway,
    NewResident,
    ResidentOut,
    ResidentPage,
)
from server.web.access import STAFF, actor_of
from server.web.asked import AskedText, Cursor
from server.web.forms import Created, written
from server.web.reading import clean_text


@get("/api/communities/{community_id:int}/residents", opt={"who": STAFF})
async def list_residents(
    request: Request,
    community_id: FromPath[int],
    q: AskedText = "",
    away: FromQuery[bool] = False,
    tag: AskedText = "",
    after: Cursor = "",
) -> ResidentPage:
    """People of a community, the newest first; `q` is looked for in their names, `tag` is like `hobby:pets`."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    text = clean_text(q.replace("\x00", ""))
    if wanted := tag_queries.read_tag(clean_text(tag.replace("\x00", ""))):
        found = await tag_queries.people_with(
            actor, wanted, community_id=community.id, text=text, cursor=after
        )
    else:
        found = await queries.list_residents(
            actor, community_id=community.id, text=text, away=away, cursor=after
        )
    return msgspec.convert(found, ResidentPage, from_attributes=True)


@post("/api/communities/{community_id:int}/residents", opt={"who": STAFF})
async def add_resident(request: Request, community_id: FromPath[int], data: JSONBody[NewResident]) -> Created:
    """Add a person; 422 on `another` when a namesake stands here already."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "resident.added", actions.add_resident, actor=actor)


@get("/api/residents/{resident_id:int}", opt={"who": STAFF})
async def show_resident(request: Request, resident_id: FromPath[int]) -> ResidentOut:
    """One person."""
    resident = await queries.access_resident(actor_of(request), resident_id)
    return msgspec.convert(await whole_card(resident), ResidentOut)


@put("/api/residents/{resident_id:int}", opt={"who": STAFF})
async def edit_resident(
    request: Request, resident_id: FromPath[int], data: JSONBody[EditedResident]
) -> Created:
    """Save a person's record; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    resident = await queries.access_resident(actor, resident_id, to_edit=True)
    return await written(resident, data, "resident.edited", actions.edit_resident, actor=actor)


@post("/api/residents/{resident_id:int}/moved-away", opt={"who": STAFF})
async def mark_moved_away(request: Request, resident_id: FromPath[int], data: JSONBody[MovedAway]) -> Created:
    """Say that a person lives here no longer."""
    actor = actor_of(request)
    resident = await queries.access_resident(actor, resident_id, to_edit=True)
    return await written(resident, data, "resident.moved_away", actions.mark_moved_away, actor=actor)


@post("/api/residents/{resident_id:int}/came-back", opt={"who": STAFF})
async def take_back_moving(request: Request, resident_id: FromPath[int], data: JSONBody[CameBack]) -> Created:
    """Take back that a person moved away."""
    actor = actor_of(request)
    resident = await queries.access_resident(actor, resident_id, to_edit=True)
    return await written(resident, data, "resident.came_back", actions.take_back_moving, actor=actor)


HANDLERS = [list_residents, add_resident, show_resident, edit_resident, mark_moved_away, take_back_moving]
