"""Reading indicators: what was entered by hand, and what the ledger counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from programs.method import queries
from programs.method.tables import Indicator
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.days import month_of, months_between, months_later
from server.lib.errors import NotFound
from server.lib.records import own_row

# Months, `2026-03`, with their values.
Series = list[tuple[str, Decimal]]


async def access_indicator(actor: Actor, indicator_id: int, *, to_edit: bool = False) -> Indicator:
    """An indicator, through its program."""
    indicator = await own_row(Indicator, indicator_id, actor)
    await queries.access_program(actor, indicator.program, to_edit=to_edit)
    return indicator


async def indicators_of(program_id: int) -> list[Indicator]:
    """The indicators of a program."""
    return await Indicator.objects().where(Indicator.program == program_id).order_by(Indicator.id)


async def indicator_of_program(indicator_id: int, program_id: int) -> Indicator:
    """An indicator that must be one of this program."""
    found = await Indicator.objects().get((Indicator.id == indicator_id) & (Indicator.program == program_id))
    if found is None:
        raise NotFound
    return found


async def indicators_with_series(program_id: int) -> list[tuple[Indicator, Series]]:
    """The indicators of a program, each with its values as `series_of` reads them; three reads, however many there are."""
    found = await indicators_of(program_id)
    series = await _series_by_id(found)
    return [(one, series[one.id]) for one in found]


async def series_of(indicator: Indicator) -> Series:
    """An indicator's value for each month that has one, oldest first.

    Fed from the ledger, a whole month without a row after the first one counts 0; the running month says nothing
    until it has a row.
    """
    return (await _series_by_id([indicator]))[indicator.id]


async def _series_by_id(indicators: Sequence[Indicator]) -> dict[int, Series]:
    fed = [one for one in indicators if one.feed_kind is not None]
    counted = await _counted(fed) if fed else {}
    series = await _readings([one.id for one in indicators if one.feed_kind is None])
    for one in fed:
        series[one.id] = _without_gaps(counted.get((one.program, one.feed_kind, one.feed_facet), {}))
    return {one.id: series.get(one.id, []) for one in indicators}


async def _counted(fed: Sequence[Indicator]) -> dict[tuple[int, str, str], dict[str, Decimal]]:
    """Sums by month, for each program, kind and facet of evidence."""
    programs, kinds = sorted({one.program for one in fed}), sorted({one.feed_kind for one in fed})
    found = await db.rows(
        "SELECT program, kind, facet, month, quantity FROM evidence_month"
        f" WHERE program IN ({db.marks(programs)}) AND kind IN ({db.marks(kinds)})",
        *programs,
        *kinds,
    )
    counted: dict[tuple[int, str, str], dict[str, Decimal]] = {}
    for row in found:
        sums = counted.setdefault((row["program"], row["kind"], row["facet"]), {})
        sums[row["month"]] = Decimal(int(row["quantity"]))
    return counted


def _without_gaps(counted: Mapping[str, Decimal]) -> Series:
    if not counted:
        return []
    last_whole = month_of(months_later(clock.today(), -1))
    months = months_between(min(counted), max(*counted, last_whole))
    return [(month, counted.get(month, Decimal(0))) for month in months]


async def _readings(indicator_ids: Sequence[int]) -> dict[int, Series]:
    """What stands of what was entered by hand: the newest reading of each month."""
    found = await db.rows(
        "SELECT r.indicator, r.month, r.value FROM indicator_reading AS r JOIN (SELECT MAX(id) AS id"
        f" FROM indicator_reading WHERE indicator IN ({db.marks(indicator_ids)}) GROUP BY indicator, month) AS newest"
        " ON newest.id = r.id ORDER BY r.month",
        *indicator_ids,
    )
    series: dict[int, Series] = {}
    for row in found:
        series.setdefault(row["indicator"], []).append((row["month"], Decimal(str(row["value"]))))
    return series


async def readings_of(indicator_id: int) -> list[dict[str, Any]]:
    """All entered readings, newest first, corrected ones too (`stands` tells which count)."""
    found = await db.rows(
        "SELECT id, month, value, source, created_at FROM indicator_reading WHERE indicator = {} ORDER BY id DESC",
        indicator_id,
    )
    newest: dict[str, int] = {}
    for row in found:
        newest.setdefault(row["month"], row["id"])
    return [{**row, "stands": newest[row["month"]] == row["id"]} for row in found]


async def whole_months(indicator: Indicator, *, since: date | None = None) -> Series:
    """The series without the month that is still running, and without months before `since`."""
    running = month_of(clock.today())
    first = month_of(since) if since else ""
    return [(month, value) for month, value in await series_of(indicator) if first <= month < running]
