"""Buildings that a roster names and the community has not: made, or said to be one that it has, and remembered."""

from __future__ import annotations

from programs.communities import actions as place_actions
from programs.communities.schemas import NewBuilding
from programs.communities.tables import Building, Community, Estate
from programs.residents.import_actions import check_anew, locked_open
from programs.residents.import_queries import counts_of, matching_of
from programs.residents.import_schemas import ListEstate, Settled, SettledPlaces
from programs.residents.roster_place_rules import building_name, estate_meant, place_key
from programs.residents.tables import ImportBatch
from server.lib import db
from server.lib.actor import Actor
from server.lib.db import write_transaction
from server.lib.errors import Refused
from server.lib.ids import new_op_id


async def settle(batch: ImportBatch, data: SettledPlaces, *, actor: Actor) -> int:
    """Settle what buildings are meant, and have the list checked anew; its id.

    Refused when the list has changed since it was shown, when a building or estate is not of its community, or when nothing
    was chosen.
    """
    async with write_transaction():
        batch = await locked_open(batch)
        if batch.version != data.version:
            raise Refused("roster.not_now")
        missing = {place_key(one.estate, one.building): one for one in counts_of(batch).missing}
        chosen = {
            key: one
            for one in data.places
            if (key := place_key(one.estate, one.building)) in missing and (one.means or one.make_in)
        }
        if data.make_all:
            estates = await _estates(batch.community)
            for key, left in missing.items():
                if key not in chosen and (estate := estate_meant(left.estate, estates) or data.make_in):
                    chosen[key] = Settled(left.estate, left.building, make_in=estate)
        if not chosen:
            raise Refused("roster.no_place_chosen")
        for one in chosen.values():
            await _settle_one(batch, one, actor=actor)
        await check_anew(batch, actor=actor)
        return batch.id


async def say_estate(batch: ImportBatch, data: ListEstate, *, actor: Actor) -> int:
    """Say of which estate all rows are that name none, and have the list checked anew; its id.

    Refused when the list has changed since it was shown, or the estate is not of its community.
    """
    async with write_transaction():
        batch = await locked_open(batch)
        if batch.version != data.version:
            raise Refused("roster.not_now")
        if data.estate not in {None, *(number for number, _ in await _estates(batch.community))}:
            raise Refused("roster.no_place_chosen")
        matching = matching_of(batch)
        matching.estate = data.estate
        await check_anew(batch, actor=actor, matching=matching)
        return batch.id


async def _settle_one(batch: ImportBatch, one: Settled, *, actor: Actor) -> None:
    building = one.means
    if building is None:
        community = await Community.objects().get(Community.id == batch.community)
        estate = await Estate.objects().get(
            (Estate.id == one.make_in) & (Estate.community == batch.community)
        )
        if community is None or estate is None:
            raise Refused("roster.no_place_chosen")
        new = NewBuilding(op_id=new_op_id(), estate=estate.id, name=building_name(one.building)[:40])
        building = await place_actions.add_building(community, estate, new, actor=actor)
    elif not await Building.exists().where(
        (Building.id == building) & (Building.community == batch.community)
    ):
        raise Refused("roster.no_place_chosen")
    await _remember(batch, one, building)


async def _remember(batch: ImportBatch, one: Settled, building: int) -> None:
    await db.execute(
        "INSERT INTO place_memory (organisation, community, written_estate, written_building, building)"
        " VALUES ({}, {}, {}, {}, {}) ON CONFLICT (community, written_estate, written_building)"
        " DO UPDATE SET building = EXCLUDED.building",
        batch.organisation,
        batch.community,
        *place_key(one.estate, one.building),
        building,
    )


async def _estates(community_id: int) -> list[tuple[int, str]]:
    found = await Estate.select(Estate.id, Estate.name).where(Estate.community == community_id)
    return [(row["id"], row["name"]) for row in found]
