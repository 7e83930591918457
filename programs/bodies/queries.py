"""Reading who stands for which building."""

from __future__ import annotations

from typing import Any

from programs.bodies.tables import BuildingLeader
from programs.residents.ladder_queries import LadderAct
from programs.residents.tables import LadderStep
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.i18n import _
from server.lib.records import own_row

# Where each resident stands: the newest step counts.
_NOW = (
    "SELECT s.id, s.resident, s.building, s.step, s.reached_on, s.note, r.name, r.building AS home, b.name AS building_name"
    " FROM recruit AS s JOIN resident AS r ON r.id = s.resident LEFT JOIN building AS b ON b.id = s.building"
    " WHERE s.community = {} AND r.moved_away_on IS NULL AND r.erased_at IS NULL"
    " AND s.id = (SELECT MAX(t.id) FROM recruit AS t WHERE t.resident = s.resident)"
)
_TERM = (
    "SELECT l.id, l.community, l.building, l.resident, l.since, l.ended_on, l.end_reason, l.version, r.name,"
    " b.name AS building_name, e.name AS estate_name,"
    " (SELECT COUNT(*) FROM household AS h WHERE h.building = l.building AND h.arrives_with IS NULL) AS households"
    " FROM building_leader AS l"
    " JOIN resident AS r ON r.id = l.resident JOIN building AS b ON b.id = l.building JOIN estate AS e ON e.id = b.estate"
)


async def access_term(actor: Actor, leader_id: int) -> BuildingLeader:
    """The only way from an id in an address to a BuildingLeader, for staff of its community."""
    term = await own_row(BuildingLeader, leader_id, actor)
    if not actor.works_in(term.community):
        raise NotFound
    return term


async def card_of(term: BuildingLeader) -> dict[str, Any]:
    """A term with the names of its person and place, and how many households the building has."""
    [card] = await db.rows(f"{_TERM} WHERE l.id = {{}}", term.id)
    return card


async def terms_of(building_id: int) -> list[dict[str, Any]]:
    """The terms of a building, the newest first."""
    return await db.rows(f"{_TERM} WHERE l.building = {{}} ORDER BY l.since DESC, l.id DESC", building_id)


async def recruits_of(community_id: int) -> list[dict[str, Any]]:
    """Where each resident of a community stands on the way, those on it longest first."""
    return await db.rows(f"{_NOW} ORDER BY s.reached_on, s.id", community_id)


async def step_of(resident_id: int) -> str | None:
    """Where a resident stands, if on the way at all."""
    found = await db.rows(
        "SELECT step FROM recruit WHERE resident = {} ORDER BY id DESC LIMIT 1", resident_id
    )
    return str(found[0]["step"]) if found else None


async def tree_of(community_id: int) -> list[dict[str, Any]]:
    """Estates with their `buildings`, each with its leader, if any, and its volunteers."""
    buildings = await db.rows(
        "SELECT b.id, b.name, b.estate, e.name AS estate_name, l.id AS leader, l.since AS leader_since,"
        " l.resident AS leader_resident, r.name AS leader_name,"
        " (SELECT COUNT(*) FROM household AS h WHERE h.building = b.id AND h.arrives_with IS NULL) AS households"
        " FROM building AS b"
        " JOIN estate AS e ON e.id = b.estate LEFT JOIN building_leader AS l ON l.building = b.id"
        " AND l.ended_on IS NULL LEFT JOIN resident AS r ON r.id = l.resident WHERE b.community = {}"
        " ORDER BY e.id, b.id",
        community_id,
    )
    volunteers: dict[int, list[dict[str, Any]]] = {}
    for row in await recruits_of(community_id):
        place = row["building"] or row["home"]
        if row["step"] == "volunteer" and place is not None:
            volunteers.setdefault(place, []).append(row)
    estates: dict[int, dict[str, Any]] = {}
    for row in buildings:
        estate = estates.setdefault(row["estate"], {"name": row["estate_name"], "buildings": []})
        estate["buildings"].append({**row, "volunteers": volunteers.get(row["id"], [])})
    return list(estates.values())


async def program_of_term(term_id: int) -> int | None:
    """The program to which a term was counted."""
    found = await db.rows(
        "SELECT program FROM evidence WHERE source_kind = 'building_leader' AND source_id = {} LIMIT 1",
        term_id,
    )
    return int(found[0]["program"]) if found else None


async def acts_of(resident_id: int) -> list[LadderAct]:
    """What shows that a resident organises: the terms in which she led a building, once they have begun (S28).

    One that ended on the day it began was a mistake.
    """
    found = await db.rows(
        f"{_TERM} WHERE l.resident = {{}} AND l.since <= {{}}"
        " AND (l.ended_on IS NULL OR l.ended_on <> l.since) ORDER BY l.id",
        resident_id,
        clock.today(),
    )
    return [
        LadderAct(
            step=LadderStep.organises,
            on=row["since"],
            title=_("Building leader of %(place)s", place=f"{row['estate_name']} {row['building_name']}"),
            href=f"/desk/building-leaders/{row['id']}",
            source_kind="building_leader",
            source_id=row["id"],
        )
        for row in found
    ]
