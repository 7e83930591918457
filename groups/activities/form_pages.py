"""The desk's forms: plan, log, say how it went, edit, cancel, take back."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.activities import actions, form_queries, queries, rules
from groups.activities.pages import home_of
from groups.activities.schemas import (
    Cancelled,
    EditedActivity,
    EditedPlan,
    HeldActivity,
    LoggedActivity,
    PlannedActivity,
    Voided,
)
from groups.activities.tables import Activity
from server.lib import clock
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id, read_id
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

HOME = "/desk/activities"


@get(f"{HOME}/new", opt={"who": STAFF})
async def plan_form(request: Request) -> Response[bytes]:
    """The form for an activity to come."""
    return await _blank(request, PlannedActivity, "activities/plan.html", public=True)


@get(f"{HOME}/log", opt={"who": STAFF})
async def log_form(request: Request) -> Response[bytes]:
    """The form for an activity that took place."""
    today = clock.today()
    return await _blank(request, LoggedActivity, "activities/log.html", held_on=today, presence="part")


async def _blank(request: Request, struct: type, template: str, **initial: Any) -> Response[bytes]:
    """An empty form within a community, or the choice of one when the address does not say which."""
    asked = {name: asked_id(request, name) for name in ("community", "program", "group")}
    start = await form_queries.start_of(actor_of(request), **asked)
    if start.community is None:
        return page(request, "activities/choose.html", communities=start.communities, path=request.url.path)
    form: Form[Any] = Form.blank(
        struct,
        **initial,
        community=start.community,
        program=start.program,
        group=start.group,
        task=asked_id(request, "task"),
    )
    return await _show(request, template, form)


async def _show(request: Request, template: str, form: Form[Any]) -> Response[bytes]:
    """A form that names its community and group in its own values."""
    named = {name: read_id(str(form.values.get(name) or "")) for name in ("community", "group")}
    choices = await form_queries.choices_for(actor_of(request), named["community"], named["group"])
    return page(request, template, form=form, **choices)


async def _setting_for(request: Request, form: Form[Any], community_id: int | None = None) -> Any:
    """Where a read form's activity belongs; None when the form could not be read."""
    data = form.data
    if data is None:
        return None
    return await queries.access_setting(
        actor_of(request),
        data.community if community_id is None else community_id,
        program_id=data.program,
        group_id=data.group,
        task_id=data.task,
    )


@post(f"{HOME}/new", opt={"who": STAFF})
async def plan_activity(request: Request) -> Response[Any]:
    """Plan an activity."""
    form = await read_form(request, PlannedActivity)
    setting = await _setting_for(request, form)
    return await submit(
        request,
        form,
        action="activity.planned",
        write=lambda data, actor: actions.plan_activity(setting, data, actor=actor),
        done=lambda activity_id: redirect(home_of(activity_id), m("The activity is in the calendar.")),
        again=lambda form: _show(request, "activities/plan.html", form),
    )


@post(f"{HOME}/log", opt={"who": STAFF})
async def log_activity(request: Request) -> Response[Any]:
    """Log an activity that took place."""
    form = await read_form(request, LoggedActivity)
    setting = await _setting_for(request, form)
    return await submit(
        request,
        form,
        action="activity.logged",
        write=lambda data, actor: actions.log_activity(setting, data, actor=actor),
        done=lambda activity_id: redirect(home_of(activity_id), m("The activity is logged.")),
        again=lambda form: _show(request, "activities/log.html", form),
    )


@get(f"{HOME}/{{activity_id:int}}/held", opt={"who": STAFF})
async def held_form(request: Request, activity_id: FromPath[int]) -> Response[bytes]:
    """The form for how a planned activity went."""
    activity = await queries.access_activity(actor_of(request), activity_id, to_edit=True)
    day = min(activity.held_on, clock.today())
    form = Form.blank(HeldActivity, version=activity.version, held_on=day, presence="part")
    return await _show_held(request, activity, form)


async def _show_held(request: Request, activity: Activity, form: Form[HeldActivity]) -> Response[bytes]:
    ticked = await queries.people_of(activity.id)
    known = {person["id"] for person in ticked}
    people = await form_queries.people_to_tick(activity.community, activity.group)
    return page(
        request,
        "activities/held.html",
        activity=activity,
        form=form,
        ticked=ticked,
        people=[person for person in people if person["id"] not in known],
        who=await form_queries.who_of(activity, (person["id"] for person in people)),
    )


@post(f"{HOME}/{{activity_id:int}}/held", opt={"who": STAFF})
async def hold_activity(request: Request, activity_id: FromPath[int]) -> Response[Any]:
    """Write down how a planned activity went."""
    activity = await queries.access_activity(actor_of(request), activity_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, HeldActivity),
        action="activity.held",
        write=lambda data, actor: actions.hold_activity(activity, data, actor=actor),
        done=lambda _: redirect(home_of(activity_id), m("The activity is logged.")),
        again=lambda form: _show_held(request, activity, form),
    )


