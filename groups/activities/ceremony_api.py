"""Ceremonies as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from groups.activities import ceremony_actions, ceremony_queries, queries
from groups.activities.ceremony_schemas import (
    CeremonyOut,
    EditedCeremony,
    EditedItem,
    ItemOut,
    NewCeremony,
    NewItem,
    PlannedCeremony,
    RemovedItem,
    TickedItem,
)
from programs.communities.queries import access_community
from server.web.access import LEADERS, STAFF, actor_of
from server.web.forms import Created, written

_ITEM = "/api/ceremony-items/{item_id:int}"


@get("/api/communities/{community_id:int}/ceremonies", opt={"who": STAFF})
async def list_ceremonies(request: Request, community_id: FromPath[int]) -> list[CeremonyOut]:
    """The ceremonies of a community, the latest first."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    return msgspec.convert(await ceremony_queries.list_ceremonies(actor, community.id), list[CeremonyOut])


@post("/api/communities/{community_id:int}/ceremonies", opt={"who": STAFF})
async def plan_ceremony(
    request: Request, community_id: FromPath[int], data: JSONBody[PlannedCeremony]
) -> Created:
    """Put a ceremony into the calendar."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    setting = await queries.access_setting(actor, community.id, program_id=data.program, group_id=data.group)
    return await written(setting, data, "ceremony.made", ceremony_actions.plan_ceremony, actor=actor)


@post("/api/activities/{activity_id:int}/ceremony", opt={"who": STAFF})
async def make_ceremony(request: Request, activity_id: FromPath[int], data: JSONBody[NewCeremony]) -> Created:
    """Make an activity a ceremony."""
    actor = actor_of(request)
    activity = await queries.access_activity(actor, activity_id, to_edit=True)
    return await written(activity, data, "ceremony.made", ceremony_actions.make_ceremony, actor=actor)


@put("/api/ceremonies/{ceremony_id:int}", opt={"who": STAFF})
async def edit_ceremony(
    request: Request, ceremony_id: FromPath[int], data: JSONBody[EditedCeremony]
) -> Created:
    """Save a ceremony; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    ceremony = await ceremony_queries.access_ceremony(actor, ceremony_id, to_edit=True)
    return await written(ceremony, data, "ceremony.edited", ceremony_actions.edit_ceremony, actor=actor)


@get("/api/ceremonies/{ceremony_id:int}/items", opt={"who": LEADERS})
async def list_items(request: Request, ceremony_id: FromPath[int]) -> list[ItemOut]:
    """The running order, then the checklist."""
    ceremony = await ceremony_queries.access_ceremony(actor_of(request), ceremony_id)
    lines, things = await ceremony_queries.items_of(ceremony.id)
    return [
        msgspec.convert({**row, "done": row["done_at"] is not None}, ItemOut) for row in [*lines, *things]
    ]


@post("/api/ceremonies/{ceremony_id:int}/items", opt={"who": STAFF})
async def add_item(request: Request, ceremony_id: FromPath[int], data: JSONBody[NewItem]) -> Created:
    """Add a line or a thing."""
    actor = actor_of(request)
    ceremony = await ceremony_queries.access_ceremony(actor, ceremony_id, to_edit=True)
    return await written(ceremony, data, "ceremony.item_added", ceremony_actions.add_item, actor=actor)


@put(_ITEM, opt={"who": STAFF})
async def edit_item(request: Request, item_id: FromPath[int], data: JSONBody[EditedItem]) -> Created:
    """Save a line or a thing; the id of its ceremony."""
    actor = actor_of(request)
    item, _ceremony = await ceremony_queries.access_item(actor, item_id, to_edit=True)
    return await written(item, data, "ceremony.item_edited", ceremony_actions.edit_item, actor=actor)


@post(_ITEM + "/tick", opt={"who": LEADERS})
async def tick_item(request: Request, item_id: FromPath[int], data: JSONBody[TickedItem]) -> Created:
    """Say whether a thing is ready; the id of its ceremony."""
    actor = actor_of(request)
    item, _ceremony = await ceremony_queries.access_item(actor, item_id)
    return await written(item, data, "ceremony.item_ticked", ceremony_actions.tick_item, actor=actor)


@post("/api/ceremonies/{ceremony_id:int}/items/remove", opt={"who": STAFF})
async def remove_item(request: Request, ceremony_id: FromPath[int], data: JSONBody[RemovedItem]) -> Created:
    """Strike a line or a thing out; the id of its ceremony."""
    actor = actor_of(request)
    ceremony = await ceremony_queries.access_ceremony(actor, ceremony_id, to_edit=True)
    return await written(ceremony, data, "ceremony.item_removed", ceremony_actions.remove_item, actor=actor)


HANDLERS = [
    list_ceremonies,
    plan_ceremony,
    make_ceremony,
    edit_ceremony,
    list_items,
    add_item,
    edit_item,
    tick_item,
    remove_item,
]
