"""Putting a person on a step of the ladder, never without an act that shows it; and taking it back (S28)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import msgspec

from programs.residents import ladder_rules
from programs.residents.key_actions import record_about
from programs.residents.ladder_queries import LadderAct, acts_of, standing_steps
from programs.residents.ladder_schemas import ReachedStep, StepTakenBack
from programs.residents.tables import LadderRung, LadderStep, Resident
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.late_entries import Entries

_AT_ONCE = 500


class Rung(msgspec.Struct, frozen=True):
    """A step that was taken or taken back, for rooms above: whose, which, by which act."""

    id: int
    resident: int
    step: str
    act: LadderAct | None


# What rooms above do when a step is taken or rests on another act, and when it is taken back; the ceiling fills both in.
REACHED: Entries[Callable[[Rung, Actor], Awaitable[None]]] = Entries(__name__)
TAKEN_BACK: Entries[Callable[[Rung, Actor], Awaitable[None]]] = Entries(__name__)


async def reach_step(resident: Resident, data: ReachedStep, *, actor: Actor) -> int:
    """Put a person on a step by one of her acts; the id of the rung."""
    async with write_transaction():
        resident = await lock(resident)
        standing = await standing_steps(resident.id)
        act = await _act(resident.id, data)
        shown = act.step.value if act else None
        if code := ladder_rules.refuse_step(data.step, standing=standing, act_step=shown):
            raise Refused(code, field="source_id")
        assert act is not None
        rung = LadderRung(
            organisation=actor.organisation_id,
            resident=resident.id,
            step=LadderStep(data.step),
            reached_on=act.on,
            source_kind=act.source_kind,
            source_id=act.source_id,
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await rung.save()
        for follow in REACHED:
            await follow(Rung(rung.id, resident.id, data.step, act), actor)
        await record_about(
            "ladder.reached",
            "resident",
            resident.id,
            resident_id=resident.id,
            actor=actor,
            program_id=act.program,
            changes={"ladder": [ladder_rules.highest(standing), data.step]},
        )
        return rung.id


async def hold(people: Sequence[int]) -> None:
    """Lock residents, in the order of their ids, before their steps: who writes steps takes turns.

    Not against new rows that point at them: whoever logs what they did needs not wait.
    """
    if db.engine().kind != "postgres":
        return
    for start in range(0, len(people), _AT_ONCE):
        some = people[start : start + _AT_ONCE]
        await db.execute(
            f"SELECT id FROM resident WHERE id IN ({db.marks(some)}) ORDER BY id FOR NO KEY UPDATE", *some
        )


async def _act(resident_id: int, data: ReachedStep) -> LadderAct | None:
    """The act that was named, by the highest step that it shows."""
    named = [
        act
        for act in await acts_of(resident_id)
        if (act.source_kind, act.source_id) == (data.source_kind, data.source_id)
    ]
    return max(named, key=lambda act: ladder_rules.rank(act.step.value), default=None)


async def take_step_back(rung: LadderRung, data: StepTakenBack, *, actor: Actor) -> int:
    """Take a step back that was none, with the reason; the person's id."""
    async with write_transaction():
        await hold([rung.resident])
        rung = await lock(rung)
        if rung.voided_at is not None:
            raise Refused("residents.step_taken_back")
        await LadderRung.update(
            {LadderRung.voided_at: clock.now(), LadderRung.void_reason: data.reason}
        ).where(LadderRung.id == rung.id)
        for follow in TAKEN_BACK:
            await follow(Rung(rung.id, rung.resident, LadderStep(rung.step).value, None), actor)
        await record_about(
            "ladder.taken_back",
            "resident",
            rung.resident,
            resident_id=rung.resident,
            actor=actor,
            changes={"ladder": [LadderStep(rung.step).value, None]},
            reason=data.reason,
        )
        return int(rung.resident)