@get(f"{HOME}/{{activity_id:int}}/edit", opt={"who": STAFF})
async def edit_form(request: Request, activity_id: FromPath[int]) -> Response[bytes]:
    """The form in which an activity is edited: more of it once it was held."""
    activity = await queries.access_activity(actor_of(request), activity_id, to_edit=True)
    values = {column._meta.name: getattr(activity, column._meta.name) for column in activity.all_columns()}
    acts = await queries.acts_of(activity.id)
    values |= {act: rules.write_who(acts.get(act)) for act in rules.FIVE_ACTS}
    values |= {
        "staff_hours": rules.hours_of(activity.staff_minutes),
        "resident_hours": rules.hours_of(activity.volunteer_minutes),
        "cash": rules.yuan_of(activity.cash_fen),
    }
    return await _show_edit(request, activity, Form.blank(_edited_as(activity), **values))


def _edited_as(activity: Activity) -> type[EditedPlan]:
    return EditedActivity if activity.state == "held" else EditedPlan


async def _show_edit(request: Request, activity: Activity, form: Form[Any]) -> Response[bytes]:
    group_id = read_id(str(form.values.get("group") or ""))
    choices = await form_queries.choices_for(actor_of(request), activity.community, group_id)
    acts = await queries.acts_of(activity.id)
    choices["who"] = await form_queries.who_of(activity, (by.resident for by in acts.values() if by.resident))
    return page(request, "activities/edit.html", activity=activity, form=form, **choices)


@post(f"{HOME}/{{activity_id:int}}/edit", opt={"who": STAFF})
async def edit_activity(request: Request, activity_id: FromPath[int]) -> Response[Any]:
    """Save an activity, planned or held."""
    activity = await queries.access_activity(actor_of(request), activity_id, to_edit=True)
    form: Form[Any] = await read_form(request, _edited_as(activity))
    setting = await _setting_for(request, form, activity.community)
    save: Any = actions.edit_activity if activity.state == "held" else actions.edit_plan
    return await submit(
        request,
        form,
        action="activity.edited",
        write=lambda data, actor: save(activity, setting, data, actor=actor),
        done=lambda _: redirect(home_of(activity_id), m("Saved.")),
        again=lambda form: _show_edit(request, activity, form),
    )


@get(f"{HOME}/{{activity_id:int}}/cancel", opt={"who": STAFF})
async def cancel_form(request: Request, activity_id: FromPath[int]) -> Response[bytes]:
    """Asks why a planned activity is called off."""
    activity = await queries.access_activity(actor_of(request), activity_id, to_edit=True)
    form = Form.blank(Cancelled, version=activity.version)
    return page(request, "activities/cancel.html", activity=activity, form=form)


@post(f"{HOME}/{{activity_id:int}}/cancel", opt={"who": STAFF})
async def cancel_activity(request: Request, activity_id: FromPath[int]) -> Response[Any]:
    """Call a planned activity off."""
    activity = await queries.access_activity(actor_of(request), activity_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Cancelled),
        action="activity.cancelled",
        write=lambda data, actor: actions.cancel_activity(activity, data, actor=actor),
        done=lambda _: redirect(home_of(activity_id), m("The activity is cancelled.")),
        again=lambda form: page(request, "activities/cancel.html", activity=activity, form=form),
    )


@get(f"{HOME}/{{activity_id:int}}/void", opt={"who": STAFF})
async def void_form(request: Request, activity_id: FromPath[int]) -> Response[bytes]:
    """Asks why an activity is taken back."""
    activity = await queries.access_to_void(actor_of(request), activity_id)
    return page(request, "activities/void.html", activity=activity, form=Form.blank(Voided))


@post(f"{HOME}/{{activity_id:int}}/void", opt={"who": STAFF})
async def void_activity(request: Request, activity_id: FromPath[int]) -> Response[Any]:
    """Take an activity back."""
    activity = await queries.access_to_void(actor_of(request), activity_id)
    return await submit(
        request,
        await read_form(request, Voided),
        action="activity.voided",
        write=lambda data, actor: actions.void_activity(activity, data, actor=actor),
        done=lambda _: redirect(home_of(activity_id), m("The activity is taken back. It counts no longer.")),
        again=lambda form: page(request, "activities/void.html", activity=activity, form=form),
    )


HANDLERS = [
    plan_form,
    plan_activity,
    log_form,
    log_activity,
    held_form,
    hold_activity,
    edit_form,
    edit_activity,
    cancel_form,
    cancel_activity,
    void_form,
    void_activity,
]
