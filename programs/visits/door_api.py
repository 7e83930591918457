"""Visits to doors as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from programs.communities.queries import access_community
from programs.visits import door_actions, door_queries
from programs.visits.door_schemas import (
    Debrief,
    NewConcern,
    NewVisit,
    VisitOut,
    VisitPage,
    VisitRow,
    VoidedVisit,
)
from server.web.access import STAFF, actor_of
from server.web.asked import AskedId, Cursor
from server.web.forms import Created, written


@get("/api/communities/{community_id:int}/door-visits", opt={"who": STAFF})
async def list_visits(
    request: Request,
    community_id: FromPath[int],
    building: AskedId = None,
    program: AskedId = None,
    after: Cursor = "",
) -> VisitPage:
    """Visits of a community that stand, newest first."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    found = await door_queries.list_visits(
        actor, community_id=community.id, building_id=building, program_id=program, cursor=after
    )
    return VisitPage(msgspec.convert(found.rows, list[VisitRow]), found.next)


@post("/api/communities/{community_id:int}/door-visits", opt={"who": STAFF})
async def log_visit(request: Request, community_id: FromPath[int], data: JSONBody[NewVisit]) -> Created:
    """Note one visit, call, talk or letter."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "door_visit.logged", door_actions.log_visit, actor=actor)


@get("/api/door-visits/{visit_id:int}", opt={"who": STAFF})
async def show_visit(request: Request, visit_id: FromPath[int]) -> VisitOut:
    """One visit, taken back or not."""
    visit = await door_queries.access_visit(actor_of(request), visit_id)
    card = await door_queries.card_of(visit)
    causes = [row["code"] for row in card["causes"]]
    concerns = [{**row, "benefit": bool(row["benefit"])} for row in card["concerns"]]
    return msgspec.convert(
        {**card, "causes": causes, "concerns": concerns, "voided": visit.voided_at is not None}, VisitOut
    )


@post("/api/door-visits/{visit_id:int}/void", opt={"who": STAFF})
async def void_visit(request: Request, visit_id: FromPath[int], data: JSONBody[VoidedVisit]) -> Created:
    """Take a visit back."""
    actor = actor_of(request)
    visit = await door_queries.access_visit(actor, visit_id)
    return await written(visit, data, "door_visit.voided", door_actions.void_visit, actor=actor)


@post("/api/door-visits/{visit_id:int}/causes", opt={"who": STAFF})
async def debrief(request: Request, visit_id: FromPath[int], data: JSONBody[Debrief]) -> Created:
    """Say why the door stayed shut."""
    actor = actor_of(request)
    visit = await door_queries.access_visit(actor, visit_id)
    return await written(visit, data, "door_visit.debriefed", door_actions.debrief, actor=actor)


@post("/api/door-visits/{visit_id:int}/concerns", opt={"who": STAFF})
async def note_concern(request: Request, visit_id: FromPath[int], data: JSONBody[NewConcern]) -> Created:
    """Note what the household cares about."""
    actor = actor_of(request)
    visit = await door_queries.access_visit(actor, visit_id)
    return await written(visit, data, "door_visit.concern_noted", door_actions.note_concern, actor=actor)


HANDLERS = [list_visits, log_visit, show_visit, void_visit, debrief, note_concern]
