"""Holding what was reached: the plan for it, and the relapse that is noticed and answered (S80)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from programs.method import consolidation_queries, indicator_queries, ledger, rules
from programs.method.actions import record
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.schemas import (
    ConsolidationPlan,
    RelapseAnswer,
)
from programs.method.step_actions import add_step_by_itself
from programs.method.tables import Consolidation, Program, Relapse
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.i18n import _
from server.lib.records import changed_fields, check_version, next_version


async def agree_consolidation(program: Program, data: ConsolidationPlan, *, actor: Actor) -> int:
    """Agree, or change, how a program holds what it reached."""
    async with write_transaction():
        program = await lock(program)
        if program.stage not in {"consolidate", "hand_over"}:
            raise Refused("method.not_consolidating")
        indicator = (
            await lock(await indicator_queries.indicator_of_program(data.indicator, program.id))
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
        plan = await consolidation_queries.consolidation_of(program.id)
        if plan is not None:
            check_version(plan, data.version or 0, new)
            changes = changed_fields(plan, new)
            await Consolidation.update(next_version(plan, new)).where(Consolidation.id == plan.id)
            await record("consolidation.edited", program.id, actor=actor, changes=changes)
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
        await record("consolidation.agreed", program.id, actor=actor)
        return plan.id


async def watch(program: Program, *, actor: Actor) -> int | None:
    """Notice a relapse of a program, once, and put a step into its plan; the relapse's id, or None (S80).

    Looks at whole months: the month that is still running says nothing yet.
    """
    async with write_transaction():
        program = await lock(program)
        plan = await consolidation_queries.consolidation_of(program.id)
        if plan is None or plan.indicator is None or await consolidation_queries.open_relapse(program.id):
            return None
        indicator = await indicator_queries.indicator_of_program(plan.indicator, program.id)
        values = await indicator_queries.whole_months(indicator, since=plan.agreed_on)
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
        await add_step_by_itself(
            program.id,
            _("%(name)s slipped back: meet the group and answer it", name=indicator.name),
            origin=f"relapse:{relapse.id}",
            actor=actor,
        )
        await ledger.record(
            [Entry(Kind.RELAPSE_OPEN, clock.today(), 1)],
            program_id=program.id,
            source_kind="relapse",
            source_id=relapse.id,
            actor=actor,
        )
        await record("relapse.noticed", program.id, actor=actor)
        return relapse.id


async def answer_relapse(relapse: Relapse, data: RelapseAnswer, *, actor: Actor) -> int:
    """End a relapse with what was done, once the figure's newest whole month is back on its side of the line."""
    async with write_transaction():
        relapse = await lock(relapse)
        if relapse.ended_on is not None:
            raise Refused("method.relapse_answered")
        plan = await consolidation_queries.consolidation_of(relapse.program)
        indicator = await indicator_queries.indicator_of_program(relapse.indicator, relapse.program)
        values = await indicator_queries.whole_months(indicator)
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
        await record("relapse.answered", relapse.program, actor=actor, reason=data.answer)
        return relapse.program
