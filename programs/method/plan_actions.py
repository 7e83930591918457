"""The plan of a program: steps, indicators with their readings, consolidation and relapse (S80, S82)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from programs.method import ledger, plan_queries, rules
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.schemas import (
    ConsolidationPlan,
    EditedIndicator,
    NewIndicator,
    NewReading,
    NewStep,
    RelapseAnswer,
)
from programs.method.tables import Consolidation, Indicator, IndicatorReading, Program, Relapse, Step
from server import audit
from server.accounts.queries import check_colleague, colleague
from server.lib import clock, days
from server.lib.actor import Actor
from server.lib.checks import check_past_day, check_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.i18n import _
from server.lib.records import changed_fields, check_version, next_version


async def add_step(program: Program, data: NewStep, *, actor: Actor) -> int:
    """Add a step to the plan."""
    check_planned_day(data.due_on, field="due_on")
    async with write_transaction():
        owner_name = await check_colleague(data.owner, actor=actor, field="owner")
        step = Step(
            organisation=actor.organisation_id,
            program=program.id,
            title=data.title,
            owner=data.owner,
            owner_name=owner_name,
            due_on=data.due_on,
        )
        await step.save()
        await _record("step.added", program.id, actor=actor, changes={"step": [None, data.title]})
        return step.id


async def finish_step(step: Step, *, actor: Actor) -> int:
    """Mark a step as done today."""
    async with write_transaction():
        step = await lock(step)
        if step.done_on is not None:
            raise Refused("method.step_done")
        await Step.update(
            {"done_on": clock.today(), "done_by": actor.user_id, "version": step.version + 1}
        ).where(Step.id == step.id)
        await _record("step.done", step.program, actor=actor, changes={"step": [None, step.title]})
        return int(step.program)


async def reopen_step(step: Step, *, actor: Actor) -> int:
    """Take back that a step is done."""
    async with write_transaction():
        step = await lock(step)
        if step.done_on is None:
            raise Refused("method.step_open")
        await Step.update({"done_on": None, "done_by": None, "version": step.version + 1}).where(
            Step.id == step.id
        )
        await _record("step.reopened", step.program, actor=actor, changes={"step": [None, step.title]})
        return int(step.program)


def _figures(data: NewIndicator | EditedIndicator) -> dict[str, Any]:
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
        await _record("indicator.added", program.id, actor=actor, changes={"indicator": [None, data.name]})
        return indicator.id


async def edit_indicator(indicator: Indicator, data: EditedIndicator, *, actor: Actor) -> int:
    """Save an indicator; a changed baseline is taken back from the ledger and written anew."""
    figures = _figures(data)
    async with write_transaction():
        indicator = await lock(indicator)
        check_version(indicator, data.version, figures)
        if data.baseline is None and await plan_queries.is_watched(indicator.id):
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


async def _prove_baseline(
    program_id: int, indicator_id: int, data: NewIndicator | EditedIndicator, *, actor: Actor
) -> None:
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


async def agree_consolidation(program: Program, data: ConsolidationPlan, *, actor: Actor) -> int:
    """Agree, or change, how a program holds what it reached."""
    async with write_transaction():
        program = await lock(program)
        if program.stage not in {"consolidate", "hand_over"}:
            raise Refused("method.not_consolidating")
        indicator = (
            await lock(await plan_queries.indicator_of_program(data.indicator, program.id))
            if data.indicator
            else None
        )
        if indicator is not None and indicator.baseline is None:
            raise Refused("method.watched_without_baseline", field="indicator")
        new: dict[str, Any] = {
            "cadence_per_month": data.cadence_per_month,
            "indicator": data.indicator,
            "relapse_percent": data.relapse_percent,
            "relapse_months": data.relapse_months,
        }
        plan = await plan_queries.consolidation_of(program.id)
        if plan is not None:
            check_version(plan, data.version or 0, new)
            changes = changed_fields(plan, new)
            await Consolidation.update(next_version(plan, new)).where(Consolidation.id == plan.id)
            await _record("consolidation.edited", program.id, actor=actor, changes=changes)
            return plan.id
        plan = Consolidation(
            organisation=actor.organisation_id, program=program.id, agreed_on=clock.today(), **new
        )
        await plan.save()
        await ledger.record(
            [Entry(Kind.CONSOLIDATION_AGREED, clock.today(), 1)],
            program_id=program.id,
            source_kind="consolidation",
            source_id=plan.id,
            actor=actor,
        )
        await _record("consolidation.agreed", program.id, actor=actor)
        return plan.id


async def watch(program: Program, *, actor: Actor) -> int | None:
    """Notice a relapse of a program, once, and put a step into its plan; the relapse's id, or None (S80).

    Looks at whole months: the month that is still running says nothing yet.
    """
    async with write_transaction():
        program = await lock(program)
        plan = await plan_queries.consolidation_of(program.id)
        if plan is None or plan.indicator is None or await plan_queries.open_relapse(program.id):
            return None
        indicator = await plan_queries.indicator_of_program(plan.indicator, program.id)
        values = await plan_queries.whole_months(indicator, since=plan.agreed_on)
        months = rules.slipped_back(
            values,
            baseline=indicator.baseline or Decimal(0),
            falls=indicator.falls,
            percent=plan.relapse_percent,
            months=plan.relapse_months,
        )
        if not months:
            return None
        relapse = Relapse(
            organisation=program.organisation,
            program=program.id,
            indicator=indicator.id,
            noticed_on=clock.today(),
            months=", ".join(months),
        )
        await relapse.save()
        # Whoever led the program may have left: then the step waits for an owner.
        lead_name = await colleague(program.lead, actor=actor)
        await Step(
            organisation=program.organisation,
            program=program.id,
            title=_("%(name)s slipped back: meet the group and answer it", name=indicator.name),
            owner=program.lead if lead_name else None,
            owner_name=lead_name or "",
            due_on=clock.today() + rules.RELAPSE_DUE,
            origin=f"relapse:{relapse.id}",
        ).save()
        await ledger.record(
            [Entry(Kind.RELAPSE_OPEN, clock.today(), 1)],
            program_id=program.id,
            source_kind="relapse",
            source_id=relapse.id,
            actor=actor,
        )
        await _record("relapse.noticed", program.id, actor=actor)
        return relapse.id


async def answer_relapse(relapse: Relapse, data: RelapseAnswer, *, actor: Actor) -> int:
    """End a relapse with what was done, once the figure's newest whole month is back on its side of the line."""
    async with write_transaction():
        relapse = await lock(relapse)
        if relapse.ended_on is not None:
            raise Refused("method.relapse_answered")
        plan = await plan_queries.consolidation_of(relapse.program)
        indicator = await plan_queries.indicator_of_program(relapse.indicator, relapse.program)
        values = await plan_queries.whole_months(indicator)
        if plan is None or not rules.recovered(
            values,
            baseline=indicator.baseline or Decimal(0),
            falls=indicator.falls,
            percent=plan.relapse_percent,
        ):
            raise Refused("method.relapse_not_recovered", field="answer")
        await Relapse.update({"ended_on": clock.today(), "answer": data.answer}).where(
            Relapse.id == relapse.id
        )
        await ledger.reverse(
            program_id=relapse.program, source_kind="relapse", source_id=relapse.id, actor=actor
        )
        await _record("relapse.answered", relapse.program, actor=actor, reason=data.answer)
        return relapse.program


async def _record(
    action: str,
    program_id: int,
    *,
    actor: Actor,
    changes: dict[str, list[Any]] | None = None,
    reason: str | None = None,
) -> None:
    await audit.record(
        action, "program", program_id, actor=actor, program_id=program_id, changes=changes, reason=reason
    )
