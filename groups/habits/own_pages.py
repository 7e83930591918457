"""Somebody's own page of a habit, by a private address: no account, no script, one big button."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.habits import queries, rules, tick_actions
from groups.habits.link_rules import own_path
from groups.habits.schemas import OwnTick
from groups.habits.tables import HabitChallenge, HabitEntry
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import PUBLIC
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect


def own_actor(entry: HabitEntry) -> Actor:
    """Whoever has the private address: nobody by name, with no role."""
    return Actor(
        user_id=None, organisation_id=entry.organisation, name=str(m("Somebody with a private link"))
    )


@get("/h/{token:str}", opt={"who": PUBLIC})
async def show_own(request: Request, token: FromPath[str]) -> Response[bytes]:
    """Today's button, the two days before, and how far it is."""
    entry, habit = await queries.entry_by_token(token)
    return await _own(request, entry, habit, token, Form.blank(OwnTick))


async def _own(
    request: Request, entry: HabitEntry, habit: HabitChallenge, token: str, form: Form[OwnTick]
) -> Response[bytes]:
    today = clock.today()
    done = await queries.ticks_of_entry(entry.id)
    open_days = rules.open_days(habit.starts_on, habit.days, closed=habit.closed_on is not None, today=today)
    return page(
        request,
        "habits/own.html",
        entry=entry,
        habit=habit,
        form=form,
        path=own_path(token),
        done=done,
        earlier=[day for day in open_days if day != today],
        today_open=today in open_days,
        all_days=rules.days_of(habit.starts_on, habit.days),
        last_day=rules.last_day(habit.starts_on, habit.days),
        standing=queries.standing(habit, done, today=today),
    )


@post("/h/{token:str}", opt={"who": PUBLIC})
async def tick_own(request: Request, token: FromPath[str]) -> Response[Any]:
    """Tick a day, or take the tick back."""
    entry, habit = await queries.entry_by_token(token)
    form = await read_form(request, OwnTick)
    done = form.data is not None and form.data.done
    return await submit(
        request,
        form,
        action="habit.ticked",
        actor=own_actor(entry),
        write=lambda data, actor: tick_actions.tick_own(entry, habit, data, actor=actor),
        done=lambda _: redirect(
            own_path(token), m("Done, well kept!") if done else m("The tick is taken back.")
        ),
        again=lambda form: _own(request, entry, habit, token, form),
    )


HANDLERS = [show_own, tick_own]
