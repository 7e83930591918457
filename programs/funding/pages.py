"""Pages about grants: coordinators keep them, facilitators read them."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.funding import actions, policy, queries
from programs.funding.schemas import AddedProgram, EditedGrant, NewGrant, RemovedProgram
from programs.funding.tables import Grant
from programs.method.queries import access_program, program_options
from server.lib.actor import Actor
from server.lib.i18n import m
from server.lib.ids import new_op_id
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect


def _home(grant_id: int) -> str:
    return f"/desk/grants/{grant_id}"


@get("/desk/grants", opt={"who": STAFF})
async def list_grants(request: Request) -> Response[bytes]:
    """The grants that pay for the reader's programs."""
    actor = actor_of(request)
    return page(
        request,
        "funding/list.html",
        grants=await queries.list_grants(actor),
        may_keep=policy.may_keep_grants(actor),
    )


@get("/desk/grants/new", opt={"who": PLANNERS})
async def new_grant(request: Request) -> Response[bytes]:
    """The form for a new grant."""
    return page(request, "funding/new.html", form=Form.blank(NewGrant))


@post("/desk/grants", opt={"who": PLANNERS})
async def open_grant(request: Request) -> Response[Any]:
    """Enter a grant."""
    return await submit(
        request,
        await read_form(request, NewGrant),
        action="grant.opened",
        write=lambda data, actor: actions.open_grant(data, actor=actor),
        done=lambda grant_id: redirect(
            _home(grant_id), m("The grant is entered. Now choose what it pays for.")
        ),
        again=lambda form: page(request, "funding/new.html", form=form),
    )


@get("/desk/grants/{grant_id:int}", opt={"who": STAFF})
async def show_grant(request: Request, grant_id: FromPath[int]) -> Response[bytes]:
    """A grant, what it pays for and who sees that."""
    grant = await queries.access_grant(actor_of(request), grant_id)
    return await _show(request, grant, Form.blank(AddedProgram))


async def _show(request: Request, grant: Grant, form: Form[Any]) -> Response[bytes]:
    actor = actor_of(request)
    ties = await queries.programs_of_grant(actor, grant.id)
    paid = {tie["program"] for tie in ties if tie["removed_on"] is None}
    return page(
        request,
        "funding/show.html",
        grant=grant,
        ties=ties,
        others=[(key, name) for key, name in await program_options(actor) if key not in paid],
        funders=await queries.funders_of(grant.id),
        form=form,
        new_op_id=new_op_id,
        may_keep=policy.may_keep_grants(actor),
        history=await history_of("grant", grant.id, actor=actor),
    )


@get("/desk/grants/{grant_id:int}/edit", opt={"who": PLANNERS})
async def edit_form(request: Request, grant_id: FromPath[int]) -> Response[bytes]:
    """The form in which a grant is edited."""
    grant = await queries.access_grant(actor_of(request), grant_id, to_edit=True)
    return page(request, "funding/edit.html", grant=grant, form=Form.of(EditedGrant, grant))


@post("/desk/grants/{grant_id:int}/edit", opt={"who": PLANNERS})
async def edit_grant(request: Request, grant_id: FromPath[int]) -> Response[Any]:
    """Save a grant."""
    grant = await queries.access_grant(actor_of(request), grant_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedGrant),
        action="grant.edited",
        write=lambda data, actor: actions.edit_grant(grant, data, actor=actor),
        done=lambda _: redirect(_home(grant_id), m("Saved.")),
        again=lambda form: page(request, "funding/edit.html", grant=grant, form=form),
    )


@post("/desk/grants/{grant_id:int}/programs", opt={"who": PLANNERS})
async def add_program(request: Request, grant_id: FromPath[int]) -> Response[Any]:
    """Let a grant pay for a program."""
    grant = await queries.access_grant(actor_of(request), grant_id, to_edit=True)

    async def add(data: AddedProgram, actor: Actor) -> int:
        return await actions.add_program(grant, await access_program(actor, data.program), actor=actor)

    return await submit(
        request,
        await read_form(request, AddedProgram),
        action="grant.program_added",
        write=add,
        done=lambda _: redirect(_home(grant_id), m("The grant pays for this program now.")),
        again=lambda form: _show(request, grant, form),
    )


@post("/desk/grants/{grant_id:int}/programs/{program_id:int}/removal", opt={"who": PLANNERS})
async def remove_program(
    request: Request, grant_id: FromPath[int], program_id: FromPath[int]
) -> Response[Any]:
    """Take a program off a grant."""
    actor = actor_of(request)
    grant = await queries.access_grant(actor, grant_id, to_edit=True)
    program = await access_program(actor, program_id)
    return await submit(
        request,
        await read_form(request, RemovedProgram),
        action="grant.program_removed",
        write=lambda _, actor: actions.remove_program(grant, program, actor=actor),
        done=lambda _: redirect(_home(grant_id), m("The program is taken off this grant.")),
        again=lambda form: _show(request, grant, form),
    )


HANDLERS = [
    list_grants,
    new_grant,
    open_grant,
    show_grant,
    edit_form,
    edit_grant,
    add_program,
    remove_program,
]
