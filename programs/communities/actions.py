"""Changing places. Each is one transaction with its audit entry."""

from __future__ import annotations

from programs.communities import rules
from programs.communities.schemas import EditedCommunity, NewBuilding, NewCommunity, NewEstate
from programs.communities.tables import Building, Community, Estate
from server import audit
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import changed_fields, check_version, next_version


async def open_community(data: NewCommunity, *, actor: Actor) -> int:
    """Open a community for work; the id of its row."""
    if code := rules.refuse_slug(data.slug):
        raise Refused(code, field="slug")
    async with write_transaction():
        if await Community.exists().where(Community.slug == data.slug):
            raise Refused("communities.slug_taken", field="slug")
        community = Community(
            organisation=actor.organisation_id,
            name=data.name,
            slug=data.slug,
            district=data.district or "",
            about=data.about or "",
            households=data.households,
            households_source=data.households_source or "",
        )
        await community.save()
        await audit.record("community.opened", "community", community.id, actor=actor)
        return community.id


async def edit_community(community: Community, data: EditedCommunity, *, actor: Actor) -> int:
    """Save what staff know of a community; refused as stale when somebody saved first."""
    async with write_transaction():
        community = await lock(community)
        new = {
            "name": data.name,
            "district": data.district or "",
            "about": data.about or "",
            "households": data.households,
            "households_source": data.households_source or "",
            "public": data.public,
        }
        check_version(community, data.version, new)
        changes = changed_fields(community, new)
        if changes:
            await Community.update(next_version(community, new)).where(Community.id == community.id)
            await audit.record("community.edited", "community", community.id, actor=actor, changes=changes)
        return community.id


async def add_estate(community: Community, data: NewEstate, *, actor: Actor) -> int:
    """Add an estate, once by each name."""
    async with write_transaction():
        community = await lock(community)
        names = await Estate.select(Estate.name).where(Estate.community == community.id).output(as_list=True)
        if any(rules.same_name(name, data.name) for name in names):
            raise Refused("communities.estate_exists", field="name")
        estate = Estate(organisation=actor.organisation_id, community=community.id, name=data.name)
        await estate.save()
        await audit.record(
            "estate.added", "community", community.id, actor=actor, changes={"estate": [None, data.name]}
        )
        return estate.id


async def add_building(community: Community, estate: Estate, data: NewBuilding, *, actor: Actor) -> int:
    """Add a building to an estate, once by each name."""
    async with write_transaction():
        community = await lock(community)
        names = await Building.select(Building.name).where(Building.estate == estate.id).output(as_list=True)
        if any(rules.same_name(name, data.name) for name in names):
            raise Refused("communities.building_exists", field="name")
        building = Building(
            organisation=actor.organisation_id,
            community=community.id,
            estate=estate.id,
            name=data.name,
            households=data.households,
        )
        await building.save()
        await audit.record(
            "building.added", "community", community.id, actor=actor, changes={"building": [None, data.name]}
        )
        return building.id
