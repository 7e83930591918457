"""Reading the visits of a year for the official sheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from server.lib import db
from server.lib.days import month_of

_VISITS = (
    "SELECT v.id, v.visited_on, v.visited_at, v.mode, v.outcome, v.note, v.labels, e.name AS estate_name,"
    " b.name AS building_name, h.door, r.name AS object, COALESCE(w.name, v.visitor_name) AS visitor,"
    " k.name AS companion FROM visit AS v JOIN building AS b ON b.id = v.building JOIN estate AS e ON e.id = b.estate"
    " JOIN household AS h ON h.id = v.household LEFT JOIN resident AS r ON r.id = v.resident"
    " LEFT JOIN resident AS w ON w.id = v.visitor_resident LEFT JOIN resident AS k ON k.id = v.companion"
    " WHERE v.community = {} AND v.voided_at IS NULL AND v.visited_on >= {} AND v.visited_on <= {}"
)
_CONCERNS = (
    "SELECT c.visit, c.text FROM visit_concern AS c JOIN visit AS v ON v.id = c.visit"
    " WHERE v.community = {} AND v.voided_at IS NULL AND v.visited_on >= {} AND v.visited_on <= {} ORDER BY c.id"
)
_OFFICES = (
    "SELECT v.id, v.visited_on, v.note, v.visitor_name AS visitor, t.name AS object, t.kind AS target_kind"
    " FROM target_visit AS v JOIN visit_target AS t ON t.id = v.target"
    " WHERE t.community = {} AND v.voided_at IS NULL AND v.visited_on >= {} AND v.visited_on <= {}"
)


async def visits_of_year(community_id: int, year: int) -> list[dict[str, Any]]:
    """All visits of a community in a year, to households and to offices, oldest first; `concerns` is a list of texts."""
    span = (community_id, date(year, 1, 1), date(year, 12, 31))
    concerns: dict[int, list[str]] = {}
    for row in await db.long_rows(_CONCERNS, *span):
        concerns.setdefault(row["visit"], []).append(row["text"])
    found = [
        {**row, "target_kind": None, "concerns": concerns.get(row["id"], [])}
        for row in await db.long_rows(_VISITS, *span)
    ]
    found += [{**row, "visited_at": "", "concerns": []} for row in await db.long_rows(_OFFICES, *span)]
    return sorted(found, key=lambda row: (row["visited_on"], row["visited_at"], row["id"]))


async def months_visited(community_id: int, year: int) -> list[str]:
    """The months of a year, as 2026-03, in which the sheet has a line."""
    span = (community_id, date(year, 1, 1), date(year, 12, 31))
    days = await db.long_rows(
        "SELECT DISTINCT visited_on FROM visit WHERE community = {} AND voided_at IS NULL AND visited_on >= {}"
        " AND visited_on <= {} UNION SELECT v.visited_on FROM target_visit AS v JOIN visit_target AS t ON t.id = v.target"
        " WHERE t.community = {} AND v.voided_at IS NULL AND v.visited_on >= {} AND v.visited_on <= {}",
        *span,
        *span,
    )
    return sorted({month_of(row["visited_on"]) for row in days})
