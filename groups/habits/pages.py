"""Pages about habits for staff: the list, one habit with its picture, and starting, changing and calling it off."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.compacts.clause_queries import cited_clause, clause_choices
from groups.habits import actions, figures, policy, queries, rules
from groups.habits.schemas import Cancellation, EditedHabit, NewHabit
from groups.habits.tables import HabitChallenge
from groups.habits.words import HABIT_OF
from groups.teams.queries import access_group, group_options
from programs.communities.queries import access_community, community_options
from programs.communities.tables import Community
from programs.method.queries import access_program, program_options
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.forms import Form, Write, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.paging import link


def home_of(habit_id: int) -> str:
    """A habit's own page."""
    return f"/desk/habits/{habit_id}"


@get("/desk/habits", opt={"who": STAFF})
async def list_habits(request: Request) -> Response[bytes]:
    """The habits of the reader's communities."""
    actor = actor_of(request)
    communities = await community_options(actor)
    community_id, program_id = asked_id(request, "community"), asked_id(request, "program")
    if community_id is not None:
        await access_community(actor, community_id)
    elif len(communities) == 1:
        community_id = communities[0][0]
    found = await queries.list_habits(
        actor, community_id=community_id, program_id=program_id, cursor=request.query_params.get("after")
    )
    asked = {"community": community_id, "program": program_id}
    return page(
        request,
        "habits/list.html",
        found=found,
        filters=Form.blank(Write, **asked),
        communities=communities,
        new_url=link(f"/desk/communities/{community_id}/habits/new", program=program_id)
        if community_id
        else None,
        next_url=link("/desk/habits", **asked, after=found.next) if found.next else None,
        last_day=rules.last_day,
    )


