"""Signatures whose door nobody has entered yet as JSON: the same actions as the pages."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from groups.compacts import queries, waiting_actions, waiting_queries
from groups.compacts.schemas import SettledDoor
from server.web.access import STAFF, actor_of
from server.web.forms import Created, carry_out, created

_WAITING = "/api/compact-waiting/{waiting_id:int}"


class Confirmed(msgspec.Struct):
    """Whether the signature counts now; not when its household had signed otherwise."""

    counts: bool


@get("/api/compacts/{compact_id:int}/waiting", opt={"who": STAFF})
async def list_waiting(request: Request, compact_id: FromPath[int]) -> list[dict[str, Any]]:
    """Signatures that wait for their door, and those whose door is `not_here`."""
    compact = await queries.access_compact(actor_of(request), compact_id)
    return await waiting_queries.list_waiting(compact.id)


@post(f"{_WAITING}/confirmation", opt={"who": STAFF})
async def confirm_door(request: Request, waiting_id: FromPath[int], data: JSONBody[SettledDoor]) -> Confirmed:
    """There is such a door: enter it and count the signature."""
    actor = actor_of(request)
    waiting, compact = await waiting_queries.access_waiting(actor, waiting_id)
    counts = await carry_out(
        data,
        actor=actor,
        action="compact.door_confirmed",
        write=lambda: waiting_actions.confirm_door(compact, waiting, data, actor=actor),
    )
    return Confirmed(counts)


@post(f"{_WAITING}/setting-aside", opt={"who": STAFF})
async def set_door_aside(request: Request, waiting_id: FromPath[int], data: JSONBody[SettledDoor]) -> Created:
    """There is no such door."""
    actor = actor_of(request)
    waiting, compact = await waiting_queries.access_waiting(actor, waiting_id)
    return await created(
        data,
        actor=actor,
        action="compact.door_not_here",
        write=lambda: waiting_actions.set_door_aside(compact, waiting, data, actor=actor),
    )


@post(f"{_WAITING}/return", opt={"who": STAFF})
async def take_door_up(request: Request, waiting_id: FromPath[int], data: JSONBody[SettledDoor]) -> Created:
    """Undo that there is no such door."""
    actor = actor_of(request)
    waiting, compact = await waiting_queries.access_waiting(actor, waiting_id)
    return await created(
        data,
        actor=actor,
        action="compact.door_taken_up",
        write=lambda: waiting_actions.take_door_up(compact, waiting, data, actor=actor),
    )


HANDLERS = [list_waiting, confirm_door, set_door_aside, take_door_up]
