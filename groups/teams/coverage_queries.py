"""How far the groups reach: members, households and ages (S60). Who has moved away is not counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from groups.teams import rules
from programs.residents.tables import AgeBand
from server.lib import db

BANDS = tuple(band.value for band in AgeBand)


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """The groups of one community in numbers. `households` and its source are what staff entered of the place."""

    groups: int = 0
    members: int = 0
    households_reached: int = 0
    members_without_household: int = 0
    households: int | None = None
    households_source: str = ""

    @property
    def share(self) -> float | None:
        """组织覆盖率; None when the number of households is not known."""
        return rules.coverage(self.households_reached, self.households)


class AgeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One age band: residents known, members among them, groups that name this age, and whether nobody reaches it."""

    band: str
    residents: int
    members: int
    groups: int
    gap: bool


async def reach_of(communities: Sequence[dict[str, Any]], organisation_id: int) -> dict[int, Reach]:
    """The reach in each of these communities, by id; two reads however many they are."""
    groups = await db.rows(
        "SELECT community, COUNT(*) AS groups_open FROM community_group"
        " WHERE organisation = {} AND closed_on IS NULL GROUP BY community",
        organisation_id,
    )
    people = await db.rows(
        "SELECT g.community, COUNT(DISTINCT m.resident) AS members, COUNT(DISTINCT r.household) AS reached,"
        " COUNT(DISTINCT CASE WHEN r.household IS NULL THEN m.resident END) AS without"
        ' FROM community_group AS g JOIN group_membership AS m ON m."group" = g.id AND m.left_on IS NULL'
        " JOIN resident AS r ON r.id = m.resident"
        " WHERE g.organisation = {} AND g.closed_on IS NULL AND r.moved_away_on IS NULL GROUP BY g.community",
        organisation_id,
    )
    open_groups = {row["community"]: row["groups_open"] for row in groups}
    counted = {row["community"]: row for row in people}
    return {
        place["id"]: Reach(
            groups=open_groups.get(place["id"], 0),
            members=counted.get(place["id"], {}).get("members", 0),
            households_reached=counted.get(place["id"], {}).get("reached", 0),
            members_without_household=counted.get(place["id"], {}).get("without", 0),
            households=place["households"],
            households_source=place.get("households_source") or "",
        )
        for place in communities
    }


async def ages_of_community(community_id: int) -> tuple[list[AgeRow], int]:
    """The age report of a community, youngest first, and how many of its members have no age entered."""
    residents = await _by_band(
        "SELECT age_band, COUNT(*) AS people FROM resident WHERE community = {} AND moved_away_on IS NULL"
        " GROUP BY age_band",
        community_id,
    )
    members = await _by_band(
        "SELECT r.age_band, COUNT(DISTINCT m.resident) AS people FROM community_group AS g JOIN group_membership AS m"
        ' ON m."group" = g.id AND m.left_on IS NULL JOIN resident AS r ON r.id = m.resident'
        " WHERE g.community = {} AND g.closed_on IS NULL AND r.moved_away_on IS NULL GROUP BY r.age_band",
        community_id,
    )
    ranges = await db.rows(
        "SELECT age_from, age_to FROM community_group WHERE community = {} AND closed_on IS NULL",
        community_id,
    )
    groups = {
        band: sum(rules.meant_for(band, age_from=row["age_from"], age_to=row["age_to"]) for row in ranges)
        for band in BANDS
    }
    gaps = rules.uncovered(BANDS, groups_by_band=groups, members_by_band=members)
    report = [
        AgeRow(
            band=band,
            residents=residents.get(band, 0),
            members=members.get(band, 0),
            groups=groups[band],
            gap=band in gaps,
        )
        for band in BANDS
    ]
    return report, members.get("", 0)


async def _by_band(sql: str, community_id: int) -> dict[str, int]:
    return {row["age_band"] or "": row["people"] for row in await db.rows(sql, community_id)}
