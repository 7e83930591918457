"""Pages on which names are put on a chart, and the private links that are handed to them."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.habits import actions, figures, queries
from groups.habits.link_rules import own_path, own_token
from groups.habits.pages import home_of
from groups.habits.schemas import EntryLeft, EntryLink, NewEntries
from groups.habits.tables import HabitChallenge, HabitEntry
from groups.teams.queries import LONGEST_LIST, neighbours, present_members
from programs.communities.queries import building_options
from server.accounts.door import link_to
from server.lib import clock
from server.lib.i18n import m, mn
from server.lib.settings import settings
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id, asked_text
from server.web.forms import Form, Write, read_form, submit
from server.web.pages import page, redirect
from server.web.qr import qr_image


@get("/desk/habits/{habit_id:int}/entries/new", opt={"who": STAFF})
async def entries_form(request: Request, habit_id: FromPath[int]) -> Response[bytes]:
    """Who can be put on the chart: doors of a building, neighbours, or names as they are typed."""
    habit = await queries.access_habit(actor_of(request), habit_id, to_edit=True)
    return await _entries_page(request, habit, Form.blank(NewEntries))


@post("/desk/habits/{habit_id:int}/entries", opt={"who": STAFF})
async def add_entries(request: Request, habit_id: FromPath[int]) -> Response[Any]:
    """Put them on the chart."""
    habit = await queries.access_habit(actor_of(request), habit_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewEntries),
        action="habit.joined",
        write=lambda data, actor: actions.add_entries(habit, data, actor=actor),
        done=lambda ids: redirect(
            home_of(habit_id),
            mn("%(num)s name is on the chart now.", "%(num)s names are on the chart now.", len(ids)),
        ),
        again=lambda form: _entries_page(request, habit, form),
    )


async def _entries_page(request: Request, habit: HabitChallenge, form: Form[NewEntries]) -> Response[bytes]:
    text, building_id = asked_text(request), asked_id(request, "building")
    buildings = await building_options(habit.community)
    by_household = habit.habit_of == "household"
    if by_household and building_id is None and buildings:
        building_id = buildings[0][0]
    people = [] if by_household else await _people(habit, text=text, chosen=form.chosen("residents"))
    doors = []
    if by_household and building_id is not None:
        chosen = form.chosen("households")
        doors = await queries.households_to_add(habit, building_id, text=text, chosen=chosen)
    return page(
        request,
        "habits/join.html",
        habit=habit,
        form=form,
        by_household=by_household,
        buildings=buildings,
        search=Form.blank(Write, q=text, building=building_id),
        text=text,
        doors=doors[: queries.MOST_DOORS],
        more_doors=len(doors) > queries.MOST_DOORS,
        people=people[:LONGEST_LIST],
        more=len(people) > LONGEST_LIST,
    )


async def _people(habit: HabitChallenge, *, text: str, chosen: list[int]) -> list[dict[str, Any]]:
    besides = (
        "NOT EXISTS (SELECT 1 FROM habit_entry AS e WHERE e.challenge = {} AND e.resident = r.id"
        " AND e.left_on IS NULL)"
    )
    found = await neighbours(habit.community, besides, habit.id, text=text, chosen=chosen)
    members = {row["resident"] for row in await present_members(habit.group)} if habit.group else set()
    return sorted(found, key=lambda row: row["id"] not in members)


@get("/desk/habit-entries/{entry_id:int}", opt={"who": STAFF})
async def show_entry(request: Request, entry_id: FromPath[int]) -> Response[bytes]:
    """One name on the chart: the private link with its code, and how to leave."""
    entry, habit = await queries.access_entry(actor_of(request), entry_id)
    return await _entry_page(request, entry, habit, Form.blank(EntryLeft, left_on=clock.today()))


async def _entry_page(
    request: Request, entry: HabitEntry, habit: HabitChallenge, form: Form[EntryLeft]
) -> Response[bytes]:
    address = _address(request, habit.id, entry.id, entry.link_number)
    standing = queries.standing(habit, await queries.ticks_of_entry(entry.id), today=clock.today())
    return page(
        request,
        "habits/entry.html",
        entry=entry,
        habit=habit,
        form=form,
        address=address,
        code=qr_image(address),
        standing=standing,
        stands=figures.stands(standing),
    )


def _address(request: Request, habit_id: int, entry_id: int, number: int) -> str:
    return link_to(request, own_path(own_token(settings().secret_key, habit_id, entry_id, number)))


@post("/desk/habit-entries/{entry_id:int}/departure", opt={"who": STAFF})
async def end_entry(request: Request, entry_id: FromPath[int]) -> Response[Any]:
    """Enter that one of them stopped."""
    entry, habit = await queries.access_entry(actor_of(request), entry_id)
    return await submit(
        request,
        await read_form(request, EntryLeft),
        action="habit.left",
        write=lambda data, actor: actions.end_entry(entry, habit, data, actor=actor),
        done=lambda habit_id: redirect(home_of(habit_id), m("Noted.")),
        again=lambda form: _entry_page(request, entry, habit, form),
    )


@post("/desk/habit-entries/{entry_id:int}/link", opt={"who": STAFF})
async def switch_link(request: Request, entry_id: FromPath[int]) -> Response[Any]:
    """Let the private link open no longer, or give a new one."""
    entry, habit = await queries.access_entry(actor_of(request), entry_id)
    return await submit(
        request,
        await read_form(request, EntryLink),
        action="habit.link_changed",
        write=lambda data, actor: actions.switch_link(entry, habit, data, actor=actor),
        done=lambda _: redirect(f"/desk/habit-entries/{entry_id}", m("Saved.")),
        again=lambda form: _entry_page(request, entry, habit, form.on(EntryLeft)),
    )


@get("/desk/habits/{habit_id:int}/links", opt={"who": STAFF})
async def print_links(request: Request, habit_id: FromPath[int]) -> Response[bytes]:
    """Slips to cut out: a name, the code of the private page, and what to do with it."""
    habit = await queries.access_habit(actor_of(request), habit_id, to_edit=True)
    slips = [
        {"label": row["label"], "code": qr_image(_address(request, habit.id, row["id"], row["link_number"]))}
        for row in await queries.entries_of(habit.id)
        if row["left_on"] is None and row["linked"]
    ]
    return page(request, "habits/links.html", habit=habit, slips=slips, back_href=home_of(habit.id))


HANDLERS = [entries_form, add_entries, show_entry, end_entry, switch_link, print_links]
