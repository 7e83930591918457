"""A person's own copy, erasure and retention as JSON: the same actions as the pages."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from programs.residents import erasure_actions, erasure_queries, own_actions, own_queries, retention_actions
from programs.residents.law_schemas import ConfirmedRetention, DueRow, Erased, OwnCopy
from programs.residents.queries import access_resident, access_to_erase
from server.lib import clock
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.forms import Created, carry_out, written


class Confirmed(msgspec.Struct):
    """How many records are being erased."""

    records: int


@post("/api/residents/{resident_id:int}/own", opt={"who": STAFF})
async def own_copy(
    request: Request, resident_id: FromPath[int], data: JSONBody[OwnCopy]
) -> list[dict[str, Any]]:
    """Everything that is kept of a person; that a copy was made is in the log."""
    actor = actor_of(request)
    resident = await access_resident(actor, resident_id, to_edit=True)
    await carry_out(
        data,
        actor=actor,
        action="resident.exported",
        write=lambda: own_actions.note_copy(resident, actor=actor),
    )
    return own_queries.plain(await own_queries.own_copy(resident, whole_number=True))


@post("/api/residents/{resident_id:int}/erase", opt={"who": PLANNERS})
async def erase(request: Request, resident_id: FromPath[int], data: JSONBody[Erased]) -> Created:
    """Erase a person's record for good. Answers the id, which names nobody any more."""
    actor = actor_of(request)
    resident = await access_to_erase(actor, resident_id)
    return await written(resident, data, "resident.erased", erasure_actions.erase_resident, actor=actor)


@get("/api/retention", opt={"who": PLANNERS})
async def list_due(request: Request) -> list[DueRow]:
    """The records that were to be kept until a day that has gone by."""
    rows = await erasure_queries.due_rows(actor_of(request), today=clock.today())
    return msgspec.convert(rows, list[DueRow])


@post("/api/retention", opt={"who": PLANNERS})
async def confirm_retention(request: Request, data: JSONBody[ConfirmedRetention]) -> Confirmed:
    """Ask for these records, and what rests on consents run out, to be deleted as far as they are due."""
    actor = actor_of(request)
    return Confirmed(
        await carry_out(
            data,
            actor=actor,
            action="retention.confirmed",
            write=lambda: retention_actions.confirm_retention(data, actor=actor),
        )
    )


HANDLERS = [own_copy, erase, list_due, confirm_retention]
