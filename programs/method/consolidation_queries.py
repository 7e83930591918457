"""Reading how programs hold what they reached, and where one slipped back (S80)."""

from __future__ import annotations

from typing import Any

from programs.method import queries
from programs.method.kinds import Kind
from programs.method.tables import Consolidation, Program, Relapse
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.days import month_of, months_between, months_later
from server.lib.records import own_row


async def access_relapse(actor: Actor, relapse_id: int) -> Relapse:
    """A relapse, to be answered, through its program."""
    relapse = await own_row(Relapse, relapse_id, actor)
    await queries.access_program(actor, relapse.program, to_edit=True)
    return relapse


async def consolidation_of(program_id: int) -> Consolidation | None:
    """A program's plan to hold what it reached, if there is one."""
    return await Consolidation.objects().get(Consolidation.program == program_id)


async def is_watched(indicator_id: int) -> bool:
    """Whether a plan rests on an indicator."""
    return await Consolidation.exists().where(Consolidation.indicator == indicator_id)


async def open_relapse(program_id: int) -> Relapse | None:
    """The relapse that is not yet answered, if any."""
    return await Relapse.objects().get((Relapse.program == program_id) & (Relapse.ended_on.is_null()))


async def relapses_of(program_id: int) -> list[dict[str, Any]]:
    """All relapses of a program, newest first."""
    return await db.rows(
        "SELECT r.id, r.noticed_on, r.months, r.ended_on, r.answer, i.name AS indicator FROM relapse AS r"
        " JOIN indicator AS i ON i.id = r.indicator WHERE r.program = {} ORDER BY r.id DESC",
        program_id,
    )


async def cadence_of(program_id: int, *, months: int = 6) -> list[tuple[str, int]]:
    """Activities in each of the last whole months, oldest first."""
    first = month_of(months_later(clock.today(), -months))
    last = month_of(months_later(clock.today(), -1))
    found = await queries.months_of(program_id, [Kind.ACTIVITY_HELD], first=first, last=last)
    counted: dict[str, int] = {}
    for row in found:
        counted[row["month"]] = counted.get(row["month"], 0) + row["quantity"]
    return [(month, counted.get(month, 0)) for month in months_between(first, last)]


async def programs_to_watch(organisation_id: int) -> list[Program]:
    """The programs of an organisation whose plan watches an indicator."""
    found = await db.rows(
        "SELECT program FROM consolidation WHERE organisation = {} AND indicator IS NOT NULL ORDER BY program",
        organisation_id,
    )
    return await Program.objects().where(Program.id.is_in([row["program"] for row in found] or [0]))


async def access_consolidation(actor: Actor, consolidation_id: int) -> Consolidation:
    """A consolidation plan, through its program."""
    plan = await own_row(Consolidation, consolidation_id, actor)
    await queries.access_program(actor, plan.program)
    return plan
