"""The steps of a plan: added, done, opened again."""

from __future__ import annotations

from programs.method import rules
from programs.method.actions import record
from programs.method.schemas import (
    NewStep,
)
from programs.method.tables import Program, Step
from server.accounts.queries import check_colleague, colleague
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


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
        await record("step.added", program.id, actor=actor, changes={"step": [None, data.title]})
        return step.id


async def add_step_by_itself(program_id: int, title: str, *, origin: str, actor: Actor) -> int | None:
    """Put a step into the plan that nobody wrote, in the caller's transaction; None when this origin has one.

    It falls to whoever leads the program. Whoever led it may have left: then the step waits for an owner.
    """
    program = await Program.objects().get(Program.id == program_id)
    if program is None or await Step.exists().where((Step.program == program_id) & (Step.origin == origin)):
        return None
    lead_name = await colleague(program.lead, actor=actor)
    step = Step(
        organisation=program.organisation,
        program=program.id,
        title=title[:200],
        owner=program.lead if lead_name else None,
        owner_name=lead_name or "",
        due_on=clock.today() + rules.RELAPSE_DUE,
        origin=origin,
    )
    await step.save()
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
        await record("step.done", step.program, actor=actor, changes={"step": [None, step.title]})
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
        await record("step.reopened", step.program, actor=actor, changes={"step": [None, step.title]})
        return int(step.program)
