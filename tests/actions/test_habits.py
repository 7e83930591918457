"""Twenty households, twenty-one days, and what is left of it."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from groups.habits import actions, erasure_actions, jobs, queries, sections, settle_actions, tick_actions
from groups.habits.link_rules import own_token
from groups.habits.own_pages import own_actor
from groups.habits.rules import mark_of
from groups.habits.schemas import (
    Cancellation,
    ChartForm,
    ChartTick,
    ChartTicks,
    EditedHabit,
    EntryLeft,
    EntryLink,
    NewEntries,
    NewHabit,
    NewLook,
    OwnTick,
)
from groups.habits.tables import HabitChallenge, HabitEntry
from programs.communities.tables import Community, Estate
from programs.method import ledger
from programs.method.tables import Program, Step
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import write_transaction
from server.lib.errors import Forbidden, NotFound, Refused
from server.lib.ids import new_op_id
from server.lib.settings import settings
from tests.actions.test_listening import sums
from tests.cast import Cast
from tests.doors import doors

FIRST = date(2026, 3, 2)
LAST = date(2026, 3, 22)


def on(day: date) -> Any:
    return clock.at(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))


def op() -> dict[str, str]:
    return {"op_id": new_op_id()}


async def start(cast: Cast, names: int = 20, **given: Any) -> HabitChallenge:
    community = await Community.objects().get(Community.id == cast.ours.community)
    assert community is not None
    fields = {"title": "楼道不堆物", "what": "晚上九点楼梯上没有东西", "starts_on": FIRST, **given}
    data = NewHabit(**op(), **{"habit_of": "household", "program": cast.ours.program, **fields})
    with on(FIRST):
        habit = await fresh(await actions.start_habit(community, data, actor=cast.chen))
        labels = "\n".join(f"3-{number}" for number in range(1, names + 1))
        await actions.add_entries(habit, NewEntries(**op(), names=labels), actor=cast.chen)
    return habit


async def fresh(habit_id: int) -> HabitChallenge:
    found = await HabitChallenge.objects().get(HabitChallenge.id == habit_id)
    assert found is not None
    return found


async def ids_of(habit: HabitChallenge) -> list[int]:
    return [row["id"] for row in await queries.entries_of(habit.id)]


async def fill(habit: HabitChallenge, missed: dict[int, int], *, actor: Actor) -> None:
    """The wall chart at once: each entry misses so many of its days, the last ones."""
    marks = [mark_of(entry, place) for entry, gone in missed.items() for place in range(21 - gone)]
    with on(LAST):
        await tick_actions.tick_all(habit, ChartForm(**op(), ticked=tuple(marks)), on_chart=True, actor=actor)


async def settled(cast: Cast) -> tuple[HabitChallenge, list[int]]:
    """Fifteen of twenty complete it: ten without a miss, five with two; five miss three."""
    habit = await start(cast)
    ids = await ids_of(habit)
    missed = {entry: 0 if place < 10 else 2 if place < 15 else 3 for place, entry in enumerate(ids)}
    await fill(habit, missed, actor=cast.chen)
    with on(LAST + timedelta(days=3)):
        await jobs.settle_due({}, Actor.system(cast.ours.organisation))
    return await fresh(habit.id), ids


async def test_fifteen_of_twenty_complete_it_and_eleven_keep_it(cast: Cast) -> None:
    habit, ids = await settled(cast)
    assert habit.closed_on == LAST + timedelta(days=3)
    facet = f"habit:{habit.id}"
    assert await sums(cast.ours.program) == {("habit.joined", facet): 20, ("habit.completed", facet): 15}
    with on(date(2026, 4, 30)):
        await jobs.settle_due({}, Actor.system(cast.ours.organisation))
        look = NewLook(**op(), looked_on=date(2026, 4, 30), keeping=tuple(ids[:11]))
        await settle_actions.enter_look(habit, 60, look, actor=cast.chen)
        again = NewLook(**op(), looked_on=date(2026, 4, 30), keeping=tuple(ids[1:12]))
        await settle_actions.enter_look(habit, 60, again, actor=cast.chen)
    found = await sums(cast.ours.program)
    assert found == {
        ("habit.joined", facet): 20,
        ("habit.completed", facet): 15,
        ("habit.kept", "day60"): 11,
    }
    assert await ledger.recompute() == []
    [told] = await queries.looks_of(habit.id)
    assert (told["asked"], told["keeping"]) == (15, 11)
    assert await Step.count() == 0


async def test_a_habit_that_goes_again_puts_one_step_into_the_plan(cast: Cast) -> None:
    habit, ids = await settled(cast)
    program = await Program.objects().get(Program.id == cast.ours.program)
    assert program is not None
    with on(date(2026, 5, 1)):
        for _time in range(2):
            look = NewLook(**op(), looked_on=date(2026, 5, 1), keeping=tuple(ids[:6]), unmet=(ids[14],))
            await settle_actions.enter_look(habit, 60, look, actor=cast.chen)
        _template, shown = await sections.consolidation_section(cast.chen, program)
    [step] = await Step.select()
    assert step["origin"] == f"habit:{habit.id}"
    assert "14 个里只有 6 个" in step["title"]
    assert [row["fading"] for row in shown["habits"]] == [True]
    with on(date(2026, 5, 1)), pytest.raises(Refused, match="not_completed"):
        look = NewLook(**op(), looked_on=date(2026, 5, 1), keeping=(ids[19],))
        await settle_actions.enter_look(habit, 60, look, actor=cast.chen)


async def test_a_habit_that_goes_again_only_after_ninety_days_is_a_step_too(cast: Cast) -> None:
    habit, ids = await settled(cast)
    with on(date(2026, 4, 30)):
        # Three of fifteen were met: that says nothing yet.
        first = NewLook(**op(), looked_on=date(2026, 4, 30), unmet=tuple(ids[3:15]))
        await settle_actions.enter_look(habit, 60, first, actor=cast.chen)
    for moment, day, keeping in ((60, date(2026, 4, 30), ids[:11]), (90, date(2026, 5, 30), ids[:7])):
        assert await Step.count() == 0
        with on(day):
            look = NewLook(**op(), looked_on=day, keeping=tuple(keeping))
            await settle_actions.enter_look(habit, moment, look, actor=cast.chen)
    [step] = await Step.select()
    assert "15 个里只有 7 个" in step["title"]


async def test_what_is_settled_is_settled_once_and_opened_again_for_a_late_chart(cast: Cast) -> None:
    habit, ids = await settled(cast)
    facet = f"habit:{habit.id}"
    with on(LAST + timedelta(days=3)):
        with pytest.raises(Refused, match="settled_already"):
            await settle_actions.settle(habit, actor=cast.chen)
        late = ChartTicks(**op(), ticks=(ChartTick(entry=ids[19], day=LAST, done=True),))
        with pytest.raises(Refused, match=r"habits\.closed"):
            await tick_actions.tick_some(habit, late, actor=cast.chen)
        await settle_actions.reopen(habit, actor=cast.chen)
        assert (await sums(cast.ours.program)).get(("habit.completed", facet), 0) == 0
        await tick_actions.tick_some(habit, late, actor=cast.chen)
        assert await settle_actions.settle(habit, actor=cast.chen) == 16
    assert (await sums(cast.ours.program))["habit.completed", facet] == 16


async def test_a_day_is_ticked_by_phone_and_taken_back(cast: Cast) -> None:
    habit = await start(cast, names=2)
    first, second = await ids_of(habit)
    token = own_token(settings().secret_key, habit.id, first, 1)
    entry, found = await queries.entry_by_token(token)
    assert (entry.id, found.id) == (first, habit.id)
    assert token not in repr(entry.to_dict())

    async def tick(day: date, done: bool = True) -> None:
        data = OwnTick(**op(), day=day, done=done)
        await tick_actions.tick_own(entry, habit, data, actor=own_actor(entry))

    with on(FIRST + timedelta(days=3)):
        await tick(FIRST + timedelta(days=3))
        await tick(FIRST + timedelta(days=1))
        await tick(FIRST + timedelta(days=1))
        with pytest.raises(Refused, match="too_long_ago"):
            await tick(FIRST)
        with pytest.raises(Refused, match="in_future"):
            await tick(FIRST + timedelta(days=4))
        assert len(await queries.ticks_of(habit.id)) == 2
        await tick(FIRST + timedelta(days=3), done=False)
        assert await queries.ticks_of_entry(first) == {FIRST + timedelta(days=1)}
        # A chart that was opened before the phone ticked takes nothing of it away.
        stale = ChartForm(**op(), ticked=(mark_of(second, 0),), shown="")
        await tick_actions.tick_all(habit, stale, on_chart=True, actor=cast.chen)
        assert len(await queries.ticks_of(habit.id)) == 2
    for odd in ("", "x", token[:-1], "\ud800"):
        with pytest.raises(NotFound):
            await queries.entry_by_token(odd)


async def test_a_link_that_was_switched_off_never_opens_again(cast: Cast) -> None:
    habit = await start(cast, names=1)
    [entry_id] = await ids_of(habit)

    async def switched(*, on: bool) -> str:
        entry, _habit = await queries.access_entry(cast.chen, entry_id)
        await actions.switch_link(entry, habit, EntryLink(**op(), on=on), actor=cast.chen)
        entry, _habit = await queries.access_entry(cast.chen, entry_id)
        return own_token(settings().secret_key, habit.id, entry_id, entry.link_number)

    dead = [own_token(settings().secret_key, habit.id, entry_id, 1)]
    for _ in range(2):
        await switched(on=False)
        dead.append(await switched(on=True))
        assert await switched(on=True) == dead[-1]
        assert (await queries.entry_by_token(dead[-1]))[0].id == entry_id
        for token in dead[:-1]:
            with pytest.raises(NotFound):
                await queries.entry_by_token(token)
    await switched(on=False)
    with pytest.raises(NotFound):
        await queries.entry_by_token(dead[-1])
    assert len({*dead}) == 3


async def test_two_phones_and_a_chart_at_once_lose_no_tick(cast: Cast) -> None:
    habit = await start(cast, names=4)
    ids = await ids_of(habit)

    async def by_phone(entry_id: int) -> None:
        entry = await HabitEntry.objects().get(HabitEntry.id == entry_id)
        assert entry is not None
        data = OwnTick(**op(), day=FIRST, done=True)
        await tick_actions.tick_own(entry, habit, data, actor=own_actor(entry))

    with on(FIRST):
        chart = ChartForm(**op(), ticked=(mark_of(ids[3], 0), mark_of(ids[0], 0)))
        await asyncio.gather(
            *(by_phone(entry) for entry in ids[:3]),
            tick_actions.tick_all(habit, chart, on_chart=True, actor=cast.chen),
        )
    assert {entry for entry, _day in await queries.ticks_of(habit.id)} == set(ids)


async def test_who_leads_the_group_ticks_it_and_nobody_elses(cast: Cast) -> None:
    habit = await start(cast, names=1, group=cast.ours.group)
    open_one = await start(cast, names=1, title="开放的")
    assert (await queries.access_habit(cast.zhao, habit.id)).id == habit.id
    with pytest.raises(Forbidden):
        await queries.access_habit(cast.zhao, habit.id, to_edit=True)
    for stranger in (cast.he, cast.bai, cast.wu):
        with pytest.raises(NotFound):
            await queries.access_habit(stranger, habit.id)
    with pytest.raises(NotFound):
        await queries.access_habit(cast.zhao, open_one.id)


async def test_neighbours_doors_and_names_stand_on_one_chart_once(cast: Cast) -> None:
    habit = await start(cast, names=1)
    [door] = await queries.households_to_add(habit, cast.ours.building)
    data: dict[str, Any] = {
        "residents": (cast.ours.residents["猫奶奶"],),
        "households": (door["id"],),
        "names": "猫奶奶\n3-1",
    }
    with on(FIRST):
        assert len(await actions.add_entries(habit, NewEntries(**op(), **data), actor=cast.chen)) == 2
        with pytest.raises(Refused, match="already_there"):
            await actions.add_entries(habit, NewEntries(**op(), **data), actor=cast.chen)
        with pytest.raises(NotFound):
            theirs = NewEntries(**op(), residents=(cast.theirs.residents["周姐"],))
            await actions.add_entries(habit, theirs, actor=cast.chen)
        crowd = "\n".join(f"户{number}" for number in range(90))
        with pytest.raises(Refused, match="full"):
            await actions.add_entries(habit, NewEntries(**op(), names=crowd), actor=cast.chen)
    assert [row["label"] for row in await queries.entries_of(habit.id)] == ["3-1", "猫奶奶", "3栋 301"]


async def test_doors_stand_in_their_order_and_two_of_one_name_are_told_apart(cast: Cast) -> None:
    known = await doors(cast, "1204", "402")
    habit = await start(cast, names=1)
    found = await queries.households_to_add(habit, cast.ours.building)
    assert [door["door"] for door in found] == ["301", "402", "1204"]
    picked = await queries.households_to_add(habit, cast.ours.building, chosen=[known["1204"]])
    assert [door["door"] for door in picked] == ["1204", "301", "402"]
    with on(FIRST):
        names = NewEntries(**op(), names="3栋 402")
        await actions.add_entries(habit, names, actor=cast.chen)
        every = NewEntries(**op(), households=tuple(known.values()))
        await actions.add_entries(habit, every, actor=cast.chen)
    labels = [row["label"] for row in await queries.entries_of(habit.id)]
    estate = await Estate.objects().first()
    assert estate is not None
    assert labels == ["3-1", "3栋 402", "3栋 301", f"{estate.name} 3栋 402", "3栋 1204"]


async def test_rules_stand_once_a_day_is_ticked_and_what_is_called_off_counts_no_longer(cast: Cast) -> None:
    habit = await start(cast, names=2)
    [first, second] = await ids_of(habit)
    fields: dict[str, Any] = {"title": "楼道", "what": "不堆物", "program": cast.ours.program}
    with on(FIRST):
        moved = EditedHabit(**op(), **fields, starts_on=FIRST - timedelta(days=1), version=1)
        await actions.edit_habit(habit, moved, actor=cast.chen)
        box = ChartTicks(**op(), ticks=(ChartTick(entry=first, day=FIRST, done=True),))
        await tick_actions.tick_some(await fresh(habit.id), box, actor=cast.chen)
        back = EditedHabit(**op(), **fields, starts_on=FIRST, version=2)
        with pytest.raises(Refused, match="started"):
            await actions.edit_habit(await fresh(habit.id), back, actor=cast.chen)
        gone = await HabitEntry.objects().get(HabitEntry.id == second)
        assert gone is not None
        await actions.end_entry(gone, habit, EntryLeft(**op(), left_on=FIRST), actor=cast.chen)
        assert await sums(cast.ours.program) == {("habit.joined", f"habit:{habit.id}"): 1}
        for version, program in ((2, None), (3, cast.ours.program)):
            fields["program"] = program
            there = EditedHabit(**op(), **fields, starts_on=FIRST - timedelta(days=1), version=version)
            await actions.edit_habit(await fresh(habit.id), there, actor=cast.chen)
            assert sum((await sums(cast.ours.program)).values()) == (program is not None)
        await actions.cancel_habit(
            await fresh(habit.id), Cancellation(**op(), reason="改到五月"), actor=cast.chen
        )
    assert sum((await sums(cast.ours.program)).values()) == 0
    with on(LAST + timedelta(days=3)), pytest.raises(Refused, match="cancelled"):
        await settle_actions.settle(habit, actor=cast.chen)


async def test_who_was_taken_off_by_mistake_comes_back_to_her_row(cast: Cast) -> None:
    habit = await start(cast, names=1)
    [door] = await queries.households_to_add(habit, cast.ours.building)
    named: dict[str, Any] = {"residents": (cast.ours.residents["猫奶奶"],), "households": (door["id"],)}
    with on(FIRST):
        added = await actions.add_entries(habit, NewEntries(**op(), **named), actor=cast.chen)
        everybody = await ids_of(habit)
        box = ChartTicks(**op(), ticks=(ChartTick(entry=added[0], day=FIRST, done=True),))
        await tick_actions.tick_some(habit, box, actor=cast.chen)
        for entry_id in everybody:
            entry, _habit = await queries.access_entry(cast.chen, entry_id)
            await actions.end_entry(entry, habit, EntryLeft(**op(), left_on=FIRST), actor=cast.chen)
        assert await sums(cast.ours.program) == {("habit.joined", f"habit:{habit.id}"): 1}
        assert await queries.households_to_add(habit, cast.ours.building) == [door]
        again = NewEntries(**op(), **named, names="3-1\n3-2")
        assert len(await actions.add_entries(habit, again, actor=cast.chen)) == 4
        with pytest.raises(Refused, match="already_there"):
            await actions.add_entries(habit, NewEntries(**op(), **named, names="3-1"), actor=cast.chen)
    rows = await queries.entries_of(habit.id)
    assert [row["id"] for row in rows[:3]] == sorted(everybody)
    assert {row["left_on"] for row in rows} == {None}
    assert await queries.ticks_of(habit.id) == {(added[0], FIRST)}
    assert await sums(cast.ours.program) == {("habit.joined", f"habit:{habit.id}"): 4}
    assert await ledger.recompute() == []
    await queries.entry_by_token(own_token(settings().secret_key, habit.id, everybody[0], 1))


async def test_who_is_forgotten_leaves_the_chart_and_her_link_closes(cast: Cast) -> None:
    habit = await start(cast, names=1)
    hers = cast.ours.residents["陈叔"]
    with on(FIRST):
        names = NewEntries(**op(), names="陈叔和猫\n陈叔", residents=(hers,))
        added = await actions.add_entries(habit, names, actor=cast.chen)
        [other, *_rest] = await ids_of(habit)
        ticked = ChartTicks(**op(), ticks=tuple(ChartTick(one, FIRST, True) for one in [other, *added]))
        await tick_actions.tick_some(habit, ticked, actor=cast.chen)
        async with write_transaction():
            await erasure_actions.erase_person(hers, ["陈叔"], cast.chen)
    key = settings().secret_key
    for entry_id in added:
        with pytest.raises(NotFound):
            await queries.entry_by_token(own_token(key, habit.id, entry_id, 1))
    entry, _habit = await queries.entry_by_token(own_token(key, habit.id, other, 1))
    assert entry.label == "3-1"
    labels = [row["label"] for row in await queries.entries_of(habit.id)]
    assert len(set(labels)) == len(labels) == 1 + len(added)
    assert not any("陈叔" in label for label in labels)
    assert len(await queries.ticks_of(habit.id)) == len(labels)
