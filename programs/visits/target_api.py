"""The rota of offices as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from programs.communities.queries import access_community
from programs.visits import target_actions
from programs.visits import target_queries as queries
from programs.visits.target_schemas import (
    EditedTarget,
    NewTarget,
    NewTargetVisit,
    RetiredTarget,
    TargetRow,
    VoidedTargetVisit,
)
from server.web.access import STAFF, actor_of
from server.web.forms import Created, written


@get("/api/communities/{community_id:int}/offices", opt={"who": STAFF})
async def show_rota(request: Request, community_id: FromPath[int]) -> list[TargetRow]:
    """The offices of a community, the most overdue first."""
    community = await access_community(actor_of(request), community_id)
    return msgspec.convert(await queries.rota_of(community.id), list[TargetRow])


@post("/api/communities/{community_id:int}/offices", opt={"who": STAFF})
async def add_target(request: Request, community_id: FromPath[int], data: JSONBody[NewTarget]) -> Created:
    """Put an office on the rota."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "visit_target.added", target_actions.add_target, actor=actor)


@put("/api/offices/{target_id:int}", opt={"who": STAFF})
async def edit_target(request: Request, target_id: FromPath[int], data: JSONBody[EditedTarget]) -> Created:
    """Save an office; 409 when `version` is stale."""
    actor = actor_of(request)
    target = await queries.access_target(actor, target_id)
    return await written(target, data, "visit_target.edited", target_actions.edit_target, actor=actor)


@post("/api/offices/{target_id:int}/retire", opt={"who": STAFF})
async def retire_target(request: Request, target_id: FromPath[int], data: JSONBody[RetiredTarget]) -> Created:
    """Take an office off the rota."""
    actor = actor_of(request)
    target = await queries.access_target(actor, target_id)
    return await written(target, data, "visit_target.retired", target_actions.retire_target, actor=actor)


@post("/api/offices/{target_id:int}/visits", opt={"who": STAFF})
async def log_target_visit(
    request: Request, target_id: FromPath[int], data: JSONBody[NewTargetVisit]
) -> Created:
    """Note a visit to an office."""
    actor = actor_of(request)
    target = await queries.access_target(actor, target_id)
    return await written(target, data, "office_visit.logged", target_actions.log_target_visit, actor=actor)


@post("/api/office-visits/{office_visit_id:int}/void", opt={"who": STAFF})
async def void_target_visit(
    request: Request, office_visit_id: FromPath[int], data: JSONBody[VoidedTargetVisit]
) -> Created:
    """Take a visit to an office back; answers the office."""
    actor = actor_of(request)
    visit = await queries.access_target_visit(actor, office_visit_id)
    return await written(visit, data, "office_visit.voided", target_actions.void_target_visit, actor=actor)


HANDLERS = [show_rota, add_target, edit_target, retire_target, log_target_visit, void_target_visit]
