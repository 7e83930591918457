"""Reading indicators: what was entered by hand, and what the ledger counts."""

from __future__ import annotations

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


async def series_of(indicator: Indicator) -> list[tuple[str, Decimal]]:
    """An indicator's value for each month that has one, oldest first.

    Fed from the ledger, a whole month without a row after the first one counts 0; the running month says nothing
    until it has a row.
    """
    if indicator.feed_kind is None:
        return await _readings(indicator.id)
    found = await db.rows(
        "SELECT month, quantity FROM evidence_month WHERE program = {} AND kind = {} AND facet = {} ORDER BY month",
        indicator.program,
        indicator.feed_kind,
        indicator.feed_facet,
    )
    if not found:
        return []
    counted = {row["month"]: Decimal(int(row["quantity"])) for row in found}
    last_whole = month_of(months_later(clock.today(), -1))
    last = max(found[-1]["month"], last_whole)
    return [(month, counted.get(month, Decimal(0))) for month in months_between(found[0]["month"], last)]


async def _readings(indicator_id: int) -> list[tuple[str, Decimal]]:
    found = await db.rows(
        "SELECT r.month, r.value FROM indicator_reading AS r JOIN (SELECT MAX(id) AS id FROM indicator_reading"
        " WHERE indicator = {} GROUP BY month) AS newest ON newest.id = r.id ORDER BY r.month",
        indicator_id,
    )
    return [(row["month"], Decimal(str(row["value"]))) for row in found]


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


async def whole_months(indicator: Indicator, *, since: date | None = None) -> list[tuple[str, Decimal]]:
    """The series without the month that is still running, and without months before `since`."""
    running = month_of(clock.today())
    first = month_of(since) if since else ""
    return [(month, value) for month, value in await series_of(indicator) if first <= month < running]
