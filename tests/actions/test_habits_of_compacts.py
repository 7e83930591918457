"""A habit that practises a clause of a compact."""

from __future__ import annotations

from datetime import timedelta

import pytest

from groups.compacts import actions as compact_actions
from groups.compacts.schemas import EndedCompact
from groups.habits import actions, sections, settle_actions
from groups.habits.schemas import EditedHabit
from server import audit
from server.lib.errors import Refused
from tests import compact_deeds as deeds
from tests.actions.test_habits import FIRST, LAST, fill, fresh, ids_of, on, op, start
from tests.cast import Cast


async def test_a_habit_practises_a_clause_and_counts_beneath_it(cast: Cast) -> None:
    compact = await deeds.to_signing(cast)
    other = await deeds.begin(cast, title="还在起草的公约")
    for gone in (f"{compact}:99", f"{other}:1", "999999:1"):
        with pytest.raises(Refused, match="clause_gone"):
            await start(cast, clause=gone)
    habit = await start(cast, 4, clause=f"{compact}:2")
    assert (habit.compact, habit.clause_key) == (compact, 2)
    ids = await ids_of(habit)
    await fill(habit, {ids[0]: 0}, actor=cast.chen)
    with on(LAST + timedelta(days=3)):
        await settle_actions.settle(habit, actor=cast.chen)
    [told] = await sections.practised(compact)
    assert (told.clause, told.title, told.href) == (2, "楼道不堆物", f"/desk/habits/{habit.id}")
    assert all(words in told.told for words in ("参加 4", "打卡 21", "4 个里 1 个"))
    running = await start(cast, 1, clause=f"{compact}:2")
    with on(FIRST):
        ended = EndedCompact(**op(), reason="换新的")
        await compact_actions.end_compact(await deeds.get(compact), ended, actor=cast.chen)
        kept = {name: getattr(running, name) for name in ("title", "what", "starts_on", "program")}
        same = EditedHabit(**op(), **kept, version=running.version, clause=f"{compact}:2", public=True)
        await actions.edit_habit(running, same, actor=cast.chen)
        edited = await fresh(running.id)
        without = EditedHabit(**op(), **kept, version=edited.version)
        await actions.edit_habit(edited, without, actor=cast.chen)
        with pytest.raises(Refused, match="clause_gone"):
            back = EditedHabit(**op(), **kept, version=edited.version + 1, clause=f"{compact}:2")
            await actions.edit_habit(await fresh(running.id), back, actor=cast.chen)
    [entry] = [
        entry
        for entry in await audit.entries_of("habit", running.id, organisation_id=cast.ours.organisation)
        if entry["changes"] and "clause" in entry["changes"]
    ]
    assert "五福桥公约 §2" in entry["changes"]
    assert len(await sections.practised(compact)) == 1
