"""Making doors: singly when one is first named, or a whole building in one go."""

from __future__ import annotations

from programs.communities.tables import Building
from programs.residents import door_rules, rules
from programs.residents.place_schemas import DoorsOfBuilding, EditedDoor, NewDoor, RemovedDoor
from programs.residents.tables import Household
from server import audit
from server.lib import db
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.late_entries import Entries
from server.lib.records import changed_fields, check_version, next_version

_AT_ONCE = 500


async def household_of(community_id: int, building_id: int | None, door: str, *, actor: Actor) -> int | None:
    """The household behind a door, made when it is first named; None when no door is named.

    Inside the caller's transaction. `door` may be written in any width: `rules.door_of` decides what is one door.
    The building must be one of the community: that is for the caller to have asked.
    """
    door = rules.door_of(door)
    if building_id is None or not door:
        return None
    await _insert(community_id, building_id, [door], actor=actor)
    [found] = await Household.select(Household.id).where(
        (Household.building == building_id) & (Household.door == door)
    )
    return int(found["id"])


async def add_doors(building: Building, data: DoorsOfBuilding, *, actor: Actor) -> int:
    """Make the doors of a building, floor by floor; how many were new. Doors that stand already stay as they are."""
    doors = planned_doors(data)
    async with write_transaction():
        building = await lock(building)
        made = await _insert(building.community, building.id, doors, actor=actor)
        if made:
            await audit.record(
                "doors.added",
                "building",
                building.id,
                actor=actor,
                changes={"doors": [None, f"{doors[0]}–{doors[-1]}"], "number": [None, made]},
            )
        return made


def planned_doors(data: DoorsOfBuilding) -> list[str]:
    """The doors of such a building from the ground up; Refused when no building is like that."""
    plan = (data.first_floor, data.last_floor, data.per_floor, data.stairwells)
    if code := door_rules.refuse_plan(*plan):
        raise Refused(code, field="last_floor")
    return door_rules.doors_of(*plan, skip=data.skip or "")


async def add_door(building: Building, data: NewDoor, *, actor: Actor) -> int:
    """Add one door; refused when it stands already."""
    door = _readable(data.door)
    async with write_transaction():
        building = await lock(building)
        if not await _insert(building.community, building.id, [door], actor=actor):
            raise Refused("residents.door_exists", field="door")
        household = await household_of(building.community, building.id, door, actor=actor)
        assert household is not None
        await audit.record("door.added", "building", building.id, actor=actor, changes={"door": [None, door]})
        return household


async def edit_door(household: Household, data: EditedDoor, *, actor: Actor) -> int:
    """Save a door, how many live behind it, and whether visitors come in twos; stale when somebody saved first."""
    door = _readable(data.door)
    async with write_transaction():
        household = await lock(household)
        new = {"door": door, "size": data.size, "two_together": data.two_together}
        check_version(household, data.version, new)
        taken = (Household.building == household.building) & (Household.door == door)
        if door != household.door and await Household.exists().where(taken):
            raise Refused("residents.door_exists", field="door")
        if changes := changed_fields(household, new):
            await Household.update(next_version(household, new)).where(Household.id == household.id)
            await audit.record("door.edited", "household", household.id, actor=actor, changes=changes)
        return int(household.building)


async def set_size(household_id: int, size: int, *, actor: Actor) -> None:
    """Say how many live behind a door, in the caller's transaction."""
    found = await Household.objects().get(Household.id == household_id)
    assert found is not None
    if found.size != size:
        await Household.update(next_version(found, {"size": size})).where(Household.id == household_id)
        await audit.record(
            "door.edited", "household", household_id, actor=actor, changes={"size": [found.size, size]}
        )


async def remove_door(household: Household, data: RemovedDoor, *, actor: Actor) -> int:
    """Remove a door behind which nobody is known and at which nobody has called; the id of its building."""
    async with write_transaction():
        household = await lock(household)
        if await is_in_use(household.id):
            raise Refused("residents.door_in_use")
        await Household.delete().where(Household.id == household.id)
        await audit.record(
            "door.removed",
            "building",
            household.building,
            actor=actor,
            changes={"door": [household.door, None]},
        )
        return int(household.building)


# Each says whether something of a room above hangs on a door; the ceiling fills it in.
HANGS_ON: Entries[tuple[str, str]] = Entries(__name__, ("resident", "household"))


async def is_in_use(household_id: int) -> bool:
    """Whether anything hangs on a door, so that it cannot be removed."""
    for table, column in HANGS_ON:
        if await db.rows(f"SELECT 1 AS one FROM {table} WHERE {column} = {{}} LIMIT 1", household_id):
            return True
    return False


def _readable(text: str) -> str:
    door = rules.door_of(text)
    if not door:
        raise Refused("residents.door_empty", field="door")
    if len(door) > rules.DOOR_LENGTH:
        raise Refused("residents.door_too_long", field="door")
    return door


async def _insert(community_id: int, building_id: int, doors: list[str], *, actor: Actor) -> int:
    """How many were new. One that was only about to arrive with an import stands from now on, whatever becomes of that."""
    made = 0
    for start in range(0, len(doors), _AT_ONCE):
        batch = doors[start : start + _AT_ONCE]
        values = [
            value for door in batch for value in (actor.organisation_id, community_id, building_id, door)
        ]
        made += len(
            await db.execute(
                "INSERT INTO household (organisation, community, building, door)"
                f" VALUES {db.tuples(len(batch), 4)} ON CONFLICT (building, door) DO UPDATE SET arrives_with = NULL"
                " WHERE household.arrives_with IS NOT NULL RETURNING id",
                *values,
            )
        )
    return made
