"""Reading buildings and their doors."""

from __future__ import annotations

from typing import Any

from programs.communities.tables import Building
from programs.residents.tables import Household
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.records import own_row


async def access_building(actor: Actor, building_id: int) -> Building:
    """The only way from an id in an address to a Building, for staff of its community, who keep its doors."""
    building = await own_row(Building, building_id, actor)
    if not actor.works_in(building.community):
        raise NotFound
    return building


async def access_household(actor: Actor, household_id: int) -> Household:
    """The only way from an id in an address to a Household, for staff of its community."""
    household = await own_row(Household, household_id, actor)
    if not actor.works_in(household.community) or household.arrives_with is not None:
        raise NotFound
    return household


async def place_of(building_id: int) -> dict[str, Any]:
    """A building with the names of its estate and community."""
    [found] = await db.rows(
        "SELECT b.id, b.name, b.households, b.community, e.name AS estate_name, c.name AS community_name"
        " FROM building AS b JOIN estate AS e ON e.id = b.estate JOIN community AS c ON c.id = b.community"
        " WHERE b.id = {}",
        building_id,
    )
    return found


async def people_behind(household_id: int) -> list[dict[str, Any]]:
    """Who is known to live behind a door."""
    return await db.rows(
        "SELECT id, name, phone_tail FROM resident WHERE household = {} AND moved_away_on IS NULL ORDER BY id",
        household_id,
    )
