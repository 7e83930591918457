"""The protection of leaders and the ledger of decisions as JSON: the same actions as the pages."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from incentives.reciprocity import decision_actions, decision_queries
from incentives.reciprocity import leader_actions as actions
from incentives.reciprocity import leader_queries as queries
from incentives.reciprocity.leader_schemas import (
    Clarified,
    ClosedSupport,
    EditedSupport,
    NewDecision,
    NewDeclaration,
    NewLoadCheck,
    NewPressure,
    NewSupport,
    PublishedDecision,
    VoidedDecision,
)
from programs.communities.queries import access_community
from server.lib import clock
from server.web.access import STAFF, actor_of
from server.web.asked import AskedId, Cursor
from server.web.forms import Created, created, written


@get("/api/leader-protection", opt={"who": STAFF})
async def list_leaders(request: Request, community: AskedId = None) -> list[dict[str, Any]]:
    """Those who lead: what they declared, what they met with, how heavy it is."""
    return await queries.list_leaders(actor_of(request), today=clock.today(), community_id=community)


@get("/api/residents/{resident_id:int}/protection", opt={"who": STAFF})
async def show_leader(request: Request, resident_id: FromPath[int]) -> dict[str, Any]:
    """All that protects one who leads."""
    resident = await queries.access_protected(actor_of(request), resident_id)
    return {
        "declarations": await queries.declarations_of(resident.id),
        "decisions": await decision_queries.decisions_of(resident.id),
        "pressures": await queries.pressures_of(resident.id),
        "load_checks": await queries.load_checks_of(resident.id),
        "support_tasks": await queries.support_for(resident.id),
    }


@post("/api/residents/{resident_id:int}/declarations", opt={"who": STAFF})
async def declare(request: Request, resident_id: FromPath[int], data: JSONBody[NewDeclaration]) -> Created:
    """Note a declaration of interests."""
    actor = actor_of(request)
    resident = await queries.access_protected(actor, resident_id)
    return await written(resident, data, "declaration.made", actions.declare, actor=actor)


@post("/api/residents/{resident_id:int}/pressures", opt={"who": STAFF})
async def note_pressure(request: Request, resident_id: FromPath[int], data: JSONBody[NewPressure]) -> Created:
    """Note an attack; the second one within 60 days opens a task of support."""
    actor = actor_of(request)
    resident = await queries.access_protected(actor, resident_id)
    return await written(resident, data, "pressure.noted", actions.note_pressure, actor=actor)


@post("/api/pressures/{pressure_id:int}/clarification", opt={"who": STAFF})
async def clarify(request: Request, pressure_id: FromPath[int], data: JSONBody[Clarified]) -> Created:
    """Note what was said to an attack in the open."""
    actor = actor_of(request)
    pressure, resident = await queries.access_pressure(actor, pressure_id)
    return await created(
        data,
        actor=actor,
        action="pressure.clarified",
        write=lambda: actions.clarify(pressure, resident, data, actor=actor),
    )


@post("/api/residents/{resident_id:int}/load-checks", opt={"who": STAFF})
async def check_load(request: Request, resident_id: FromPath[int], data: JSONBody[NewLoadCheck]) -> Created:
    """Note how heavy a leader's load is."""
    actor = actor_of(request)
    resident = await queries.access_protected(actor, resident_id)
    return await written(resident, data, "load.checked", actions.check_load, actor=actor)


@post("/api/residents/{resident_id:int}/support-tasks", opt={"who": STAFF})
async def open_support(request: Request, resident_id: FromPath[int], data: JSONBody[NewSupport]) -> Created:
    """Open a task of support."""
    actor = actor_of(request)
    resident = await queries.access_protected(actor, resident_id)
    return await written(resident, data, "support.opened", actions.open_support, actor=actor)


@get("/api/support-tasks", opt={"who": STAFF})
async def list_support(request: Request, community: AskedId = None) -> list[dict[str, Any]]:
    """The open tasks of support, the soonest first."""
    return await queries.open_support(actor_of(request), community_id=community)


@put("/api/support-tasks/{support_id:int}", opt={"who": STAFF})
async def edit_support(request: Request, support_id: FromPath[int], data: JSONBody[EditedSupport]) -> Created:
    """Save who stands by; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    task, resident = await queries.access_support(actor, support_id)
    return await created(
        data,
        actor=actor,
        action="support.edited",
        write=lambda: actions.edit_support(task, resident, data, actor=actor),
    )


@post("/api/support-tasks/{support_id:int}/closing", opt={"who": STAFF})
async def close_support(
    request: Request, support_id: FromPath[int], data: JSONBody[ClosedSupport]
) -> Created:
    """Say what was done."""
    actor = actor_of(request)
    task, resident = await queries.access_support(actor, support_id)
    return await created(
        data,
        actor=actor,
        action="support.closed",
        write=lambda: actions.close_support(task, resident, data, actor=actor),
    )


@get("/api/decisions", opt={"who": STAFF})
async def list_decisions(request: Request, community: AskedId = None, after: Cursor = "") -> dict[str, Any]:
    """Decisions, the newest first."""
    found = await decision_queries.list_decisions(
        actor_of(request), community_id=community, cursor=after or None
    )
    return {"rows": found.rows, "next": found.next}


@post("/api/communities/{community_id:int}/decisions", opt={"who": STAFF})
async def write_down(request: Request, community_id: FromPath[int], data: JSONBody[NewDecision]) -> Created:
    """Write down a decision."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "decision.written", decision_actions.write_down, actor=actor)


@post("/api/decisions/{decision_id:int}/publication", opt={"who": STAFF})
async def publish(request: Request, decision_id: FromPath[int], data: JSONBody[PublishedDecision]) -> Created:
    """Lay a decision open."""
    actor = actor_of(request)
    decision = await decision_queries.access_decision(actor, decision_id)
    return await written(decision, data, "decision.published", decision_actions.publish, actor=actor)


@post("/api/decisions/{decision_id:int}/void", opt={"who": STAFF})
async def void(request: Request, decision_id: FromPath[int], data: JSONBody[VoidedDecision]) -> Created:
    """Take a decision back."""
    actor = actor_of(request)
    decision = await decision_queries.access_decision(actor, decision_id)
    return await written(decision, data, "decision.voided", decision_actions.void, actor=actor)


HANDLERS = [
    list_leaders,
    show_leader,
    declare,
    note_pressure,
    clarify,
    check_load,
    open_support,
    list_support,
    edit_support,
    close_support,
    list_decisions,
    write_down,
    publish,
    void,
]
