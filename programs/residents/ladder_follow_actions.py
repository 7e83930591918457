"""Steps of the ladder follow the acts that show them: what was taken back or corrected shows what is left of it (S28).

Every room whose acts stand on the ladder (`ladder_queries.ACTS_OF`) writes changes to them within `acts_change`. A test
over all such rooms holds this (`tests/actions/test_residents_ladder_follows.py`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager

import msgspec

from programs.residents import ladder_rules
from programs.residents.key_actions import record_about
from programs.residents.ladder_actions import REACHED, TAKEN_BACK, Rung, hold
from programs.residents.ladder_queries import LadderAct, acts_of
from programs.residents.ladder_rules import Source
from programs.residents.tables import LadderRung, LadderStep
from server.lib import clock, db
from server.lib.actor import Actor

_AT_ONCE = 500


class _Note(msgspec.Struct, frozen=True):
    """What the log is told of a step that followed."""

    action: str
    resident: int
    program: int | None
    changes: Mapping[str, Sequence[str | None]]


@asynccontextmanager
async def acts_change(
    *acts: Source, people: Iterable[int | None], actor: Actor, reason: str | None = None
) -> AsyncIterator[None]:
    """What is written inside may take away or change these acts of `people`; their steps follow when it ends.

    A step whose act is still there takes its day and program over. Otherwise it rests on the earliest other act that
    shows it, or is taken back with its evidence when there is none; `reason` is why the act went. Part of the caller's
    transaction. `people` are all who had or will have a part in the acts: they are locked first, so that nobody puts
    one of them on a step by an act that is just going, and of two acts that go at once the later one sees it.
    """
    wanted = sorted({one for one in people if one is not None})
    await hold(wanted)
    yield
    found = [rung for rung in await _rungs_of(wanted) if (rung.source_kind, rung.source_id) in acts]
    await _follow(found, actor=actor, reason=reason or "")


async def steps_follow(people: Collection[int], *, actor: Actor) -> None:
    """Every step of these people follows what they did: two records were merged, or parted. They are locked already."""
    await _follow(await _rungs_of(sorted(people)), actor=actor, reason="")


async def _rungs_of(people: list[int]) -> list[LadderRung]:
    """The steps of residents that stand, locked."""
    found: list[LadderRung] = []
    for start in range(0, len(people), _AT_ONCE):
        some = people[start : start + _AT_ONCE]
        rows = await db.execute(
            f"SELECT * FROM ladder_rung WHERE resident IN ({db.marks(some)}) AND voided_at IS NULL ORDER BY id"
            + db.for_update(),
            *some,
        )
        found += [LadderRung(**row, _exists_in_db=True) for row in rows]
    return found


async def _follow(rungs: Iterable[LadderRung], *, actor: Actor, reason: str) -> None:
    """The evidence of all of them first, then the log: every action locks in this order."""
    done: dict[int, list[LadderAct]] = {}
    notes: list[_Note | None] = []
    for rung in rungs:
        if rung.resident not in done:
            done[rung.resident] = await acts_of(rung.resident)
        act = _act_behind(rung, done[rung.resident])
        notes.append(await (_rest_on(rung, act, actor) if act else _take_back(rung, reason, actor)))
    for note in notes:
        if note is not None:
            await record_about(
                note.action,
                "resident",
                note.resident,
                resident_id=note.resident,
                actor=actor,
                program_id=note.program,
                changes=note.changes,
                reason=reason or None,
            )


def _act_behind(rung: LadderRung, done: Collection[LadderAct]) -> LadderAct | None:
    place = ladder_rules.resting_on(
        LadderStep(rung.step).value,
        (rung.source_kind, rung.source_id),
        [(act.step.value, act.on, (act.source_kind, act.source_id)) for act in done],
    )
    return next((act for act in done if (act.on, (act.source_kind, act.source_id)) == place), None)


async def _take_back(rung: LadderRung, reason: str, actor: Actor) -> _Note:
    step = LadderStep(rung.step).value
    await LadderRung.update(
        {LadderRung.voided_at: clock.now(), LadderRung.void_reason: reason, LadderRung.act_gone: True}
    ).where(LadderRung.id == rung.id)
    for follow in TAKEN_BACK:
        await follow(Rung(rung.id, rung.resident, step, None), actor)
    return _Note("ladder.act_gone", rung.resident, None, {"ladder": [step, None]})


async def _rest_on(rung: LadderRung, act: LadderAct, actor: Actor) -> _Note | None:
    """Let a step rest on this act. Nothing is told where it did before and counts in another program at most."""
    step = LadderStep(rung.step).value
    moves = (rung.reached_on, rung.source_kind, rung.source_id) != (act.on, act.source_kind, act.source_id)
    if moves:
        await LadderRung.update(
            {
                LadderRung.reached_on: act.on,
                LadderRung.source_kind: act.source_kind,
                LadderRung.source_id: act.source_id,
            }
        ).where(LadderRung.id == rung.id)
    for follow in REACHED:
        await follow(Rung(rung.id, rung.resident, step, act), actor)
    if not moves:
        return None
    days = [rung.reached_on.isoformat(), act.on.isoformat()]
    return _Note("ladder.moved", rung.resident, act.program, {"ladder": [step, step], "reached_on": days})
