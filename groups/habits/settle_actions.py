"""The end of a habit: who completed it, and who still keeps it after 60 and 90 days (S79)."""

from __future__ import annotations

from typing import Any

from groups.habits import proof, queries, rules
from groups.habits.actions import record
from groups.habits.schemas import NewLook
from groups.habits.tables import HabitChallenge, HabitEntry, HabitLook
from programs.method.kinds import Kind
from programs.method.step_actions import add_step_by_itself
from programs.residents.ladder_follow_actions import acts_change
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.i18n import _
from server.lib.records import next_version


async def settle(habit: HabitChallenge, *, actor: Actor) -> int:
    """Say who completed the habit, once; how many. From now on no tick is taken."""
    async with write_transaction():
        habit = await lock(habit)
        if habit.cancelled_on is not None:
            raise Refused("habits.cancelled")
        if habit.closed_on is not None:
            raise Refused("habits.settled_already")
        today = clock.today()
        if code := rules.refuse_settling(habit.starts_on, habit.days, today=today):
            raise Refused(code, day=rules.last_day(habit.starts_on, habit.days))
        board = await queries.board_of(habit, today=today)
        done = [row["id"] for row in board if row["left_on"] is None and row["standing"].completed]
        on = rules.last_day(habit.starts_on, habit.days)
        if done:
            await HabitEntry.update({HabitEntry.completed_on: on}).where(HabitEntry.id.is_in(done))
            await proof.of_completion(habit, done, actor=actor)
        new: dict[Any, Any] = {"closed_on": today}
        await HabitChallenge.update(next_version(habit, new)).where(HabitChallenge.id == habit.id)
        await record("habit.settled", habit, actor=actor, changes={"completed": [None, len(done)]})
        return len(done)


async def reopen(habit: HabitChallenge, *, actor: Actor) -> int:
    """Take the settlement back, so that a wall chart that came late can be entered; the habit's id."""
    async with write_transaction():
        habit = await lock(habit)
        if habit.closed_on is None:
            raise Refused("habits.not_settled")
        if await queries.looks_of(habit.id):
            raise Refused("habits.looked_at")
        done = [row for row in await queries.entries_of(habit.id) if row["completed_on"] is not None]
        ids = [row["id"] for row in done]
        acts = [("habit_entry", entry_id) for entry_id in ids]
        async with acts_change(*acts, people=[row["resident"] for row in done], actor=actor):
            await proof.take_back(habit, ids, actor=actor, kinds=[Kind.HABIT_COMPLETED])
            if ids:
                await HabitEntry.update({HabitEntry.completed_on: None}).where(HabitEntry.id.is_in(ids))
        new: dict[Any, Any] = {"closed_on": None}
        await HabitChallenge.update(next_version(habit, new)).where(HabitChallenge.id == habit.id)
        await record("habit.reopened", habit, actor=actor)
        return habit.id


async def enter_look(habit: HabitChallenge, moment: int, data: NewLook, *, actor: Actor) -> int:
    """Enter who still keeps the habit; the habit's id. Entered again, it says what the look found in the end.

    When fewer than half of those asked keep it, a step is put into the program's plan, once.
    """
    if moment not in rules.MOMENTS:
        raise NotFound
    check_past_day(data.looked_on, field="looked_on")
    async with write_transaction():
        habit = await lock(habit)
        if code := rules.refuse_look(
            data.looked_on, starts_on=habit.starts_on, moment=moment, closed=habit.closed_on is not None
        ):
            day = rules.look_day(habit.starts_on, moment)
            raise Refused(code, field="looked_on", moment=moment, day=day)
        keeping = await _answers(habit, data)
        await _replace(habit, moment, data, keeping, actor=actor)
        kept = sum(keeping.values())
        await record(
            "habit.looked", habit, actor=actor, changes={"moment": [None, moment], "keeping": [None, kept]}
        )
        await _warn(habit, asked=len(keeping), keeping=kept, actor=actor)
        return habit.id


async def _answers(habit: HabitChallenge, data: NewLook) -> dict[int, bool]:
    """Whether each of those who were met still keeps it."""
    rows = {row["id"]: row for row in await queries.entries_of(habit.id)}
    completed = {row["id"] for row in rows.values() if row["completed_on"] is not None}
    if not completed:
        raise Refused("habits.nobody_completed")
    if not completed.issuperset(data.keeping) or not completed.issuperset(data.unmet):
        raise Refused("habits.not_completed", field="keeping")
    if both := set(data.keeping) & set(data.unmet):
        raise Refused("habits.keeping_and_unmet", field="keeping", name=rows[min(both)]["label"])
    return {entry: entry in data.keeping for entry in sorted(completed - set(data.unmet))}


async def _replace(
    habit: HabitChallenge, moment: int, data: NewLook, keeping: dict[int, bool], *, actor: Actor
) -> None:
    rows = [row["id"] for row in await queries.entries_of(habit.id)]
    await HabitLook.delete().where(HabitLook.entry.is_in(rows) & (HabitLook.moment == moment))
    looks = [
        HabitLook(
            organisation=habit.organisation,
            entry=entry,
            moment=moment,
            looked_on=data.looked_on,
            keeping=kept,
            note=data.note or "",
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        for entry, kept in keeping.items()
    ]
    if looks:
        await HabitLook.insert(*looks)
    await _prove(habit, rows, actor=actor)


async def _prove(habit: HabitChallenge, entry_ids: list[int], *, actor: Actor) -> None:
    by_moment = {moment: await queries.looks_by_entry(habit.id, moment) for moment in rules.MOMENTS}
    for entry in entry_ids:
        kept = {
            moment: looks[entry]["looked_on"]
            for moment, looks in by_moment.items()
            if entry in looks and looks[entry]["keeping"]
        }
        await proof.of_looks(habit, entry, kept, actor=actor)


async def _warn(habit: HabitChallenge, *, asked: int, keeping: int, actor: Actor) -> None:
    completed = sum(row["completed_on"] is not None for row in await queries.entries_of(habit.id))
    if habit.program is not None and rules.fading(completed=completed, asked=asked, keeping=keeping):
        title = _(
            "“%(name)s” goes again: %(keeping)s of %(asked)s asked still keep it. Meet them and ask why",
            name=habit.title,
            keeping=keeping,
            asked=asked,
        )
        await add_step_by_itself(habit.program, title, origin=f"habit:{habit.id}", actor=actor)
