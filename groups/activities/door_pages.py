"""Ticking people at the door: one tap each, found by name or among the group's members."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.activities import attendance_actions, door_queries, queries
from groups.activities.schemas import CheckIn
from groups.activities.tables import Activity
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_text
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect
from server.web.paging import link

HOME = "/desk/activities"


def _door(activity_id: int) -> str:
    return f"{HOME}/{activity_id}/attendances"


@get(f"{HOME}/{{activity_id:int}}/attendances", opt={"who": STAFF})
async def show_door(request: Request, activity_id: FromPath[int]) -> Response[bytes]:
    """Who has come, and who may still come."""
    activity = await queries.access_activity(actor_of(request), activity_id, to_edit=True)
    role = "volunteer" if request.query_params.get("role") == "volunteer" else "participant"
    return await _show(request, activity, Form.blank(CheckIn, role=role))


async def _show(request: Request, activity: Activity, form: Form[CheckIn]) -> Response[bytes]:
    text = asked_text(request)
    ticked = await queries.people_of(activity.id)
    return page(
        request,
        "activities/door.html",
        activity=activity,
        form=form,
        text=text,
        ticked=ticked,
        people=await door_queries.who_may_come(activity, text),
        path=_door(activity.id),
    )


@post(f"{HOME}/{{activity_id:int}}/attendances", opt={"who": STAFF})
async def check_in(request: Request, activity_id: FromPath[int]) -> Response[Any]:
    """Tick somebody who came."""
    activity = await queries.access_activity(actor_of(request), activity_id, to_edit=True)
    form = await read_form(request, CheckIn)
    return await submit(
        request,
        form,
        action="activity.checked_in",
        write=lambda data, actor: attendance_actions.check_in(activity, data, actor=actor),
        done=lambda _: redirect(link(_door(activity_id), role=form.values.get("role")), m("Ticked.")),
        again=lambda form: _show(request, activity, form),
    )


HANDLERS = [show_door, check_in]
