"""Rounds as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from programs.residents.place_queries import access_building
from programs.visits import round_actions, round_change_actions, round_queries
from programs.visits.door_schemas import RoundDebrief, TappedDoors, UndoneTap, WalkedDoors
from programs.visits.round_schemas import (
    CancelledRound,
    ClosedRound,
    EditedRound,
    NewRound,
    ReopenedRound,
    RoundOut,
    RoundPage,
    RoundRow,
)
from server.web.access import STAFF, actor_of
from server.web.asked import AskedId, Cursor
from server.web.forms import Created, created, written


@get("/api/rounds", opt={"who": STAFF})
async def list_rounds(
    request: Request, community: AskedId = None, building: AskedId = None, after: Cursor = ""
) -> RoundPage:
    """Rounds within the caller's reach, the latest first."""
    found = await round_queries.list_rounds(
        actor_of(request), community_id=community, building_id=building, cursor=after
    )
    return RoundPage(msgspec.convert(found.rows, list[RoundRow]), found.next)


@post("/api/rounds", opt={"who": STAFF})
async def plan_round(request: Request, data: JSONBody[NewRound]) -> Created:
    """Plan a round."""
    actor = actor_of(request)
    building = await access_building(actor, data.building)
    return await written(building, data, "round.planned", round_actions.plan_round, actor=actor)


@get("/api/rounds/{round_id:int}", opt={"who": STAFF})
async def show_round(request: Request, round_id: FromPath[int]) -> RoundOut:
    """A round with its doors and what came of each."""
    found = await round_queries.access_round(actor_of(request), round_id)
    card = await round_queries.card_of(found)
    doors = await round_queries.doors_of(found.id)
    return msgspec.convert({**card, "companion": card["companion_name"] or "", "doors": doors}, RoundOut)


@post("/api/rounds/{round_id:int}/doors", opt={"who": STAFF})
async def log_doors(request: Request, round_id: FromPath[int], data: JSONBody[WalkedDoors]) -> Created:
    """Note what came of doors, each with its own outcome; answers how many."""
    actor = actor_of(request)
    found = await round_queries.access_round(actor, round_id)
    return await created(
        data,
        actor=actor,
        action="round.doors_logged",
        write=lambda: round_actions.log_doors(found, data.doors, actor=actor, visited_on=data.visited_on),
    )


@post("/api/rounds/{round_id:int}/taps", opt={"who": STAFF})
async def tap_doors(request: Request, round_id: FromPath[int], data: JSONBody[TappedDoors]) -> Created:
    """Note one outcome for one or several doors; answers how many."""
    actor = actor_of(request)
    found = await round_queries.access_round(actor, round_id)
    return await written(found, data, "round.doors_logged", round_actions.tap_doors, actor=actor)


@post("/api/rounds/{round_id:int}/undo", opt={"who": STAFF})
async def undo_tap(request: Request, round_id: FromPath[int], data: JSONBody[UndoneTap]) -> Created:
    """Take back a visit and all that the same tap wrote; answers how many."""
    actor = actor_of(request)
    found = await round_queries.access_round(actor, round_id)
    return await written(found, data, "round.undone", round_actions.undo_tap, actor=actor)


@post("/api/rounds/{round_id:int}/debrief", opt={"who": STAFF})
async def debrief_round(request: Request, round_id: FromPath[int], data: JSONBody[RoundDebrief]) -> Created:
    """Say why doors of a round stayed shut; answers how many."""
    actor = actor_of(request)
    found = await round_queries.access_round(actor, round_id)
    return await written(found, data, "door_visit.debriefed", round_actions.debrief_round, actor=actor)


@post("/api/rounds/{round_id:int}/close", opt={"who": STAFF})
async def close_round(request: Request, round_id: FromPath[int], data: JSONBody[ClosedRound]) -> Created:
    """Say that a round was walked."""
    actor = actor_of(request)
    found = await round_queries.access_round(actor, round_id)
    return await written(found, data, "round.closed", round_actions.close_round, actor=actor)


@post("/api/rounds/{round_id:int}/cancel", opt={"who": STAFF})
async def cancel_round(request: Request, round_id: FromPath[int], data: JSONBody[CancelledRound]) -> Created:
    """Say that nobody walks a round."""
    actor = actor_of(request)
    found = await round_queries.access_round(actor, round_id)
    return await written(found, data, "round.cancelled", round_actions.cancel_round, actor=actor)


@put("/api/rounds/{round_id:int}", opt={"who": STAFF})
async def edit_round(request: Request, round_id: FromPath[int], data: JSONBody[EditedRound]) -> Created:
    """Change a plan before the walk."""
    actor = actor_of(request)
    found = await round_queries.access_round(actor, round_id)
    building = await access_building(actor, data.building)
    return await created(
        data,
        actor=actor,
        action="round.edited",
        write=lambda: round_change_actions.edit_round(found, building, data, actor=actor),
    )


@post("/api/rounds/{round_id:int}/reopening", opt={"who": STAFF})
async def reopen_round(request: Request, round_id: FromPath[int], data: JSONBody[ReopenedRound]) -> Created:
    """Let doors be noted on a closed round again."""
    actor = actor_of(request)
    found = await round_queries.access_round(actor, round_id)
    return await written(found, data, "round.reopened", round_change_actions.reopen_round, actor=actor)


HANDLERS = [
    list_rounds,
    plan_round,
    show_round,
    edit_round,
    reopen_round,
    log_doors,
    tap_doors,
    undo_tap,
    debrief_round,
    close_round,
    cancel_round,
]
