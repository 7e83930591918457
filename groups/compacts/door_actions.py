"""Doors that are spoken for, and how many may write from one address. All inside the caller's transaction."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from datetime import timedelta

from groups.compacts import signature_queries, signature_rules
from groups.compacts.tables import Compact
from programs.residents.place_actions import household_of
from programs.residents.rules import door_of
from server.accounts import throttle
from server.accounts.buckets import Limit
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound, Refused

# A hall in which everybody signs through one network gets through; a program that writes all night does not.
PER_ADDRESS = Limit(tries=400, period=timedelta(hours=1))
PER_COMPACT = Limit(tries=3_000, period=timedelta(hours=1))


async def let_in(compact: Compact, address: str) -> None:
    """Raise Refused when too many came from one address, or for one compact, within the hour."""
    wait = await throttle.take(
        ("compact", address, PER_ADDRESS), ("compact-of", str(compact.id), PER_COMPACT)
    )
    if wait:
        raise Refused("compacts.too_many_from_here", minutes=math.ceil(wait / timedelta(minutes=1)))


async def door_at(building_id: int, door: str) -> tuple[str, int | None]:
    """A door as it is stored, and the household behind it if somebody has entered it.

    Refused when nobody has and the building has no room for another.
    """
    plain = signature_rules.door_said(door_of(door))
    known = await signature_queries.door_of(building_id, plain)
    if known["household"] is not None:
        return plain, int(known["household"])
    if (
        not plain
        or len(plain) > 20
        or not signature_rules.may_make_door(known=known["known"], stated=known["stated"])
    ):
        raise Refused("compacts.door_unknown", field="door")
    return plain, None


async def household_at(community_id: int, building_id: int, door: str, *, actor: Actor) -> int:
    """The household behind a door at which the actor stands; one that nobody has entered is made.

    The building must be one of the community: that is for the caller to have asked.
    """
    plain, household = await door_at(building_id, door)
    return household or await enter_door(community_id, building_id, plain, actor=actor)


async def enter_door(community_id: int, building_id: int, door: str, *, actor: Actor) -> int:
    """Enter a door that somebody who knows the house has seen; the household behind it."""
    made = await household_of(community_id, building_id, door, actor=actor)
    if made is None:
        raise Refused("compacts.door_unknown", field="door")
    return made


async def places_of(community_id: int, household_ids: Sequence[int]) -> dict[int, int]:
    """The building of each household; NotFound unless all are of this community."""
    wanted = set(household_ids)
    found = await db.rows(
        f"SELECT id, building FROM household WHERE id IN ({db.marks(wanted)}) AND community = {{}}"
        " AND arrives_with IS NULL",
        *sorted(wanted),
        community_id,
    )
    if len(found) != len(wanted):
        raise NotFound
    return {row["id"]: row["building"] for row in found}


async def neighbours_at(households: Collection[int], *, actor: Actor) -> dict[tuple[int, str], int]:
    """Who lives behind some doors, by door and name: whoever speaks up there by that name is that person."""
    found = await db.rows(
        f"SELECT id, household, folded_name FROM resident WHERE household IN ({db.marks(households)})"
        " AND organisation = {} AND erased_at IS NULL AND moved_away_on IS NULL ORDER BY id DESC",
        *sorted(households),
        actor.organisation_id,
    )
    return {(row["household"], row["folded_name"]): row["id"] for row in found}
