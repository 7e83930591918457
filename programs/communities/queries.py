"""Reading places."""

from __future__ import annotations

from typing import Any

from programs.communities import policy
from programs.communities.tables import Building, Community, Estate
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Forbidden, NotFound
from server.lib.records import own_row


async def access_community(actor: Actor, community_id: int, *, to_edit: bool = False) -> Community:
    """The only way from an id in an address to a Community. Another organisation's does not exist."""
    community = await own_row(Community, community_id, actor)
    if actor.is_staff and not actor.works_in(community_id):
        raise NotFound
    if to_edit and not policy.may_edit_community(actor, community_id):
        raise Forbidden
    return community


async def access_estate(actor: Actor, estate_id: int, *, community_id: int) -> Estate:
    """An estate of this community."""
    estate = await own_row(Estate, estate_id, actor)
    if estate.community != community_id:
        raise NotFound
    return estate


async def public_community(slug: str) -> Community:
    """A community that shows itself to the street, by its address; not when its organisation has closed."""
    community = await Community.objects().get(
        (Community.slug == slug) & (Community.public.eq(True)) & Community.organisation.closed_at.is_null()
    )
    if community is None:
        raise NotFound
    return community


async def communities_of(actor: Actor) -> list[dict[str, Any]]:
    """The communities in which the actor works, by name."""
    query = Community.select(
        Community.id,
        Community.name,
        Community.slug,
        Community.district,
        Community.households,
        Community.households_source,
    ).where(Community.organisation == actor.organisation_id)
    mine = actor.community_ids()
    if mine is not None:
        query = query.where(Community.id.is_in(sorted(mine) or [0]))
    return await query.order_by(Community.name)


def within_reach(actor: Actor, row: str, community_id: int | None = None) -> tuple[list[str], list[Any]]:
    """The walls around every list of rows that belong to communities: conditions and their values.

    `row` is what the query calls such a row. The organisation, then the communities in which the actor works, or
    this one.
    """
    where, values = [f"{row}.organisation = {{}}"], [actor.organisation_id]
    mine = actor.community_ids()
    if mine is not None:
        where.append(f"{row}.community IN ({db.marks(mine)})")
        values += sorted(mine)
    if community_id is not None:
        where.append(f"{row}.community = {{}}")
        values.append(community_id)
    return where, values


async def community_options(actor: Actor) -> list[tuple[int, str]]:
    """The actor's communities, to choose from."""
    return [(row["id"], row["name"]) for row in await communities_of(actor)]


async def estates_with_buildings(community_id: int) -> list[dict[str, Any]]:
    """The estates of a community, each with its `buildings`."""
    estates = (
        await Estate.select(Estate.id, Estate.name)
        .where(Estate.community == community_id)
        .order_by(Estate.id)
    )
    buildings = (
        await Building.select(Building.id, Building.estate, Building.name, Building.households)
        .where(Building.community == community_id)
        .order_by(Building.id)
    )
    return [
        {**estate, "buildings": [row for row in buildings if row["estate"] == estate["id"]]}
        for estate in estates
    ]


async def building_options(community_id: int) -> list[tuple[int, str]]:
    """The buildings of a community, each with its estate's name, to choose from."""
    found = await db.rows(
        "SELECT building.id, estate.name AS estate, building.name FROM building"
        " JOIN estate ON estate.id = building.estate WHERE building.community = {} ORDER BY building.id",
        community_id,
    )
    return [(row["id"], f"{row['estate']} {row['name']}") for row in found]


async def check_building(community_id: int, building_id: int | None) -> None:
    """Raise NotFound when the building is not one of this community."""
    if building_id is None:
        return
    if not await Building.exists().where((Building.id == building_id) & (Building.community == community_id)):
        raise NotFound
