"""The wall chart: printed, entered at once, settled, and the looks after 60 and 90 days."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.habits import queries, rules, settle_actions, tick_actions
from groups.habits.pages import home_of, show
from groups.habits.schemas import ChartForm, NewLook, Settlement
from groups.habits.tables import HabitChallenge
from programs.communities.queries import access_community
from server.lib import clock
from server.lib.errors import NotFound
from server.lib.i18n import m, mn
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect


@get("/desk/habits/{habit_id:int}/wall", opt={"who": STAFF})
async def print_wall(request: Request, habit_id: FromPath[int]) -> Response[bytes]:
    """The chart for the wall, on A4, or with `?size=A3` on A3."""
    habit = await queries.access_habit(actor_of(request), habit_id, to_edit=True)
    return page(
        request,
        "habits/wall.html",
        habit=habit,
        community=await access_community(actor_of(request), habit.community),
        days=rules.days_of(habit.starts_on, habit.days),
        names=[row["label"] for row in await queries.entries_of(habit.id) if row["left_on"] is None],
        large=request.query_params.get("size") == "A3",
        back_href=home_of(habit.id),
    )


@get("/desk/habits/{habit_id:int}/chart", opt={"who": STAFF})
async def chart_form(request: Request, habit_id: FromPath[int]) -> Response[bytes]:
    """The whole chart as boxes, to be entered off the wall at once."""
    habit = await queries.access_habit(actor_of(request), habit_id, to_edit=True)
    return await _chart(request, habit, await marked(habit))


async def marked(habit: HabitChallenge) -> Form[ChartForm]:
    """The form of the chart as it stands."""
    all_days = rules.days_of(habit.starts_on, habit.days)
    places = {day: place for place, day in enumerate(all_days)}
    marks = [
        rules.mark_of(entry, places[day])
        for entry, day in sorted(await queries.ticks_of(habit.id))
        if day in places
    ]
    return Form.blank(ChartForm, ticked=marks, shown=" ".join(marks))


async def _chart(request: Request, habit: HabitChallenge, form: Form[ChartForm]) -> Response[bytes]:
    return page(
        request,
        "habits/chart.html",
        habit=habit,
        form=form,
        rows=[row for row in await queries.entries_of(habit.id) if row["left_on"] is None],
        days=rules.days_of(habit.starts_on, habit.days),
        ticked=set(form.values.get("ticked") or []),
        running=habit.closed_on is None and habit.cancelled_on is None,
    )


@post("/desk/habits/{habit_id:int}/chart", opt={"who": STAFF})
async def enter_chart(request: Request, habit_id: FromPath[int]) -> Response[Any]:
    """Enter what the wall chart says."""
    habit = await queries.access_habit(actor_of(request), habit_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, ChartForm),
        action="habit.chart_entered",
        write=lambda data, actor: tick_actions.tick_all(habit, data, on_chart=True, actor=actor),
        done=lambda count: redirect(
            home_of(habit_id), mn("%(num)s box is entered.", "%(num)s boxes are entered.", count)
        ),
        again=lambda form: _chart(request, habit, form),
    )


@post("/desk/habits/{habit_id:int}/settlement", opt={"who": STAFF})
async def settle(request: Request, habit_id: FromPath[int]) -> Response[Any]:
    """Say who completed the habit."""
    habit = await queries.access_habit(actor_of(request), habit_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Settlement),
        action="habit.settled",
        write=lambda data, actor: settle_actions.settle(habit, actor=actor),
        done=lambda count: redirect(
            home_of(habit_id), mn("Settled: %(num)s completed it.", "Settled: %(num)s completed it.", count)
        ),
        again=lambda form: show(request, habit, fault=form),
    )


@post("/desk/habits/{habit_id:int}/reopening", opt={"who": STAFF})
async def reopen(request: Request, habit_id: FromPath[int]) -> Response[Any]:
    """Take the settlement back."""
    habit = await queries.access_habit(actor_of(request), habit_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Settlement),
        action="habit.reopened",
        write=lambda data, actor: settle_actions.reopen(habit, actor=actor),
        done=lambda _: redirect(
            f"{home_of(habit_id)}/chart", m("The chart is open until tonight. Enter what is missing.")
        ),
        again=lambda form: show(request, habit, fault=form),
    )


@get("/desk/habits/{habit_id:int}/looks/{moment:int}", opt={"who": STAFF})
async def look_form(request: Request, habit_id: FromPath[int], moment: FromPath[int]) -> Response[bytes]:
    """Who still keeps it after 60 or 90 days."""
    habit = await queries.access_habit(actor_of(request), habit_id, to_edit=True)
    looks = await queries.looks_by_entry(habit.id, moment)
    kept = [entry for entry, look in looks.items() if look["keeping"]]
    first = next(iter(looks.values()), None)
    rows = await _completed(habit)
    unmet = [row["id"] for row in rows if row["id"] not in looks] if looks else []
    form = Form.blank(
        NewLook,
        looked_on=first["looked_on"] if first else clock.today(),
        keeping=kept,
        unmet=unmet,
        note=first["note"] if first else "",
    )
    return await _look(request, habit, moment, form)


async def _completed(habit: HabitChallenge) -> list[dict[str, Any]]:
    return [row for row in await queries.entries_of(habit.id) if row["completed_on"] is not None]


async def _look(request: Request, habit: HabitChallenge, moment: int, form: Form[NewLook]) -> Response[bytes]:
    if moment not in rules.MOMENTS:
        raise NotFound
    return page(
        request,
        "habits/look.html",
        habit=habit,
        moment=moment,
        day=rules.look_day(habit.starts_on, moment),
        rows=await _completed(habit),
        form=form,
        keeping=set(form.chosen("keeping")),
        unmet=set(form.chosen("unmet")),
    )


@post("/desk/habits/{habit_id:int}/looks/{moment:int}", opt={"who": STAFF})
async def enter_look(request: Request, habit_id: FromPath[int], moment: FromPath[int]) -> Response[Any]:
    """Enter a look."""
    habit = await queries.access_habit(actor_of(request), habit_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewLook),
        action="habit.looked",
        write=lambda data, actor: settle_actions.enter_look(habit, moment, data, actor=actor),
        done=lambda _: redirect(home_of(habit_id), m("Entered.")),
        again=lambda form: _look(request, habit, moment, form),
    )


HANDLERS = [print_wall, chart_form, enter_chart, settle, reopen, look_form, enter_look]
