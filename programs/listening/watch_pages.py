"""Complaints of one class as an indicator of a program: from then on they count by themselves (S78, S80)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody
from litestar.response import Response

from programs.listening import queries
from programs.listening.schemas import WatchedComplaints
from programs.method import indicator_actions
from programs.method.kinds import Kind
from programs.method.queries import access_program
from programs.method.tables import Program
from server.lib.actor import Actor
from server.lib.i18n import _, m
from server.web.access import STAFF, actor_of
from server.web.forms import Created, Form, created, read_form, submit
from server.web.pages import page, redirect

_HOME = "/desk/programs/{program_id:int}/complaint-indicators"


async def _watch(program: Program, data: WatchedComplaints, *, actor: Actor) -> int:
    need_class = await queries.access_class(actor, data.need_class)
    return await indicator_actions.add_indicator(
        program, data, actor=actor, feed_kind=Kind.COMPLAINT_RAISED, feed_facet=f"class:{need_class.id}"
    )


@get(_HOME, opt={"who": STAFF})
async def watch_form(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The form in which complaints of a class become an indicator."""
    program = await access_program(actor_of(request), program_id, to_edit=True)
    return await _form(request, program, Form.blank(WatchedComplaints, falls="1", unit=_("a month")))


async def _form(request: Request, program: Program, form: Form[WatchedComplaints]) -> Response[bytes]:
    classes = await queries.class_options(actor_of(request).organisation_id)
    return page(request, "listening/watch.html", program=program, form=form, classes=classes)


@post(_HOME, opt={"who": STAFF})
async def watch_complaints(request: Request, program_id: FromPath[int]) -> Response[Any]:
    """Let complaints of a class count as an indicator."""
    program = await access_program(actor_of(request), program_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, WatchedComplaints),
        action="indicator.added",
        write=lambda data, actor: _watch(program, data, actor=actor),
        done=lambda indicator_id: redirect(
            f"/desk/indicators/{indicator_id}", m("The complaints count from now on.")
        ),
        again=lambda form: _form(request, program, form),
    )


@post("/api/programs/{program_id:int}/complaint-indicators", opt={"who": STAFF})
async def watch_complaints_api(
    request: Request, program_id: FromPath[int], data: JSONBody[WatchedComplaints]
) -> Created:
    """Let complaints of a class count as an indicator."""
    actor = actor_of(request)
    program = await access_program(actor, program_id, to_edit=True)
    return await created(
        data,
        actor=actor,
        action="indicator.added",
        write=lambda: _watch(program, data, actor=actor),
    )


HANDLERS = [watch_form, watch_complaints, watch_complaints_api]
