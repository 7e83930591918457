"""Keeping people's records. The audit log names the fields that changed and never what stood in them."""

from __future__ import annotations

from typing import Any

from programs.communities.queries import check_building
from programs.communities.tables import Community
from programs.residents import queries, rules
from programs.residents.place_actions import household_of
from programs.residents.schemas import CameBack, EditedResident, MovedAway, NewResident
from programs.residents.search_actions import index_names
from programs.residents.tables import Resident
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import changed_fields, check_version


async def add_resident(community: Community, data: NewResident, *, actor: Actor) -> int:
    """Add a person, and their household if nobody of it is known yet; the id of their row."""
    async with write_transaction():
        # Locked, so that two who add the same neighbour at once do not both find nobody of that name.
        community = await lock(community)
        values = await _values(community.id, data, actor=actor)
        resident = Resident(
            organisation=actor.organisation_id, community=community.id, created_at=clock.now(), **values
        )
        await resident.save()
        await index_names([resident.id])
        await audit.record("resident.added", "resident", resident.id, actor=actor)
        return resident.id


async def edit_resident(resident: Resident, data: EditedResident, *, actor: Actor) -> int:
    """Save a person's record; refused as stale when somebody saved first."""
    async with write_transaction():
        resident = await lock(resident)
        values = await _values(resident.community, data, actor=actor, known=resident)
        check_version(
            resident, data.version, {name: value for name, value in values.items() if name != "folded_name"}
        )
        changes = changed_fields(resident, values)
        if changes:
            await Resident.update(**values, version=resident.version + 1).where(Resident.id == resident.id)
            await index_names([resident.id])
            await audit.record(
                "resident.edited",
                "resident",
                resident.id,
                actor=actor,
                changes={name: None for name in changes if name != "folded_name"} or None,
            )
        return resident.id


async def mark_moved_away(resident: Resident, data: MovedAway, *, actor: Actor) -> int:
    """Say that a person lives here no longer. What they took part in stays."""
    check_past_day(data.moved_away_on, field="moved_away_on")
    async with write_transaction():
        resident = await lock(resident)
        if resident.moved_away_on is not None:
            raise Refused("residents.already_away")
        await Resident.update({Resident.moved_away_on: data.moved_away_on}).where(Resident.id == resident.id)
        await audit.record("resident.moved_away", "resident", resident.id, actor=actor)
        return resident.id


async def take_back_moving(resident: Resident, data: CameBack, *, actor: Actor) -> int:
    """Say that a person lives here after all, or again."""
    async with write_transaction():
        resident = await lock(resident)
        if resident.moved_away_on is None:
            raise Refused("residents.not_away")
        await Resident.update({Resident.moved_away_on: None}).where(Resident.id == resident.id)
        await audit.record("resident.came_back", "resident", resident.id, actor=actor)
        return resident.id


async def _values(
    community_id: int, data: NewResident, *, actor: Actor, known: Resident | None = None
) -> dict[str, Any]:
    """The columns of a person as typed, or a refusal beside the field at fault; NotFound for another place's building."""
    await check_building(community_id, data.building)
    phone_tail = rules.read_phone_tail(data.phone_tail or "")
    door = rules.door_of(data.door or "")
    if code := rules.refuse_name(data.name):
        raise Refused(code, field="name")
    if phone_tail is None:
        raise Refused("residents.phone_tail", field="phone_tail")
    if code := rules.refuse_door(building=data.building, door=door):
        raise Refused(code, field="building" if data.building is None else "door")
    if known is None or rules.folded(known.name) != rules.folded(data.name):
        found = await queries.namesakes(community_id, data.name)
        if code := rules.refuse_same_name(namesakes=len(found), another=data.another):
            raise Refused(code, field="another")
    return {
        "name": data.name,
        "folded_name": rules.folded(data.name),
        "phone_tail": phone_tail,
        "age_band": data.age_band,
        "building": data.building,
        "household": await household_of(community_id, data.building, door, actor=actor),
    }
