"""Ticking days: on somebody's own page, by whoever leads the group, and a whole wall chart at once.

A tick is a day that stands ticked or not: entering it twice changes nothing, and the order says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from groups.habits import queries, rules
from groups.habits.actions import check_running, record
from groups.habits.schemas import ChartForm, ChartTicks, OwnTick
from groups.habits.tables import HabitChallenge, HabitEntry, TickedBy
from server.accounts import throttle
from server.accounts.buckets import Limit
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused

# One taps and takes back a few times; a program that taps all night does not get through.
PER_ENTRY = Limit(tries=60, period=timedelta(hours=1))


async def tick_own(entry: HabitEntry, habit: HabitChallenge, data: OwnTick, *, actor: Actor) -> int:
    """Tick one of the last days on one's own page, or take the tick back; the entry's id."""
    async with write_transaction():
        wait = await throttle.take(("habit-tick", str(entry.id), PER_ENTRY))
        if wait:
            raise Refused("habits.too_many_tries", minutes=math.ceil(wait / timedelta(minutes=1)))
        habit = await lock(habit)
        check_running(habit)
        entry = await lock(entry)
        if entry.left_on is not None:
            raise Refused("habits.left", name=entry.label)
        if code := rules.refuse_own_day(
            data.day, starts_on=habit.starts_on, days=habit.days, today=clock.today()
        ):
            raise Refused(code, field="day")
        await _put([rules.Tick(entry.id, data.day, data.done)], TickedBy.phone, actor=actor)
        await record("habit.ticked" if data.done else "habit.unticked", habit, actor=actor)
        return entry.id


async def tick_all(habit: HabitChallenge, data: ChartForm, *, on_chart: bool, actor: Actor) -> int:
    """Enter what a page of boxes changed; how many boxes that were.

    The page says which boxes it showed as ticked: what somebody else ticked meanwhile stays.
    """
    async with write_transaction():
        habit = await lock(habit)
        entries = {row["id"] for row in await queries.entries_of(habit.id) if row["left_on"] is None}
        all_days = rules.days_of(habit.starts_on, habit.days)
        shown = rules.read_marks((data.shown or "").split(), entries=entries, all_days=all_days)
        ticked = rules.read_marks(data.ticked, entries=entries, all_days=all_days)
        if shown is None or ticked is None:
            raise Refused("habits.chart_unreadable", field="ticked")
        return await enter(habit, rules.changes(shown, ticked), on_chart=on_chart, actor=actor)


async def tick_some(habit: HabitChallenge, data: ChartTicks, *, actor: Actor) -> int:
    """Enter boxes that are named one by one; the habit's id."""
    async with write_transaction():
        habit = await lock(habit)
        entries = {row["id"] for row in await queries.entries_of(habit.id) if row["left_on"] is None}
        if any(one.entry not in entries for one in data.ticks):
            raise NotFound
        ticks = [rules.Tick(one.entry, one.day, one.done) for one in data.ticks]
        await enter(habit, ticks, on_chart=True, actor=actor)
        return habit.id


async def enter(habit: HabitChallenge, ticks: Sequence[rules.Tick], *, on_chart: bool, actor: Actor) -> int:
    """Put these ticks, in the caller's transaction in which the habit is locked; how many."""
    check_running(habit)
    for tick in ticks:
        if code := rules.refuse_day(
            tick.day, starts_on=habit.starts_on, days=habit.days, today=clock.today()
        ):
            raise Refused(code, field="ticked", day=tick.day)
    if ticks:
        await _put(ticks, TickedBy.chart if on_chart else TickedBy.staff, actor=actor)
        await record("habit.chart_entered", habit, actor=actor, changes={"ticks": [None, len(ticks)]})
    return len(ticks)


_AT_ONCE = 1_000
_PUT = (
    "INSERT INTO habit_tick (organisation, entry, day, done, ticked_by, recorded_by, ticked_at) VALUES {}"
    " ON CONFLICT (entry, day) DO UPDATE SET done = excluded.done, ticked_by = excluded.ticked_by,"
    " recorded_by = excluded.recorded_by, ticked_at = excluded.ticked_at"
)


async def _put(ticks: Collection[rules.Tick], by: TickedBy, *, actor: Actor) -> None:
    """Raw and set-wise: a chart of twenty names has 420 boxes. The last word on a box holds."""
    last: dict[tuple[int, date], bool] = {(tick.entry, tick.day): tick.done for tick in ticks}
    boxes = sorted(last)
    at = clock.now()
    for start in range(0, len(boxes), _AT_ONCE):
        batch = boxes[start : start + _AT_ONCE]
        values: list[object] = []
        for entry, day in batch:
            values += [actor.organisation_id, entry, day, last[entry, day], by.value, actor.user_id, at]
        await db.execute(_PUT.replace("{}", db.tuples(len(batch), 7)), *values)
