"""What a leader does on a phone: her groups, one form to log an activity, and a way to take it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.activities import actions, list_queries, policy, queries, rules
from groups.activities.ceremony_queries import ceremony_of_activity
from groups.activities.choices import ACT_NAMES, who_options, who_words
from groups.activities.schemas import GroupLog, HeldActivity, Voided
from groups.activities.tables import Activity
from groups.teams import queries as group_queries
from groups.teams.choices import POSITIONS
from groups.teams.election_queries import terms_that_end
from groups.teams.leader_queries import term_by
from groups.teams.rules import REMIND_BEFORE
from groups.teams.tables import Group
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.lib.late_entries import Entries
from server.web.access import LEADERS, actor_of
from server.web.asked import asked_text, read_id
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect


class Way(NamedTuple):
    """A big button of a group that its leader opens often."""

    text: str
    href: str
    icon: str


Ways = Callable[[Actor, Sequence[dict[str, Any]]], Awaitable[dict[int, list[Way]]]]

# What else the leader of these groups does on her phone, by group; the ceiling fills it in.
WAYS: Entries[Ways] = Entries(__name__)


@get("/my", opt={"who": LEADERS})
async def my_groups(request: Request) -> Response[bytes]:
    """The groups that the reader leads, each with one button to log what it did, and the ways to what else it does."""
    actor = actor_of(request)
    groups = await list_queries.groups_of_leader(actor)
    running = [row for row in groups if row["closed_on"] is None]
    ways = [await ways_of(actor, running) for ways_of in WAYS] if running else []
    ending = await terms_that_end([row["id"] for row in groups], until=clock.today() + REMIND_BEFORE)
    return page(
        request,
        "activities/my.html",
        groups=groups,
        ways={row["id"]: [way for found in ways for way in found.get(row["id"], [])] for row in groups},
        ending={row["group"]: row for row in reversed(ending)},
        position_words=POSITIONS,
    )


@get("/my/groups/{group_id:int}/activities/new", opt={"who": LEADERS})
async def log_form(request: Request, group_id: FromPath[int]) -> Response[bytes]:
    """One screen: what, when, who came, who carried it."""
    group = await group_queries.access_group(actor_of(request), group_id)
    title = asked_text(request, "title")
    form = Form.blank(GroupLog, title=title, held_on=clock.today(), presence="part")
    return await _show(request, group, form)


async def _show(request: Request, group: Group, form: Form[GroupLog]) -> Response[bytes]:
    actor = actor_of(request)
    people = await queries.members_of(group.id)
    return page(
        request,
        "activities/my_log.html",
        group=group,
        form=form,
        people=people,
        titles=await queries.last_titles(group.id),
        tasks=await queries.open_tasks(group.id),
        who=who_options(people, me=await term_by(group.id, actor.user_id)),
    )


@post("/my/groups/{group_id:int}/activities/new", opt={"who": LEADERS})
async def log_activity(request: Request, group_id: FromPath[int]) -> Response[Any]:
    """Log an activity of the group."""
    actor = actor_of(request)
    group = await group_queries.access_group(actor, group_id)
    form = await read_form(request, GroupLog)
    task = form.data.task if form.data else read_id(form.values.get("task"))
    setting = await queries.access_setting(actor, group.community, group_id=group.id, task_id=task)
    return await submit(
        request,
        form,
        action="activity.logged",
        write=lambda data, actor: actions.log_activity(setting, data, actor=actor),
        done=lambda activity_id: redirect(f"/my/activities/{activity_id}", m("Written down. Thank you!")),
        again=lambda form: _show(request, group, form),
    )


@get("/my/activities/{activity_id:int}/held", opt={"who": LEADERS})
async def held_form(request: Request, activity_id: FromPath[int]) -> Response[bytes]:
    """The same screen for an activity that stood in the calendar."""
    activity = await queries.access_activity(actor_of(request), activity_id)
    day = min(activity.held_on, clock.today())
    form = Form.blank(HeldActivity, version=activity.version, held_on=day, presence="part")
    return await _show_held(request, activity, form)


async def _show_held(request: Request, activity: Activity, form: Form[HeldActivity]) -> Response[bytes]:
    people = await queries.members_of(activity.group) if activity.group else []
    ticked = await queries.people_of(activity.id)
    known = {person["id"] for person in ticked}
    me = await term_by(activity.group, actor_of(request).user_id)
    return page(
        request,
        "activities/my_held.html",
        activity=activity,
        form=form,
        ticked=ticked,
        people=[person for person in people if person["id"] not in known],
        who=who_options(people, me=me),
    )


@post("/my/activities/{activity_id:int}/held", opt={"who": LEADERS})
async def hold_activity(request: Request, activity_id: FromPath[int]) -> Response[Any]:
    """Write down how a planned activity of the group went."""
    activity = await queries.access_activity(actor_of(request), activity_id)
    return await submit(
        request,
        await read_form(request, HeldActivity),
        action="activity.held",
        write=lambda data, actor: actions.hold_activity(activity, data, actor=actor),
        done=lambda _: redirect(f"/my/activities/{activity_id}", m("Written down. Thank you!")),
        again=lambda form: _show_held(request, activity, form),
    )


@get("/my/activities/{activity_id:int}", opt={"who": LEADERS})
async def show_activity(request: Request, activity_id: FromPath[int]) -> Response[bytes]:
    """What an activity of the group means, with the way to take it back."""
    activity = await queries.access_activity(actor_of(request), activity_id)
    return await _show_activity(request, activity, Form.blank(Voided))


async def _show_activity(request: Request, activity: Activity, form: Form[Voided]) -> Response[bytes]:
    actor = actor_of(request)
    acts = await queries.acts_of(activity.id)
    names = await queries.names_seen(actor, activity, [by.resident for by in acts.values() if by.resident])
    return page(
        request,
        "activities/my_activity.html",
        activity=activity,
        around=await queries.surroundings_of(activity),
        people=await queries.people_seen(actor, activity),
        acts=[(ACT_NAMES[act], who_words(acts[act], names)) for act in rules.FIVE_ACTS if act in acts],
        carried=rules.carried_by_residents(acts),
        missing=[ACT_NAMES[act] for act in rules.acts_to_prove(acts)],
        resident_run=rules.is_resident_run(acts, activity.presence),
        form=form,
        ceremony=await ceremony_of_activity(activity.id),
        may_void=activity.voided_at is None
        and policy.may_void(
            actor,
            community_id=activity.community,
            group_id=activity.group,
            recorded_by=activity.recorded_by,
        ),
    )


@post("/my/activities/{activity_id:int}/void", opt={"who": LEADERS})
async def void_activity(request: Request, activity_id: FromPath[int]) -> Response[Any]:
    """Take back what was logged by mistake."""
    activity = await queries.access_to_void(actor_of(request), activity_id)
    return await submit(
        request,
        await read_form(request, Voided),
        action="activity.voided",
        write=lambda data, actor: actions.void_activity(activity, data, actor=actor),
        done=lambda _: redirect("/my", m("The activity is taken back. It counts no longer.")),
        again=lambda form: _show_activity(request, activity, form),
    )


HANDLERS = [
    my_groups,
    log_form,
    log_activity,
    held_form,
    hold_activity,
    show_activity,
    void_activity,
]