@get("/desk/communities/{community_id:int}/habits/new", opt={"who": STAFF})
async def new_habit(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The form for a new habit; `?group=` and `?program=` fill it in."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    group_id, program_id = asked_id(request, "group"), asked_id(request, "program")
    group = await access_group(actor, group_id) if group_id else None
    form = Form.blank(
        NewHabit,
        starts_on=clock.today(),
        days=21,
        misses_allowed=2,
        public=True,
        habit_of="household",
        group=group_id,
        program=program_id or (group.program if group else None),
    )
    return await _form_page(request, "habits/new.html", form, community)


@post("/desk/communities/{community_id:int}/habits", opt={"who": STAFF})
async def start_habit(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Start a habit."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewHabit),
        action="habit.started",
        write=lambda data, actor: actions.start_habit(community, data, actor=actor),
        done=lambda habit_id: redirect(
            f"{home_of(habit_id)}/entries/new", m("The habit is there. Now put the names on its chart.")
        ),
        again=lambda form: _form_page(request, "habits/new.html", form, community),
    )


async def _form_page(
    request: Request,
    template: str,
    form: Form[Any],
    community: Community,
    habit: HabitChallenge | None = None,
) -> Response[bytes]:
    actor = actor_of(request)
    words = await _words(actor, community.id)
    form.call_theirs(words)
    return page(
        request,
        template,
        form=form,
        community=community,
        groups=list(words["group"].items()),
        programs=list(words["program"].items()),
        habit_of=list(HABIT_OF.items()),
        clauses=await _clauses(actor, community.id, habit),
        habit=habit,
    )


async def _clauses(actor: Actor, community_id: int, habit: HabitChallenge | None) -> list[tuple[str, str]]:
    """The clauses to choose from, with the one that the habit practises already, whatever became of its compact."""
    choices = await clause_choices(actor, community_id)
    now = await cited_clause(habit.compact, habit.clause_key) if habit else None
    value = rules.clause_value(now.compact, now.key) if now else ""
    return choices if now is None or value in dict(choices) else [(value, now.name), *choices]


async def _words(actor: Actor, community_id: int) -> dict[str, dict[Any, Any]]:
    """How the stored values of a habit's fields are called."""
    return {
        "habit_of": HABIT_OF,
        "group": dict(await group_options(actor, community_id)),
        "program": dict(await program_options(actor, community_id)),
        "public": {True: m("yes"), False: m("no")},
    }


@get("/desk/habits/{habit_id:int}", opt={"who": STAFF})
async def show_habit(request: Request, habit_id: FromPath[int]) -> Response[bytes]:
    """A habit: its rule, the picture of the streaks, who completed it and who still keeps it."""
    return await show(request, await queries.access_habit(actor_of(request), habit_id, to_edit=True))


async def show(request: Request, habit: HabitChallenge, *, fault: Form[Any] | None = None) -> Response[bytes]:
    """A habit's page, with the fault of a button on it when there is one."""
    actor, today = actor_of(request), clock.today()
    board = await queries.board_of(habit, today=today)
    present = [row for row in board if row["left_on"] is None]
    looks = await queries.looks_of(habit.id)
    return page(
        request,
        "habits/show.html",
        habit=habit,
        community=await access_community(actor, habit.community),
        group=await access_group(actor, habit.group) if habit.group else None,
        program=await access_program(actor, habit.program) if habit.program else None,
        clause=await cited_clause(habit.compact, habit.clause_key),
        habit_of=HABIT_OF[habit.habit_of],
        last_day=rules.last_day(habit.starts_on, habit.days),
        day_number=(today - habit.starts_on).days + 1,
        chart=figures.streaks(
            board, starts_on=habit.starts_on, days=habit.days, title=habit.title, today=today
        ),
        present=present,
        gone=[row for row in board if row["left_on"] is not None],
        completed=sum(row["standing"].completed for row in present),
        still_can=sum(not row["standing"].lost for row in present),
        today_done=sum(today in row["days_done"] for row in present),
        looks={look["moment"]: look for look in looks},
        moments=[(moment, rules.look_day(habit.starts_on, moment)) for moment in rules.MOMENTS],
        look_early=rules.LOOK_EARLY,
        fading=_fading(present, looks),
        fault=fault or Form.blank(Write),
        may_edit=policy.may_edit(actor, habit.community),
        history=await history_of("habit", habit.id, actor=actor, words=await _words(actor, habit.community)),
    )


def _fading(present: list[dict[str, Any]], looks: list[dict[str, Any]]) -> bool:
    completed = sum(row["completed_on"] is not None for row in present)
    return any(
        rules.fading(completed=completed, asked=look["asked"], keeping=look["keeping"]) for look in looks
    )


@get("/desk/habits/{habit_id:int}/edit", opt={"who": STAFF})
async def edit_form(request: Request, habit_id: FromPath[int]) -> Response[bytes]:
    """The form in which a habit is edited."""
    habit = await queries.access_habit(actor_of(request), habit_id, to_edit=True)
    clause = rules.clause_value(habit.compact, habit.clause_key)
    return await _edit_page(request, habit, Form.of(EditedHabit, habit, clause=clause))


@post("/desk/habits/{habit_id:int}/edit", opt={"who": STAFF})
async def edit_habit(request: Request, habit_id: FromPath[int]) -> Response[Any]:
    """Save what is said of a habit."""
    habit = await queries.access_habit(actor_of(request), habit_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedHabit),
        action="habit.edited",
        write=lambda data, actor: actions.edit_habit(habit, data, actor=actor),
        done=lambda _: redirect(home_of(habit_id), m("Saved.")),
        again=lambda form: _edit_page(request, habit, form),
    )


async def _edit_page(request: Request, habit: HabitChallenge, form: Form[EditedHabit]) -> Response[bytes]:
    community = await access_community(actor_of(request), habit.community)
    return await _form_page(request, "habits/edit.html", form, community, habit=habit)


@get("/desk/habits/{habit_id:int}/cancellation", opt={"who": STAFF})
async def cancel_form(request: Request, habit_id: FromPath[int]) -> Response[bytes]:
    """Are you sure, and why."""
    habit = await queries.access_habit(actor_of(request), habit_id, to_edit=True)
    return page(request, "habits/cancel.html", habit=habit, form=Form.blank(Cancellation))


@post("/desk/habits/{habit_id:int}/cancellation", opt={"who": STAFF})
async def cancel_habit(request: Request, habit_id: FromPath[int]) -> Response[Any]:
    """Call a habit off."""
    habit = await queries.access_habit(actor_of(request), habit_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Cancellation),
        action="habit.cancelled",
        write=lambda data, actor: actions.cancel_habit(habit, data, actor=actor),
        done=lambda _: redirect(home_of(habit_id), m("The habit is called off. It counts no longer.")),
        again=lambda form: page(request, "habits/cancel.html", habit=habit, form=form),
    )


HANDLERS = [
    list_habits,
    new_habit,
    start_habit,
    show_habit,
    edit_form,
    edit_habit,
    cancel_form,
    cancel_habit,
]
