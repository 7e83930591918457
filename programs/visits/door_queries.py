"""Reading visits to doors."""

from __future__ import annotations

from typing import Any

import msgspec

from programs.visits.reach_queries import reach
from programs.visits.tables import Visit
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_day, cut

_CARD = (
    "SELECT v.*, c.name AS community_name, e.name AS estate_name, b.name AS building_name, h.door, h.two_together,"
    " r.name AS resident_name, w.name AS volunteer_name, k.name AS companion_name, p.name AS program_name,"
    " u.display_name AS recorded_by_name FROM visit AS v JOIN community AS c ON c.id = v.community"
    " JOIN building AS b ON b.id = v.building JOIN estate AS e ON e.id = b.estate"
    " JOIN household AS h ON h.id = v.household LEFT JOIN resident AS r ON r.id = v.resident"
    " LEFT JOIN resident AS w ON w.id = v.visitor_resident LEFT JOIN resident AS k ON k.id = v.companion"
    " LEFT JOIN program AS p ON p.id = v.program LEFT JOIN user_account AS u ON u.id = v.recorded_by"
)
_ROW = (
    "SELECT v.id, v.building, e.name AS estate_name, b.name AS building_name, v.household, h.door, v.mode, v.outcome,"
    " v.visited_on, v.visited_at, v.note, v.round FROM visit AS v JOIN building AS b ON b.id = v.building"
    " JOIN estate AS e ON e.id = b.estate JOIN household AS h ON h.id = v.household"
)


async def access_visit(actor: Actor, visit_id: int) -> Visit:
    """The only way from an id in an address to a Visit, for staff of its community."""
    visit = await own_row(Visit, visit_id, actor)
    if not actor.works_in(visit.community):
        raise NotFound
    return visit


async def card_of(visit: Visit) -> dict[str, Any]:
    """A visit with the names of its place and people, its causes and its concerns."""
    [card] = await db.rows(f"{_CARD} WHERE v.id = {{}}", visit.id)
    return {
        **card,
        "visitor": card["volunteer_name"] or card["visitor_name"],
        "labels": msgspec.json.decode(card["labels"]),
        "steps_done": msgspec.json.decode(card["steps_done"]),
        "causes": await db.rows("SELECT code, note FROM visit_cause WHERE visit = {} ORDER BY id", visit.id),
        "concerns": await db.rows(
            "SELECT id, text, benefit FROM visit_concern WHERE visit = {} ORDER BY id", visit.id
        ),
    }


async def list_visits(
    actor: Actor,
    *,
    community_id: int | None = None,
    building_id: int | None = None,
    program_id: int | None = None,
    cursor: str | None = None,
) -> Slice[dict[str, Any]]:
    """Visits that stand within the actor's reach, newest first."""
    where, values = await reach(actor, "v", community_id)
    where.append("v.voided_at IS NULL")
    for condition, value in (("v.building = {}", building_id), ("v.program = {}", program_id)):
        if value is not None:
            where.append(condition)
            values.append(value)
    if last := after_day(cursor):
        where.append("(v.visited_on, v.id) < ({}, {})")
        values += last
    found = await db.rows(
        f"{_ROW} WHERE {' AND '.join(where)} ORDER BY v.visited_on DESC, v.id DESC LIMIT {PAGE + 1}", *values
    )
    return cut(found, "visited_on", "id")


async def concern_of(actor: Actor, concern_id: int) -> dict[str, Any]:
    """A concern with the visit on which it was heard: `text`, `benefit`, `visit`, `community`, `program`, `building`,
    `household`, `resident`, `visited_on`. NotFound outside the actor's communities, and once the visit is taken back.
    """
    found = await db.rows(
        "SELECT c.id, c.text, c.benefit, v.id AS visit, v.community, v.program, v.building, v.household, v.resident,"
        " v.visited_on FROM visit_concern AS c JOIN visit AS v ON v.id = c.visit"
        " WHERE c.id = {} AND c.organisation = {} AND v.voided_at IS NULL",
        concern_id,
        actor.organisation_id,
    )
    if not found or not actor.works_in(found[0]["community"]):
        raise NotFound
    return {**found[0], "benefit": bool(found[0]["benefit"])}


async def recent_concerns(
    actor: Actor, community_id: int | None = None, *, limit: int = 20
) -> list[dict[str, Any]]:
    """What was heard last, newest first."""
    where, values = await reach(actor, "v", community_id)
    return await db.rows(
        "SELECT c.id, c.text, c.benefit, c.visit, v.visited_on, b.name AS building_name FROM visit_concern AS c"
        " JOIN visit AS v ON v.id = c.visit JOIN building AS b ON b.id = v.building"
        f" WHERE {' AND '.join(where)} AND v.voided_at IS NULL ORDER BY c.id DESC LIMIT {limit}",
        *values,
    )
