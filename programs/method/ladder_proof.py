"""Steps of the ladder as evidence of the program in which the act was done (S28)."""

from __future__ import annotations

from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.residents.ladder_actions import Rung
from server.lib import db
from server.lib.actor import Actor

SOURCE = "ladder_rung"


async def prove(rung: Rung, actor: Actor) -> None:
    """Count the step in the program of its act, in the caller's transaction; an act without a program proves nothing."""
    if rung.act is not None:
        await ledger.record(
            [Entry(Kind.LADDER_REACHED, rung.act.on, 1, rung.step, (rung.resident,))],
            program_id=rung.act.program,
            source_kind=SOURCE,
            source_id=rung.id,
            actor=actor,
        )


async def take_back(rung: Rung, actor: Actor) -> None:
    """Take the step out of the program again."""
    for row in await db.rows(
        "SELECT DISTINCT program FROM evidence WHERE source_kind = {} AND source_id = {}", SOURCE, rung.id
    ):
        await ledger.reverse(program_id=row["program"], source_kind=SOURCE, source_id=rung.id, actor=actor)
