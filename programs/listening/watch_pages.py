"""Complaints of one class as an indicator of a program: from then on they count by themselves (S78, S80)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.listening import queries, watch_actions
from programs.listening.schemas import WatchedComplaints
from programs.method.queries import access_program
from programs.method.tables import Program
from server.lib.i18n import _, m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

_HOME = "/desk/programs/{program_id:int}/complaint-indicators"


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
        write=lambda data, actor: watch_actions.watch_complaints(program, data, actor=actor),
        done=lambda indicator_id: redirect(
            f"/desk/indicators/{indicator_id}", m("The complaints count from now on.")
        ),
        again=lambda form: _form(request, program, form),
    )


HANDLERS = [watch_form, watch_complaints]
