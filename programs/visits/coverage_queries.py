"""Which households somebody reached, and which nobody did (S17)."""

from __future__ import annotations

from datetime import date
from typing import Any

from programs.residents.door_rules import order_of
from programs.visits.door_rules import REACHED
from programs.visits.reach_queries import reach
from server.lib import db
from server.lib.actor import Actor
from server.lib.days import month_of


async def coverage_of(actor: Actor, community_id: int | None, *, since: date) -> list[dict[str, Any]]:
    """The buildings within the actor's reach with how many of their households were reached since a day."""
    where, values = await reach(actor, "b", community_id)
    visited, visited_values = await reach(actor, "v", community_id)
    found = await db.rows(
        "SELECT b.id, b.name, b.households AS stated, b.community, e.name AS estate_name, COUNT(h.id) AS households,"
        " COUNT(t.household) AS reached FROM building AS b JOIN estate AS e ON e.id = b.estate"
        " LEFT JOIN household AS h ON h.building = b.id AND h.arrives_with IS NULL"
        " LEFT JOIN (SELECT DISTINCT v.household FROM visit AS v"
        f" WHERE {' AND '.join(visited)} AND v.visited_on >= {{}} AND v.voided_at IS NULL"
        f" AND v.outcome IN ({db.marks(REACHED)})) AS t ON t.household = h.id WHERE {' AND '.join(where)}"
        " GROUP BY b.id, b.name, b.households, b.community, e.id, e.name ORDER BY e.id, b.id",
        *visited_values,
        since,
        *REACHED,
        *values,
    )
    return [{**row, "left": row["households"] - row["reached"]} for row in found]


async def doors_of(building_id: int, *, since: date) -> list[dict[str, Any]]:
    """The households of a building in the order of a walk: whether somebody was reached since a day, and the last try."""
    found = await db.rows(
        "SELECT h.id, h.door, h.two_together, (SELECT COUNT(*) FROM visit AS v WHERE v.household = h.id"
        f" AND v.visited_on >= {{}} AND v.voided_at IS NULL AND v.outcome IN ({db.marks(REACHED)})) AS reached,"
        " l.id AS visit, l.visited_on, l.outcome, l.mode FROM household AS h LEFT JOIN visit AS l ON l.id ="
        " (SELECT w.id FROM visit AS w WHERE w.household = h.id AND w.voided_at IS NULL"
        " ORDER BY w.visited_on DESC, w.id DESC LIMIT 1) WHERE h.building = {} AND h.arrives_with IS NULL",
        since,
        *REACHED,
        building_id,
    )
    return sorted(found, key=lambda row: order_of(row["door"]))


async def diligence_of(
    actor: Actor, community_id: int | None, *, since: date
) -> list[tuple[str, dict[str, int]]]:
    """腿勤, 嘴勤, 笔头勤 by month, oldest first: visits, calls and talks, what was written."""
    where, values = await reach(actor, "v", community_id)
    found = await db.rows(
        f"SELECT v.visited_on, v.mode, COUNT(*) AS n FROM visit AS v WHERE {' AND '.join(where)}"
        " AND v.visited_on >= {} AND v.voided_at IS NULL GROUP BY v.visited_on, v.mode",
        *values,
        since,
    )
    by_month: dict[str, dict[str, int]] = {}
    for row in found:
        counts = by_month.setdefault(month_of(row["visited_on"]), {"legs": 0, "mouth": 0, "pen": 0})
        kind = {"door": "legs", "written": "pen"}.get(row["mode"], "mouth")
        counts[kind] += int(row["n"])
    return sorted(by_month.items())
