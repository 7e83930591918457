"""Pages on which a group is closed and opened again."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.teams import closure_actions, queries
from groups.teams.pages import home_of
from groups.teams.schemas import Closure, Reopening
from server.lib import clock
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect


@get("/desk/groups/{group_id:int}/closure", opt={"who": STAFF})
async def closure_form(request: Request, group_id: FromPath[int]) -> Response[bytes]:
    """The question before a group is closed."""
    group = await queries.access_group(actor_of(request), group_id, to_edit=True)
    form = Form.blank(Closure, closed_on=clock.today())
    return page(request, "teams/close.html", group=group, form=form)


@post("/desk/groups/{group_id:int}/closure", opt={"who": STAFF})
async def close_group(request: Request, group_id: FromPath[int]) -> Response[Any]:
    """Close a group."""
    group = await queries.access_group(actor_of(request), group_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Closure),
        action="group.closed",
        write=lambda data, actor: closure_actions.close_group(group, data, actor=actor),
        done=lambda _: redirect(home_of(group_id), m("The group is closed.")),
        again=lambda form: page(request, "teams/close.html", group=group, form=form),
    )


@get("/desk/groups/{group_id:int}/reopening", opt={"who": STAFF})
async def reopening_form(request: Request, group_id: FromPath[int]) -> Response[bytes]:
    """Why a closed group goes on."""
    group = await queries.access_group(actor_of(request), group_id, to_edit=True)
    return page(request, "teams/reopen.html", group=group, form=Form.blank(Reopening))


@post("/desk/groups/{group_id:int}/reopening", opt={"who": STAFF})
async def reopen_group(request: Request, group_id: FromPath[int]) -> Response[Any]:
    """Open a closed group again."""
    group = await queries.access_group(actor_of(request), group_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Reopening),
        action="group.reopened",
        write=lambda data, actor: closure_actions.reopen_group(group, data, actor=actor),
        done=lambda _: redirect(home_of(group_id), m("The group is open again. Choose who leads it.")),
        again=lambda form: page(request, "teams/reopen.html", group=group, form=form),
    )


HANDLERS = [closure_form, close_group, reopening_form, reopen_group]
