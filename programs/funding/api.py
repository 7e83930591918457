"""Grants as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from programs.funding import actions, queries
from programs.funding.schemas import AddedProgram, EditedGrant, GrantOut, GrantRow, NewGrant, RemovedProgram
from programs.method.queries import access_program
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.forms import Created, created, written


@get("/api/grants", opt={"who": STAFF})
async def list_grants(request: Request) -> list[GrantRow]:
    """The grants that pay for the caller's programs."""
    return msgspec.convert(await queries.list_grants(actor_of(request)), list[GrantRow])


@post("/api/grants", opt={"who": PLANNERS})
async def open_grant(request: Request, data: JSONBody[NewGrant]) -> Created:
    """Enter a grant."""
    actor = actor_of(request)
    return await created(
        data, actor=actor, action="grant.opened", write=lambda: actions.open_grant(data, actor=actor)
    )


@get("/api/grants/{grant_id:int}", opt={"who": STAFF})
async def show_grant(request: Request, grant_id: FromPath[int]) -> GrantOut:
    """One grant."""
    actor = actor_of(request)
    grant = await queries.access_grant(actor, grant_id)
    ties = await queries.programs_of_grant(actor, grant.id)
    programs = [tie["program"] for tie in ties if tie["removed_on"] is None]
    return msgspec.convert({**grant.to_dict(), "programs": programs}, GrantOut)


@put("/api/grants/{grant_id:int}", opt={"who": PLANNERS})
async def edit_grant(request: Request, grant_id: FromPath[int], data: JSONBody[EditedGrant]) -> Created:
    """Save a grant; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    grant = await queries.access_grant(actor, grant_id, to_edit=True)
    return await written(grant, data, "grant.edited", actions.edit_grant, actor=actor)


@post("/api/grants/{grant_id:int}/programs", opt={"who": PLANNERS})
async def add_program(request: Request, grant_id: FromPath[int], data: JSONBody[AddedProgram]) -> Created:
    """Let a grant pay for a program."""
    actor = actor_of(request)
    grant = await queries.access_grant(actor, grant_id, to_edit=True)
    program = await access_program(actor, data.program)
    return await created(
        data,
        actor=actor,
        action="grant.program_added",
        write=lambda: actions.add_program(grant, program, actor=actor),
    )


@post("/api/grants/{grant_id:int}/programs/{program_id:int}/removal", opt={"who": PLANNERS})
async def remove_program(
    request: Request, grant_id: FromPath[int], program_id: FromPath[int], data: JSONBody[RemovedProgram]
) -> Created:
    """Take a program off a grant."""
    actor = actor_of(request)
    grant = await queries.access_grant(actor, grant_id, to_edit=True)
    program = await access_program(actor, program_id)
    return await created(
        data,
        actor=actor,
        action="grant.program_removed",
        write=lambda: actions.remove_program(grant, program, actor=actor),
    )


HANDLERS = [list_grants, open_grant, show_grant, edit_grant, add_program, remove_program]
