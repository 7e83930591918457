"""Pages on which procedures are read and written."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.visits import procedure_actions, words
from programs.visits import procedure_queries as queries
from programs.visits import procedure_rules as rules
from programs.visits.procedure_schemas import (
    EditedProcedure,
    NewProcedure,
    RetiredProcedure,
    TakenProcedure,
)
from programs.visits.tables import Procedure
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect

HOME = "/desk/procedures"


@get(HOME, opt={"who": STAFF})
async def list_procedures(request: Request) -> Response[bytes]:
    """The organisation's procedures, and ours that it has not taken into use."""
    return await _list(request, Form.blank(TakenProcedure))


async def _list(request: Request, form: Form[TakenProcedure]) -> Response[bytes]:
    found = await queries.list_procedures(actor_of(request))
    return page(
        request,
        "visits/procedures.html",
        procedures=found,
        shipped=queries.not_taken(found),
        words=words,
        form=form,
    )


@post("/desk/procedures/shipped", opt={"who": STAFF})
async def take_procedure(request: Request) -> Response[Any]:
    """Take one of ours into use."""
    return await submit(
        request,
        await read_form(request, TakenProcedure),
        action="procedure.taken",
        write=lambda data, actor: procedure_actions.take_procedure(data, actor=actor),
        done=lambda procedure_id: redirect(f"{HOME}/{procedure_id}", m("The procedure is in use.")),
        again=lambda form: _list(request, form),
    )


@get("/desk/procedures/new", opt={"who": STAFF})
async def new_procedure(request: Request) -> Response[bytes]:
    """The form for a procedure of one's own."""
    return _form_page(request, Form.blank(NewProcedure))


def _form_page(
    request: Request, form: Form[Any], procedure: Procedure | None = None, **context: Any
) -> Response[bytes]:
    return page(
        request,
        "visits/procedure_form.html",
        form=form,
        procedure=procedure,
        words=words,
        **context,
    )


@post(HOME, opt={"who": STAFF})
async def add_procedure(request: Request) -> Response[Any]:
    """Add a procedure."""
    return await submit(
        request,
        await read_form(request, NewProcedure),
        action="procedure.added",
        write=lambda data, actor: procedure_actions.add_procedure(data, actor=actor),
        done=lambda procedure_id: redirect(f"{HOME}/{procedure_id}", m("The procedure is in use.")),
        again=lambda form: _form_page(request, form),
    )


@get("/desk/procedures/{procedure_id:int}", opt={"who": STAFF})
async def show_procedure(request: Request, procedure_id: FromPath[int]) -> Response[bytes]:
    """A procedure as it is used now, with the versions before."""
    procedure = await queries.access_procedure(actor_of(request), procedure_id)
    return await _show(request, procedure, Form.blank(RetiredProcedure))


@get("/desk/procedures/{procedure_id:int}/versions/{number:int}", opt={"who": STAFF})
async def show_version(
    request: Request, procedure_id: FromPath[int], number: FromPath[int]
) -> Response[bytes]:
    """A procedure as it stood when a visit used it."""
    procedure = await queries.access_procedure(actor_of(request), procedure_id)
    version = await queries.version_numbered(procedure, number)
    return await _show(request, procedure, Form.blank(RetiredProcedure), version)


async def _show(
    request: Request, procedure: Procedure, form: Form[Any], version: dict[str, Any] | None = None
) -> Response[bytes]:
    versions = await queries.versions_of(procedure)
    return page(
        request,
        "visits/procedure.html",
        version=version or versions[0],
        versions=versions,
        words=words,
        form=form,
        history=await history_of("procedure", procedure.id, actor=actor_of(request)),
    )


@get("/desk/procedures/{procedure_id:int}/edit", opt={"who": STAFF})
async def edit_form(request: Request, procedure_id: FromPath[int]) -> Response[bytes]:
    """The form for the next version."""
    procedure = await queries.access_procedure(actor_of(request), procedure_id)
    newest = await queries.newest(procedure)
    cause = request.query_params.get("cause", "")
    form = Form.blank(
        EditedProcedure,
        version=procedure.version,
        title=newest["title"],
        steps=rules.steps_as_text(newest["steps"]),
        dress="\n".join(newest["dress"]),
        scripts=rules.scripts_as_text(newest["scripts"]),
        answers_cause=cause if cause in words.CAUSES else None,
    )
    return _form_page(request, form, procedure, newest=newest)


@post("/desk/procedures/{procedure_id:int}/edit", opt={"who": STAFF})
async def edit_procedure(request: Request, procedure_id: FromPath[int]) -> Response[Any]:
    """Write the next version."""
    procedure = await queries.access_procedure(actor_of(request), procedure_id)

    async def again(form: Form[EditedProcedure]) -> Response[bytes]:
        return _form_page(request, form, procedure, newest=await queries.newest(procedure))

    return await submit(
        request,
        await read_form(request, EditedProcedure),
        action="procedure.edited",
        write=lambda data, actor: procedure_actions.edit_procedure(procedure, data, actor=actor),
        done=lambda _: redirect(f"{HOME}/{procedure_id}", m("The next version is in use.")),
        again=again,
    )


@post("/desk/procedures/{procedure_id:int}/retire", opt={"who": STAFF})
async def retire_procedure(request: Request, procedure_id: FromPath[int]) -> Response[Any]:
    """Take a procedure out of use."""
    procedure = await queries.access_procedure(actor_of(request), procedure_id)
    return await submit(
        request,
        await read_form(request, RetiredProcedure),
        action="procedure.retired",
        write=lambda data, actor: procedure_actions.retire_procedure(procedure, data, actor=actor),
        done=lambda _: redirect(HOME, m("The procedure is out of use.")),
        again=lambda form: _show(request, procedure, form),
    )


HANDLERS = [
    list_procedures,
    take_procedure,
    new_procedure,
    add_procedure,
    show_procedure,
    show_version,
    edit_form,
    edit_procedure,
    retire_procedure,
]
