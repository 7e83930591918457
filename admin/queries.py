"""How far a reader sees, and the progress of a program: read from the admin's tables, so cut like them."""

from __future__ import annotations

from typing import Any

import msgspec

from admin.scope import Reach, narrowed, seeing
from admin.tables import (
    FEWEST,
    OF_PEOPLE,
    ReportActivity,
    ReportIndicator,
    ReportMonth,
    ReportProgram,
    ReportReading,
    ReportStage,
)
from programs.funding.queries import programs_of_grants
from programs.method.tables import Program
from programs.surveys.figure_queries import Belonging, belonging_of_programs
from server.lib import db
from server.lib.actor import COORDINATOR, Actor
from server.lib.errors import NotFound

LATEST_ACTIVITIES = 40
_LARGEST_ID = 2**31 - 1
_FEW = f"FILTER (WHERE quantity BETWEEN 1 AND {FEWEST - 1})"

Row = dict[str, Any]


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """One program as its funder may see it; months and readings oldest first, the rest newest first."""

    program: Row
    belonging: Belonging | None
    stages: list[Row]
    indicators: list[Row]
    readings: list[Row]
    months: list[Row]
    activities: list[Row]


async def reach_of(actor: Actor) -> Reach:
    """Coordinators see the programs of their communities, funders those that their grants pay for now."""
    return Reach(
        organisation_id=actor.organisation_id,
        program_ids=await _program_ids(actor),
        installation=actor.is_operator,
    )


async def _program_ids(actor: Actor) -> frozenset[int]:
    coordinated = [held for held in actor.assignments if held.role == COORDINATOR]
    seen: set[int] = set()
    if coordinated:
        own = Program.select(Program.id).where(Program.organisation == actor.organisation_id)
        if not any(held.scope == "organisation" for held in coordinated):
            own = own.where(Program.community.is_in([held.scope_id for held in coordinated]))
        seen.update(await own.output(as_list=True))
    seen.update(await programs_of_grants(actor.grant_ids()))
    return frozenset(seen)


async def sums_within(reach: Reach, first: str, last: str) -> list[Row]:
    """What the programs of a reach did in each month, by kind: rows of month, kind, quantity and `few`.

    `few` counts the programs that `ReportMonth` tells as `<5`; they are not in the quantity, or it would give them away.
    Read from an index of the rollup alone: a million activities later it costs the same.
    """
    ids = reach.program_ids
    [owned] = await db.rows(
        "SELECT COUNT(*) AS programs FROM program WHERE organisation = {}", reach.organisation_id
    )
    # To look for each row's program among a hundred doubles the cost; who sees all of them need not.
    cut = (
        "" if len(ids) == owned["programs"] else f" AND program IN ({', '.join(['{}'] * len(ids)) or 'NULL'})"
    )
    found = await db.rows(
        f"SELECT month, kind, CAST(SUM(quantity) AS BIGINT) AS quantity, COUNT(*) {_FEW} AS few,"
        f" CAST(SUM(quantity) {_FEW} AS BIGINT) AS of_few FROM evidence_month"
        f" WHERE organisation = {{}} AND month >= {{}} AND month <= {{}}{cut} GROUP BY month, kind",
        reach.organisation_id,
        first,
        last,
        *(ids if cut else ()),
    )
    return [_without_few(row) for row in found]


def _without_few(row: Row) -> Row:
    """A sum as it leaves this module. Here, as to look for each row's kind in the database is a quarter of its work."""
    hides = row["few"] and row["kind"] in OF_PEOPLE
    return {
        "month": row["month"],
        "kind": row["kind"],
        "quantity": row["quantity"] - row["of_few"] if hides else row["quantity"],
        "few": row["few"] if hides else 0,
    }


async def programs_within_reach() -> list[Row]:
    """The programs that the present reader sees, by name."""
    return await ReportProgram.select().order_by(ReportProgram.program, ReportProgram.id)


async def progress_of(program_id: int) -> Progress:
    """The progress of a program within the present reach; of any other there is none."""
    found = program_id <= _LARGEST_ID
    program = await ReportProgram.select().where(ReportProgram.id == program_id).first() if found else None
    if program is None:
        raise NotFound
    with seeing(narrowed(program_id)):
        return Progress(
            program=program,
            belonging=(await belonging_of_programs([program_id])).get(program_id),
            stages=await ReportStage.select().order_by(
                ReportStage.attempted_on, ReportStage.id, ascending=False
            ),
            indicators=await ReportIndicator.select().order_by(ReportIndicator.id),
            readings=await ReportReading.select().order_by(ReportReading.month, ReportReading.id),
            months=await ReportMonth.select().order_by(ReportMonth.month, ReportMonth.id),
            activities=await ReportActivity.select()
            .order_by(ReportActivity.held_on, ReportActivity.id, ascending=False)
            .limit(LATEST_ACTIVITIES),
        )
