"""Counting needs over time, by building and by age band (S51)."""

from __future__ import annotations

from typing import Any

from programs.listening.queries import FROM, NeedFilter, conditions
from server.lib import db
from server.lib.actor import Actor
from server.lib.days import read_month


async def by_class_and_month(actor: Actor, chosen: NeedFilter, months: list[str]) -> list[dict[str, Any]]:
    """The classes of the upper level with their needs in each of these months, the most first; `id` 0 has no class."""
    where, values = conditions(actor, chosen)
    found = await db.long_rows(
        "SELECT COALESCE(t.id, k.id, 0) AS id, COALESCE(t.name, k.name) AS name,"
        " SUBSTR(CAST(n.raised_on AS TEXT), 1, 7) AS month, SUM(n.quantity) AS quantity"
        f"{FROM} WHERE {' AND '.join(where)} AND n.raised_on >= {{}}"
        " GROUP BY COALESCE(t.id, k.id, 0), COALESCE(t.name, k.name), SUBSTR(CAST(n.raised_on AS TEXT), 1, 7)",
        *values,
        read_month(months[0]),
    )
    rows: dict[int, dict[str, Any]] = {}
    for one in found:
        row = rows.setdefault(one["id"], {"id": one["id"], "name": one["name"], "months": {}})
        row["months"][one["month"]] = int(one["quantity"])
    shown = [{**row, "values": [row["months"].get(month, 0) for month in months]} for row in rows.values()]
    return sorted(shown, key=lambda row: (row["id"] == 0, -sum(row["values"]), row["id"]))


async def by_building(actor: Actor, chosen: NeedFilter) -> list[dict[str, Any]]:
    """How many needs come from each building, the most first; those without a building last."""
    where, values = conditions(actor, chosen)
    found = await db.long_rows(
        "SELECT n.building AS id, e.name AS estate_name, b.name AS building_name, SUM(n.quantity) AS quantity"
        f"{FROM} LEFT JOIN estate AS e ON e.id = b.estate WHERE {' AND '.join(where)}"
        " GROUP BY n.building, e.name, b.name",
        *values,
    )
    shown = [{**row, "quantity": int(row["quantity"])} for row in found]
    return sorted(shown, key=lambda row: (row["id"] is None, -row["quantity"], row["id"] or 0))


async def by_age(actor: Actor, chosen: NeedFilter) -> dict[str, int]:
    """How many needs come from each age band, of the note or of its person; `""` where no age is known."""
    where, values = conditions(actor, chosen)
    found = await db.long_rows(
        "SELECT COALESCE(n.age_band, r.age_band, '') AS age, SUM(n.quantity) AS quantity"
        f"{FROM} WHERE {' AND '.join(where)} GROUP BY COALESCE(n.age_band, r.age_band, '')",
        *values,
    )
    return {row["age"]: int(row["quantity"]) for row in found}
