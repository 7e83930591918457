"""Reading the rota of offices."""

from __future__ import annotations

from typing import Any

from programs.visits import target_rules as rules
from programs.visits.tables import TargetVisit, VisitTarget
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.records import own_row


async def access_target(actor: Actor, target_id: int) -> VisitTarget:
    """The only way from an id in an address to a VisitTarget, for staff of its community."""
    target = await own_row(VisitTarget, target_id, actor)
    if not actor.works_in(target.community):
        raise NotFound
    return target


async def access_target_visit(actor: Actor, visit_id: int) -> TargetVisit:
    """The only way from an id in an address to a TargetVisit, through its office."""
    visit = await own_row(TargetVisit, visit_id, actor)
    await access_target(actor, visit.target)
    return visit


async def rota_of(community_id: int) -> list[dict[str, Any]]:
    """The offices of a community with their last visit and how long ago it was, the most overdue first."""
    found = await db.rows(
        "SELECT t.id, t.kind, t.name, t.every_days, t.since, t.version, v.visited_on, v.visitor_name"
        " FROM visit_target AS t LEFT JOIN target_visit AS v ON v.id = (SELECT w.id FROM target_visit AS w"
        " WHERE w.target = t.id AND w.voided_at IS NULL ORDER BY w.visited_on DESC, w.id DESC LIMIT 1)"
        " WHERE t.community = {} AND t.retired_on IS NULL",
        community_id,
    )
    today = clock.today()
    for row in found:
        last = {"since": row["since"]}
        row["days"] = rules.days_since(row["visited_on"], **last, today=today)
        row["due_on"] = rules.due_on(row["visited_on"], **last, every_days=row["every_days"])
        row["overdue"] = row["due_on"] < today
    return sorted(found, key=lambda row: (row["due_on"], row["id"]))


async def visits_of(target: VisitTarget) -> list[dict[str, Any]]:
    """The newest hundred visits to an office, those taken back too."""
    return await db.rows(
        "SELECT id, visited_on, visitor_name, note, voided_at, void_reason FROM target_visit WHERE target = {}"
        " ORDER BY visited_on DESC, id DESC LIMIT 100",
        target.id,
    )


async def program_of_visit(visit_id: int) -> int | None:
    """The program to which a visit to an office was counted."""
    found = await db.rows(
        "SELECT program FROM evidence WHERE source_kind = 'office_visit' AND source_id = {} LIMIT 1", visit_id
    )
    return int(found[0]["program"]) if found else None
