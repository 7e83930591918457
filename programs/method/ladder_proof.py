"""Steps of the ladder as evidence of the program in which the act was done (S28)."""

from __future__ import annotations

from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry, Standing
from programs.residents.ladder_actions import Rung
from server.lib.actor import Actor

SOURCE = "ladder_rung"


async def prove(rung: Rung, actor: Actor) -> None:
    """Count the step in the program of its act, in the caller's transaction; an act without a program proves nothing.

    A step that counts already counts anew where its act is of another day or program by now.
    """
    if rung.act is None:
        return
    entry = Entry(Kind.LADDER_REACHED, rung.act.on, 1, rung.step, (rung.resident,))
    standing = await _standing(rung)
    if [(row.program, row.entry) for row in standing] == [(rung.act.program, entry)]:
        return
    await ledger.take_back(standing, actor=actor)
    await ledger.record(
        [entry], program_id=rung.act.program, source_kind=SOURCE, source_id=rung.id, actor=actor
    )


async def take_back(rung: Rung, actor: Actor) -> None:
    """Take the step out of the program again."""
    await ledger.take_back(await _standing(rung), actor=actor)


async def _standing(rung: Rung) -> list[Standing]:
    return await ledger.standing("source_kind = {} AND source_id = {}", SOURCE, rung.id)
