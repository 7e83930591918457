"""Doors as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from programs.residents import place_actions, place_queries
from programs.residents.place_schemas import DoorOut, DoorsOfBuilding, EditedDoor, NewDoor, RemovedDoor
from programs.residents.queries import households_of
from server.web.access import STAFF, actor_of
from server.web.forms import Created, carry_out, written


class MadeDoors(msgspec.Struct):
    """How many doors were new."""

    made: int


@get("/api/buildings/{building_id:int}/doors", opt={"who": STAFF})
async def list_doors(request: Request, building_id: FromPath[int]) -> list[DoorOut]:
    """The doors of a building, from the ground up."""
    building = await place_queries.access_building(actor_of(request), building_id)
    return msgspec.convert(await households_of(building.id), list[DoorOut], strict=False)


@post("/api/buildings/{building_id:int}/doors/in-one-go", opt={"who": STAFF})
async def add_doors(
    request: Request, building_id: FromPath[int], data: JSONBody[DoorsOfBuilding]
) -> MadeDoors:
    """Make the doors of a building; those that stand already stay as they are."""
    actor = actor_of(request)
    building = await place_queries.access_building(actor, building_id)
    return MadeDoors(
        await carry_out(
            data,
            actor=actor,
            action="doors.added",
            write=lambda: place_actions.add_doors(building, data, actor=actor),
        )
    )


@post("/api/buildings/{building_id:int}/doors", opt={"who": STAFF})
async def add_door(request: Request, building_id: FromPath[int], data: JSONBody[NewDoor]) -> Created:
    """Add one door."""
    actor = actor_of(request)
    building = await place_queries.access_building(actor, building_id)
    return await written(building, data, "door.added", place_actions.add_door, actor=actor)


@put("/api/households/{household_id:int}", opt={"who": STAFF})
async def edit_door(request: Request, household_id: FromPath[int], data: JSONBody[EditedDoor]) -> Created:
    """Save a door; 409 with their values when `version` is stale. Answers the id of its building."""
    actor = actor_of(request)
    household = await place_queries.access_household(actor, household_id)
    return await written(household, data, "door.edited", place_actions.edit_door, actor=actor)


@post("/api/households/{household_id:int}/remove", opt={"who": STAFF})
async def remove_door(request: Request, household_id: FromPath[int], data: JSONBody[RemovedDoor]) -> Created:
    """Remove a door on which nothing hangs. Answers the id of its building."""
    actor = actor_of(request)
    household = await place_queries.access_household(actor, household_id)
    return await written(household, data, "door.removed", place_actions.remove_door, actor=actor)


HANDLERS = [list_doors, add_doors, add_door, edit_door, remove_door]
