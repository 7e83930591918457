"""Habits as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from groups.habits import actions, queries, rules, settle_actions, tick_actions
from groups.habits.schemas import (
    Cancellation,
    ChartTicks,
    EditedHabit,
    EntryLeft,
    EntryLink,
    EntryOut,
    HabitOut,
    HabitPage,
    HabitRow,
    LookOut,
    NewEntries,
    NewHabit,
    NewLook,
    Settlement,
)
from groups.habits.tables import HabitChallenge
from programs.communities.queries import access_community
from server.lib import clock
from server.web.access import LEADERS, STAFF, actor_of
from server.web.asked import Cursor
from server.web.forms import Created, carry_out, created, written


@get("/api/communities/{community_id:int}/habits", opt={"who": STAFF})
async def list_habits(request: Request, community_id: FromPath[int], after: Cursor = "") -> HabitPage:
    """The habits of a community, the newest first."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    found = await queries.list_habits(actor, community_id=community.id, cursor=after)
    return HabitPage(msgspec.convert(found.rows, list[HabitRow]), found.next)


@post("/api/communities/{community_id:int}/habits", opt={"who": STAFF})
async def start_habit(request: Request, community_id: FromPath[int], data: JSONBody[NewHabit]) -> Created:
    """Start a habit."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "habit.started", actions.start_habit, actor=actor)


@get("/api/habits/{habit_id:int}", opt={"who": LEADERS})
async def show_habit(request: Request, habit_id: FromPath[int]) -> HabitOut:
    """A habit with everybody on its chart."""
    return await _out(await queries.access_habit(actor_of(request), habit_id))


async def _out(habit: HabitChallenge) -> HabitOut:
    board = await queries.board_of(habit, today=clock.today())
    entries = [
        EntryOut(
            id=row["id"],
            label=row["label"],
            joined_on=row["joined_on"],
            left_on=row["left_on"],
            done=row["standing"].done,
            missed=row["standing"].missed,
            streak=row["standing"].streak,
            best=row["standing"].best,
            completed=row["standing"].completed,
            days_done=sorted(row["days_done"]),
        )
        for row in board
    ]
    return HabitOut(
        id=habit.id,
        community=habit.community,
        program=habit.program,
        group=habit.group,
        compact=habit.compact,
        clause_key=habit.clause_key,
        title=habit.title,
        what=habit.what,
        habit_of=habit.habit_of,
        starts_on=habit.starts_on,
        last_day=rules.last_day(habit.starts_on, habit.days),
        days=habit.days,
        misses_allowed=habit.misses_allowed,
        public=habit.public,
        closed_on=habit.closed_on,
        cancelled_on=habit.cancelled_on,
        version=habit.version,
        completed=sum(entry.completed and entry.left_on is None for entry in entries),
        entries=entries,
        looks=[LookOut(**look) for look in await queries.looks_of(habit.id)],
    )


@put("/api/habits/{habit_id:int}", opt={"who": STAFF})
async def edit_habit(request: Request, habit_id: FromPath[int], data: JSONBody[EditedHabit]) -> Created:
    """Save what is said of a habit; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    habit = await queries.access_habit(actor, habit_id, to_edit=True)
    return await written(habit, data, "habit.edited", actions.edit_habit, actor=actor)


@post("/api/habits/{habit_id:int}/cancellation", opt={"who": STAFF})
async def cancel_habit(request: Request, habit_id: FromPath[int], data: JSONBody[Cancellation]) -> Created:
    """Call a habit off."""
    actor = actor_of(request)
    habit = await queries.access_habit(actor, habit_id, to_edit=True)
    return await written(habit, data, "habit.cancelled", actions.cancel_habit, actor=actor)


@post("/api/habits/{habit_id:int}/entries", opt={"who": STAFF})
async def add_entries(request: Request, habit_id: FromPath[int], data: JSONBody[NewEntries]) -> list[int]:
    """Put names on the chart; the ids of those that were not there yet."""
    actor = actor_of(request)
    habit = await queries.access_habit(actor, habit_id, to_edit=True)
    return await carry_out(
        data,
        actor=actor,
        action="habit.joined",
        write=lambda: actions.add_entries(habit, data, actor=actor),
    )


@post("/api/habit-entries/{entry_id:int}/departure", opt={"who": STAFF})
async def end_entry(request: Request, entry_id: FromPath[int], data: JSONBody[EntryLeft]) -> Created:
    """Enter that one of them stopped."""
    actor = actor_of(request)
    entry, habit = await queries.access_entry(actor, entry_id)
    return await created(
        data,
        actor=actor,
        action="habit.left",
        write=lambda: actions.end_entry(entry, habit, data, actor=actor),
    )


@post("/api/habit-entries/{entry_id:int}/link", opt={"who": STAFF})
async def switch_link(request: Request, entry_id: FromPath[int], data: JSONBody[EntryLink]) -> Created:
    """Let the private link open no longer, or give a new one."""
    actor = actor_of(request)
    entry, habit = await queries.access_entry(actor, entry_id)
    return await created(
        data,
        actor=actor,
        action="habit.link_changed",
        write=lambda: actions.switch_link(entry, habit, data, actor=actor),
    )


@post("/api/habits/{habit_id:int}/ticks", opt={"who": LEADERS})
async def tick_some(request: Request, habit_id: FromPath[int], data: JSONBody[ChartTicks]) -> Created:
    """Let boxes of the chart stand ticked or empty."""
    actor = actor_of(request)
    habit = await queries.access_habit(actor, habit_id)
    return await written(habit, data, "habit.chart_entered", tick_actions.tick_some, actor=actor)


@post("/api/habits/{habit_id:int}/settlement", opt={"who": STAFF})
async def settle(request: Request, habit_id: FromPath[int], data: JSONBody[Settlement]) -> int:
    """Say who completed the habit; how many."""
    actor = actor_of(request)
    habit = await queries.access_habit(actor, habit_id, to_edit=True)
    return await carry_out(
        data, actor=actor, action="habit.settled", write=lambda: settle_actions.settle(habit, actor=actor)
    )


@post("/api/habits/{habit_id:int}/reopening", opt={"who": STAFF})
async def reopen(request: Request, habit_id: FromPath[int], data: JSONBody[Settlement]) -> Created:
    """Take the settlement back."""
    actor = actor_of(request)
    habit = await queries.access_habit(actor, habit_id, to_edit=True)
    return await created(
        data, actor=actor, action="habit.reopened", write=lambda: settle_actions.reopen(habit, actor=actor)
    )


@post("/api/habits/{habit_id:int}/looks/{moment:int}", opt={"who": STAFF})
async def enter_look(
    request: Request, habit_id: FromPath[int], moment: FromPath[int], data: JSONBody[NewLook]
) -> Created:
    """Enter who still keeps the habit after 60 or 90 days."""
    actor = actor_of(request)
    habit = await queries.access_habit(actor, habit_id, to_edit=True)
    return await created(
        data,
        actor=actor,
        action="habit.looked",
        write=lambda: settle_actions.enter_look(habit, moment, data, actor=actor),
    )


HANDLERS = [
    list_habits,
    start_habit,
    show_habit,
    edit_habit,
    cancel_habit,
    add_entries,
    end_entry,
    switch_link,
    tick_some,
    settle,
    reopen,
    enter_look,
]
