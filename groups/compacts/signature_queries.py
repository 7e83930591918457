"""Who signed a compact (S56). Names leave the desk on paper only; the street reads counts."""

from __future__ import annotations

from typing import Any

from groups.compacts.signature_rules import Signature, Tally, tally
from groups.compacts.tables import CompactSignature
from programs.residents.door_rules import order_of
from server.lib import db
from server.lib.errors import NotFound
from server.lib.ids import token_hash

_SIGNATURE = (
    "SELECT s.id, s.household, s.name, s.how, s.drawing, s.pledge, s.signed_on, s.withdrawn_on, s.withdrawn_why,"
    " v.major, v.minor, h.door, h.building, b.name AS building_name, e.name AS estate_name"
    " FROM compact_signature AS s JOIN compact_version AS v ON v.id = s.compact_version"
    " JOIN household AS h ON h.id = s.household JOIN building AS b ON b.id = h.building"
    " JOIN estate AS e ON e.id = b.estate"
)


async def tally_of(compact_id: int, *, major: int) -> Tally:
    """How many households stand behind a compact, whose text in force has this `major`."""
    found = await db.rows(
        "SELECT s.household, v.major, v.minor, s.withdrawn_on FROM compact_signature AS s"
        " JOIN compact_version AS v ON v.id = s.compact_version WHERE s.compact = {}",
        compact_id,
    )
    return tally(
        (
            Signature(row["household"], (row["major"], row["minor"]), row["withdrawn_on"] is None)
            for row in found
        ),
        major=major,
    )


async def list_signatures(compact_id: int) -> list[dict[str, Any]]:
    """Every signature of a compact by door, of each household the newest that stands, or else the withdrawn one."""
    found = await db.rows(f"{_SIGNATURE} WHERE s.compact = {{}} ORDER BY s.id", compact_id)
    newest: dict[int, dict[str, Any]] = {}
    for row in found:
        known = newest.get(row["household"])
        if known is None or _rank(row) >= _rank(known):
            newest[row["household"]] = row
    return sorted(
        newest.values(), key=lambda row: (row["estate_name"], row["building"], order_of(row["door"]))
    )


def _rank(row: dict[str, Any]) -> tuple[bool, int, int]:
    return row["withdrawn_on"] is None, row["major"], row["minor"]


async def signature_by_id(signature_id: int) -> dict[str, Any]:
    """One signature with its door and text."""
    [found] = await db.rows(f"{_SIGNATURE} WHERE s.id = {{}}", signature_id)
    return found


async def signature_by_token(compact_id: int, token: str) -> CompactSignature:
    """The signature to which a receipt belongs."""
    found = await CompactSignature.objects().get(
        (CompactSignature.receipt_hash == token_hash(token)) & (CompactSignature.compact == compact_id)
    )
    if found is None:
        raise NotFound
    return found


async def signatures_standing(compact_id: int, household_ids: list[int]) -> list[dict[str, Any]]:
    """The signatures of some households that stand, with the number of their text."""
    return await db.rows(
        "SELECT s.id, s.household, s.resident, v.major, v.minor FROM compact_signature AS s"
        " JOIN compact_version AS v ON v.id = s.compact_version WHERE s.compact = {} AND s.withdrawn_on IS NULL"
        f" AND s.household IN ({db.marks(household_ids)})",
        compact_id,
        *household_ids,
    )


async def doors_to_sign(compact_id: int, building_id: int, *, major: int) -> list[dict[str, Any]]:
    """The doors of a building in the order of a walk: `label` of the text each has signed, and whether that is `current`."""
    found = await db.rows(
        "SELECT h.id, h.door, s.name, v.major, v.minor FROM household AS h LEFT JOIN compact_signature AS s"
        " ON s.household = h.id AND s.compact = {} AND s.withdrawn_on IS NULL LEFT JOIN compact_version AS v"
        " ON v.id = s.compact_version WHERE h.building = {} AND h.arrives_with IS NULL ORDER BY v.major, v.minor",
        compact_id,
        building_id,
    )
    doors: dict[int, dict[str, Any]] = {}
    for row in found:
        doors[row["id"]] = {**row, "current": row["major"] is not None and row["major"] >= major}
    return sorted(doors.values(), key=lambda row: order_of(row["door"]))


async def door_of(building_id: int, door: str) -> dict[str, Any]:
    """What is known of a door before somebody signs there: its `household` if it stands, and how many doors do."""
    standing = "FROM household AS h WHERE h.building = b.id AND h.arrives_with IS NULL"
    [found] = await db.rows(
        f"SELECT b.households AS stated, (SELECT COUNT(*) {standing}) AS known,"
        f" (SELECT h.id {standing} AND h.door = {{}}) AS household FROM building AS b WHERE b.id = {{}}",
        door,
        building_id,
    )
    return found
