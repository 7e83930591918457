"""What a program wants to change: indicators with their baseline, target and readings (S82)."""

from __future__ import annotations

from typing import Any

from programs.method import consolidation_queries, ledger, rules
from programs.method.actions import record
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.schemas import (
    EditedIndicator,
    NewIndicator,
    NewReading,
)
from programs.method.tables import Indicator, IndicatorReading, Program
from server import audit
from server.lib import clock, days
from server.lib.actor import Actor
from server.lib.checks import check_past_day, check_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import changed_fields, check_version, next_version


def _figures(data: NewIndicator) -> dict[str, Any]:
    if fault := rules.refuse_amounts(baseline=data.baseline, target=data.target):
        raise Refused(fault[1], field=fault[0])
    if code := rules.refuse_indicator(baseline=data.baseline, target=data.target, falls=data.falls):
        raise Refused(code, field="target")
    if data.baseline is not None and not (data.baseline_on and data.baseline_source):
        raise Refused(
            "method.baseline_without_source",
            field="baseline_on" if not data.baseline_on else "baseline_source",
        )
    check_past_day(data.baseline_on, field="baseline_on")
    check_planned_day(data.target_on, field="target_on")
    if data.baseline_on and (code := days.refuse_span(data.baseline_on, data.target_on)):
        raise Refused(code, field="target_on")
    return {
        "name": data.name,
        "unit": data.unit or "",
        "falls": data.falls,
        "baseline": data.baseline,
        "baseline_on": data.baseline_on,
        "baseline_source": data.baseline_source or "",
        "target": data.target,
        "target_on": data.target_on,
    }


async def add_indicator(
    program: Program, data: NewIndicator, *, actor: Actor, feed_kind: Kind | None = None, feed_facet: str = ""
) -> int:
    """Add an indicator. With `feed_kind` its actual values are counted from the ledger by themselves.

    A baseline proves what the gate out of Listen asks for (S82).
    """
    figures = _figures(data)
    async with write_transaction():
        indicator = Indicator(
            organisation=actor.organisation_id,
            program=program.id,
            feed_kind=feed_kind.value if feed_kind else None,
            feed_facet=feed_facet,
            **figures,
        )
        await indicator.save()
        await _prove_baseline(program.id, indicator.id, data, actor=actor)
        await record("indicator.added", program.id, actor=actor, changes={"indicator": [None, data.name]})
        return indicator.id


async def edit_indicator(indicator: Indicator, data: EditedIndicator, *, actor: Actor) -> int:
    """Save an indicator; a changed baseline is taken back from the ledger and written anew."""
    figures = _figures(data)
    async with write_transaction():
        indicator = await lock(indicator)
        check_version(indicator, data.version, figures)
        if data.baseline is None and await consolidation_queries.is_watched(indicator.id):
            raise Refused("method.watched_without_baseline", field="baseline")
        changes = changed_fields(indicator, figures)
        if changes:
            await Indicator.update(next_version(indicator, figures)).where(Indicator.id == indicator.id)
            if {"baseline", "baseline_on"} & changes.keys():
                await ledger.reverse(
                    program_id=indicator.program, source_kind="indicator", source_id=indicator.id, actor=actor
                )
                await _prove_baseline(indicator.program, indicator.id, data, actor=actor)
            await audit.record(
                "indicator.edited",
                "indicator",
                indicator.id,
                actor=actor,
                program_id=indicator.program,
                changes=changes,
            )
        return indicator.id


async def _prove_baseline(program_id: int, indicator_id: int, data: NewIndicator, *, actor: Actor) -> None:
    if data.baseline is None or data.baseline_on is None:
        return
    await ledger.record(
        [Entry(Kind.BASELINE_RECORDED, data.baseline_on, 1)],
        program_id=program_id,
        source_kind="indicator",
        source_id=indicator_id,
        actor=actor,
    )


async def enter_reading(indicator: Indicator, data: NewReading, *, actor: Actor) -> int:
    """Enter a month's value. An earlier value of the month stays in the table and no longer counts."""
    if data.month < days.month_of(days.EARLIEST):
        raise Refused("day.too_early", field="month")
    if data.month > days.month_of(clock.today()):
        raise Refused("day.in_future", field="month")
    if fault := rules.refuse_amounts(value=data.value):
        raise Refused(fault[1], field=fault[0])
    async with write_transaction():
        indicator = await lock(indicator)
        if indicator.feed_kind:
            raise Refused("method.indicator_fed")
        reading = IndicatorReading(
            organisation=actor.organisation_id,
            indicator=indicator.id,
            month=data.month,
            value=data.value,
            source=data.source,
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await reading.save()
        await audit.record(
            "indicator.read",
            "indicator",
            indicator.id,
            actor=actor,
            program_id=indicator.program,
            changes={data.month: [None, str(data.value)]},
        )
        return reading.id
