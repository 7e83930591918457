"""Figures of visits: sums in the database, rates in the rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from programs.visits import report_rules as rules
from programs.visits.reach_queries import reach
from programs.visits.report_rules import Tally
from programs.visits.words import CAUSES
from server.lib import db
from server.lib.actor import Actor
from server.lib.days import month_of


class Period(msgspec.Struct, frozen=True):
    """Which visits a report counts: of these days, and of one community, building or program if named."""

    first: date
    last: date
    community: int | None = None
    building: int | None = None
    program: int | None = None


async def _conditions(actor: Actor, period: Period) -> tuple[str, list[Any]]:
    where, values = await reach(actor, "v", period.community)
    where += ["v.voided_at IS NULL", "v.visited_on >= {}", "v.visited_on <= {}"]
    values += [period.first, period.last]
    for condition, value in (("v.building = {}", period.building), ("v.program = {}", period.program)):
        if value is not None:
            where.append(condition)
            values.append(value)
    return " AND ".join(where), values


async def _by(actor: Actor, period: Period, key: str, joins: str = "") -> list[tuple[Any, str, int]]:
    """Knocks on doors as rows of key, outcome and count."""
    where, values = await _conditions(actor, period)
    found = await db.rows(
        f"SELECT {key} AS k, v.outcome, COUNT(*) AS n FROM visit AS v{joins} WHERE {where} AND v.mode = 'door'"
        f" GROUP BY {key}, v.outcome",
        *values,
    )
    return [(row["k"], row["outcome"], int(row["n"])) for row in found]


async def by_building(actor: Actor, period: Period) -> list[tuple[dict[str, Any], Tally]]:
    """By building, each with `id`, `name`, `estate` and `estate_name`."""
    found = rules.tallies(await _by(actor, period, "v.building"))
    places = await db.rows(
        "SELECT b.id, b.name, b.estate, e.name AS estate_name FROM building AS b JOIN estate AS e ON e.id = b.estate"
        f" WHERE b.id IN ({db.marks(found)}) ORDER BY e.id, b.id",
        *found,
    )
    return [(place, found[place["id"]]) for place in places]


async def by_month(actor: Actor, period: Period) -> dict[str, Tally]:
    """By month, the oldest first."""
    rows = await _by(actor, period, "v.visited_on")
    found = rules.tallies((month_of(day), outcome, n) for day, outcome, n in rows)
    return {str(month): tally for month, tally in sorted(found.items(), key=str)}


async def by_visitor(actor: Actor, period: Period) -> list[tuple[str, Tally]]:
    """By who went, in the order of names: this is no ranking."""
    accounts = rules.tallies(await _by(actor, period, "v.visitor_account"))
    residents = rules.tallies(await _by(actor, period, "v.visitor_resident"))
    found: list[tuple[str, Tally]] = []
    for table, column, tallies in (
        ("user_account", "display_name", accounts),
        ("resident", "name", residents),
    ):
        ids = [key for key in tallies if key is not None]
        names = await db.rows(f"SELECT id, {column} AS name FROM {table} WHERE id IN ({db.marks(ids)})", *ids)
        found += [(row["name"], tallies[row["id"]]) for row in names]
    return sorted(found, key=lambda one: one[0])


async def by_companion(actor: Actor, period: Period) -> dict[str, Tally]:
    """By who the companion was to the household; `""` for nobody."""
    found = rules.tallies(await _by(actor, period, "v.companion_kind"))
    return {str(kind or ""): tally for kind, tally in found.items()}


async def by_procedure(actor: Actor, period: Period) -> list[tuple[dict[str, Any], Tally]]:
    """By version of a procedure, each with what names it."""
    found = rules.tallies(await _by(actor, period, "v.procedure_version"))
    ids = [key for key in found if key is not None]
    versions = await db.rows(
        'SELECT w.id, w.procedure, w.number, p.title, p."key" FROM procedure_version AS w'
        f" JOIN procedure AS p ON p.id = w.procedure WHERE w.id IN ({db.marks(ids)}) ORDER BY p.id, w.number",
        *ids,
    )
    return [(row, found[row["id"]]) for row in versions]


async def purposes(actor: Actor, period: Period) -> list[tuple[str, int, int, float | None]]:
    """By quarter, what households were contacted for, by whatever way (S07)."""
    where, values = await _conditions(actor, period)
    found = await db.rows(
        f"SELECT v.visited_on, v.purpose, COUNT(*) AS n FROM visit AS v WHERE {where} GROUP BY v.visited_on, v.purpose",
        *values,
    )
    return rules.purpose_shares(
        (rules.quarter_of(row["visited_on"]), row["purpose"], int(row["n"])) for row in found
    )


async def causes(actor: Actor, period: Period) -> list[tuple[str, int]]:
    """Why doors stayed shut, the most frequent cause first (S03)."""
    where, values = await _conditions(actor, period)
    found = await db.rows(
        "SELECT c.code, COUNT(*) AS n FROM visit_cause AS c JOIN visit AS v ON v.id = c.visit"
        f" WHERE {where} GROUP BY c.code",
        *values,
    )
    return rules.ranked({row["code"]: int(row["n"]) for row in found}, list(CAUSES))


async def answers_to(actor: Actor, cause: str, *, since: date) -> dict[str, int]:
    """What was done about a cause since a day: `versions` of procedures, `trainings`."""
    [found] = await db.rows(
        "SELECT (SELECT COUNT(*) FROM procedure_version WHERE organisation = {} AND answers_cause = {} AND made_on >= {})"
        " AS versions, (SELECT COUNT(*) FROM training WHERE organisation = {} AND answers_cause = {}"
        " AND trained_on >= {} AND voided_at IS NULL) AS trainings",
        *(actor.organisation_id, cause, since) * 2,
    )
    return {name: int(count) for name, count in found.items()}


async def procedure_to_edit(actor: Actor, period: Period) -> int | None:
    """The procedure by which most of the doors that stayed shut were knocked on."""
    where, values = await _conditions(actor, period)
    found = await db.rows(
        "SELECT w.procedure, COUNT(*) AS n FROM visit AS v JOIN procedure_version AS w ON w.id = v.procedure_version"
        f" JOIN procedure AS p ON p.id = w.procedure WHERE {where} AND v.outcome <> 'opened' AND p.retired_on IS NULL"
        " GROUP BY w.procedure ORDER BY n DESC, w.procedure LIMIT 1",
        *values,
    )
    return int(found[0]["procedure"]) if found else None
