"""Somebody's own page of a habit as JSON, by the private address."""

from __future__ import annotations

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from groups.habits import queries, rules, tick_actions
from groups.habits.own_pages import own_actor
from groups.habits.schemas import OwnHabitOut, OwnTick
from server.lib import clock
from server.web.access import PUBLIC
from server.web.forms import Created, created


@get("/api/h/{token:str}", opt={"who": PUBLIC})
async def own_state(request: Request, token: FromPath[str]) -> OwnHabitOut:
    """How far somebody is, and which days can be ticked."""
    entry, habit = await queries.entry_by_token(token)
    today = clock.today()
    done = await queries.ticks_of_entry(entry.id)
    standing = queries.standing(habit, done, today=today)
    open_days = rules.open_days(habit.starts_on, habit.days, closed=habit.closed_on is not None, today=today)
    return OwnHabitOut(
        title=habit.title,
        what=habit.what,
        label=entry.label,
        done=standing.done,
        missed=standing.missed,
        misses_allowed=habit.misses_allowed,
        open_days=open_days,
        days_done=sorted(done),
    )


@post("/api/h/{token:str}", opt={"who": PUBLIC})
async def tick_own(request: Request, token: FromPath[str], data: JSONBody[OwnTick]) -> Created:
    """Tick one of the last days, or take the tick back."""
    entry, habit = await queries.entry_by_token(token)
    actor = own_actor(entry)
    return await created(
        data,
        actor=actor,
        action="habit.ticked",
        write=lambda: tick_actions.tick_own(entry, habit, data, actor=actor),
    )


HANDLERS = [own_state, tick_own]
