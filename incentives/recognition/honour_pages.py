"""Pages of the titles that an NGO gives."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from incentives.recognition import honour_actions, honour_queries, policy
from incentives.recognition.schemas import EditedHonour, NewHonour
from incentives.recognition.tables import Honour
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect

_HOME = "/desk/honours"


@get(_HOME, opt={"who": STAFF})
async def list_honours(request: Request) -> Response[bytes]:
    """The titles with their criteria, and how often each stands."""
    return await _list(request, Form.blank(NewHonour))


async def _list(request: Request, form: Form[NewHonour]) -> Response[bytes]:
    actor = actor_of(request)
    return page(
        request,
        "recognition/honours.html",
        rows=await honour_queries.list_honours(actor),
        may_edit=policy.may_keep_titles(actor),
        thanks_href=_where_to_thank(actor),
        form=form,
    )


def _where_to_thank(actor: Actor) -> str:
    """Where somebody can be thanked without a title: in the one community of the reader's, or in one to choose."""
    communities = actor.community_ids() or ()
    return (
        f"/desk/communities/{min(communities)}/recognition" if len(communities) == 1 else "/desk/communities"
    )


@post(_HOME, opt={"who": PLANNERS})
async def make_honour(request: Request) -> Response[Any]:
    """Make a title."""
    return await submit(
        request,
        await read_form(request, NewHonour),
        action="honour.made",
        write=lambda data, actor: honour_actions.make_honour(data, actor=actor),
        done=lambda _: redirect(_HOME, m("The title can be given now.")),
        again=lambda form: _list(request, form),
    )


@get(_HOME + "/{honour_id:int}", opt={"who": PLANNERS})
async def edit_form(request: Request, honour_id: FromPath[int]) -> Response[bytes]:
    """The form in which a title is changed or retired."""
    honour = await honour_queries.access_honour(actor_of(request), honour_id)
    form = Form.of(EditedHonour, honour, retired="1" if honour.retired_on else "")
    return await _edit(request, honour, form)


async def _edit(request: Request, honour: Honour, form: Form[EditedHonour]) -> Response[bytes]:
    return page(
        request,
        "recognition/honour.html",
        honour=honour,
        form=form,
        history=await history_of("honour", honour.id, actor=actor_of(request)),
    )


@post(_HOME + "/{honour_id:int}", opt={"who": PLANNERS})
async def edit_honour(request: Request, honour_id: FromPath[int]) -> Response[Any]:
    """Save a title."""
    honour = await honour_queries.access_honour(actor_of(request), honour_id)
    return await submit(
        request,
        await read_form(request, EditedHonour),
        action="honour.edited",
        write=lambda data, actor: honour_actions.edit_honour(honour, data, actor=actor),
        done=lambda _: redirect(_HOME, m("Saved.")),
        again=lambda form: _edit(request, honour, form),
    )


HANDLERS = [list_honours, make_honour, edit_form, edit_honour]
