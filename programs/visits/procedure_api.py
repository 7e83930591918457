"""Procedures as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from programs.visits import procedure_actions
from programs.visits import procedure_queries as queries
from programs.visits.procedure_schemas import (
    EditedProcedure,
    NewProcedure,
    ProcedureOut,
    ProcedureRow,
    RetiredProcedure,
    TakenProcedure,
)
from server.web.access import STAFF, actor_of
from server.web.forms import Created, created, written


@get("/api/procedures", opt={"who": STAFF})
async def list_procedures(request: Request) -> list[ProcedureRow]:
    """The organisation's procedures."""
    return msgspec.convert(await queries.list_procedures(actor_of(request)), list[ProcedureRow])


@post("/api/procedures", opt={"who": STAFF})
async def add_procedure(request: Request, data: JSONBody[NewProcedure]) -> Created:
    """Add a procedure."""
    actor = actor_of(request)
    return await created(
        data,
        actor=actor,
        action="procedure.added",
        write=lambda: procedure_actions.add_procedure(data, actor=actor),
    )


@post("/api/procedures/shipped", opt={"who": STAFF})
async def take_procedure(request: Request, data: JSONBody[TakenProcedure]) -> Created:
    """Take a procedure that ships with Linli into use."""
    actor = actor_of(request)
    return await created(
        data,
        actor=actor,
        action="procedure.taken",
        write=lambda: procedure_actions.take_procedure(data, actor=actor),
    )


@get("/api/procedures/{procedure_id:int}", opt={"who": STAFF})
async def show_procedure(request: Request, procedure_id: FromPath[int]) -> ProcedureOut:
    """A procedure as it is used now; `version` is what an edit sends back."""
    procedure = await queries.access_procedure(actor_of(request), procedure_id)
    newest = await queries.newest(procedure)
    return msgspec.convert({**newest, "id": procedure.id, "version": procedure.version}, ProcedureOut)


@put("/api/procedures/{procedure_id:int}", opt={"who": STAFF})
async def edit_procedure(
    request: Request, procedure_id: FromPath[int], data: JSONBody[EditedProcedure]
) -> Created:
    """Write the next version; 409 when somebody wrote one first."""
    actor = actor_of(request)
    procedure = await queries.access_procedure(actor, procedure_id)
    return await written(procedure, data, "procedure.edited", procedure_actions.edit_procedure, actor=actor)


@post("/api/procedures/{procedure_id:int}/retire", opt={"who": STAFF})
async def retire_procedure(
    request: Request, procedure_id: FromPath[int], data: JSONBody[RetiredProcedure]
) -> Created:
    """Take a procedure out of use."""
    actor = actor_of(request)
    procedure = await queries.access_procedure(actor, procedure_id)
    return await written(
        procedure, data, "procedure.retired", procedure_actions.retire_procedure, actor=actor
    )


HANDLERS = [
    list_procedures,
    add_procedure,
    take_procedure,
    show_procedure,
    edit_procedure,
    retire_procedure,
]
