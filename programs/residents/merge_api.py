"""Merging and parting as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from programs.residents import merge_actions
from programs.residents.merge_queries import alike_to
from programs.residents.merge_schemas import AlikeOut, MergedResidents, PartedResidents
from programs.residents.queries import access_resident
from server.web.access import STAFF, actor_of
from server.web.forms import Created, created


@get("/api/residents/{resident_id:int}/alike", opt={"who": STAFF})
async def list_alike(request: Request, resident_id: FromPath[int]) -> list[AlikeOut]:
    """The few who may be this same person, the likeliest first."""
    actor = actor_of(request)
    resident = await access_resident(actor, resident_id)
    return msgspec.convert(await alike_to(actor, resident), list[AlikeOut])


@post("/api/residents/{resident_id:int}/merge", opt={"who": STAFF})
async def merge(request: Request, resident_id: FromPath[int], data: JSONBody[MergedResidents]) -> Created:
    """Merge `other` into this record. Answers the id of the kept one."""
    actor = actor_of(request)
    kept = await access_resident(actor, resident_id, to_edit=True)
    other = await access_resident(actor, data.other, to_edit=True)
    return await created(
        data,
        actor=actor,
        action="resident.merged",
        write=lambda: merge_actions.merge_residents(kept, other, actor=actor),
    )


@post("/api/residents/{resident_id:int}/part", opt={"who": STAFF})
async def part(request: Request, resident_id: FromPath[int], data: JSONBody[PartedResidents]) -> Created:
    """Part this record from the one that it was merged into. Answers its id."""
    actor = actor_of(request)
    merged = await access_resident(actor, resident_id, to_edit=True)
    return await created(
        data,
        actor=actor,
        action="resident.parted",
        write=lambda: merge_actions.part_residents(merged, actor=actor),
    )


HANDLERS = [list_alike, merge, part]
