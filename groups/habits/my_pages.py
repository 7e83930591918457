"""What who leads a group does on a phone: one screen on which everybody of the group's habit is ticked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.activities.my_pages import Way
from groups.compacts.clause_queries import cited_clause
from groups.habits import queries, rules, tick_actions
from groups.habits.schemas import ChartForm
from groups.habits.tables import HabitChallenge
from groups.teams.tables import Group
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import _, m
from server.web.access import LEADERS, actor_of
from server.web.asked import asked_text
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect
from server.web.paging import link


@get("/my/habits/{habit_id:int}", opt={"who": LEADERS})
async def my_habit(request: Request, habit_id: FromPath[int]) -> Response[bytes]:
    """The group's habit on one screen: a day, and a box for everybody; `?day=` is an earlier one."""
    habit = await queries.access_habit(actor_of(request), habit_id)
    return await _my(request, habit, None)


async def _my(request: Request, habit: HabitChallenge, form: Form[ChartForm] | None) -> Response[bytes]:
    today = clock.today()
    board = await queries.board_of(habit, today=today)
    all_days = rules.days_of(habit.starts_on, habit.days)
    past = [day for day in all_days if day <= today]
    asked = asked_text(request, "day")
    day = next((one for one in past if one.isoformat() == asked), past[-1] if past else None)
    place = all_days.index(day) if day else 0
    rows = [
        {**row, "mark": rules.mark_of(row["id"], place), "did": day in row["days_done"]}
        for row in board
        if row["left_on"] is None
    ]
    shown = [row["mark"] for row in rows if row["did"]]
    return page(
        request,
        "habits/my_habit.html",
        habit=habit,
        clause=await cited_clause(habit.compact, habit.clause_key),
        day=day,
        days=list(reversed(past[-4:])),
        rows=rows,
        form=form or Form.blank(ChartForm, ticked=shown, shown=" ".join(shown)),
        last_day=all_days[-1],
        open=habit.closed_on is None and habit.cancelled_on is None and day is not None,
    )


@post("/my/habits/{habit_id:int}", opt={"who": LEADERS})
async def tick_my_habit(request: Request, habit_id: FromPath[int]) -> Response[Any]:
    """Tick everybody on a day; `?day=` is the one that the page shows, and shows again."""
    habit = await queries.access_habit(actor_of(request), habit_id)
    return await submit(
        request,
        await read_form(request, ChartForm),
        action="habit.chart_entered",
        write=lambda data, actor: tick_actions.tick_all(habit, data, on_chart=False, actor=actor),
        done=lambda _: redirect(
            link(f"/my/habits/{habit_id}", day=asked_text(request, "day")), m("Written down. Thank you!")
        ),
        again=lambda form: _my(request, habit, form),
    )


async def my_ways(actor: Actor, groups: Sequence[dict[str, Any]]) -> dict[int, list[Way]]:
    """The habits of these groups that can be ticked, by group."""
    ways: dict[int, list[Way]] = {}
    for row in await queries.open_habits_of([group["id"] for group in groups]):
        way = Way(_("Tick: %(name)s", name=row["title"]), f"/my/habits/{row['id']}", "tick")
        ways.setdefault(row["group"], []).append(way)
    return ways


async def my_section(actor: Actor, group: Group) -> tuple[str, dict[str, Any]]:
    """The group's habits, for the leader's page of the group."""
    return "habits/of_my_group.html", {
        "habits": [row for row in await queries.habits_of_group(group.id) if row["closed_on"] is None]
    }


async def group_section(actor: Actor, group: Group) -> tuple[str, dict[str, Any]]:
    """The group's habits, for its page on the desk."""
    return "habits/of_group.html", {"habits": await queries.habits_of_group(group.id), "group": group}


HANDLERS = [my_habit, tick_my_habit]
