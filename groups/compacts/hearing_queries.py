"""Who was asked about a compact and what they said (S54)."""

from __future__ import annotations

from typing import Any

import msgspec

from programs.method.case_rules import without_contacts
from programs.residents.door_rules import order_of
from server.lib import db
from server.lib.i18n import _

_COMMENT = (
    "SELECT k.id, k.compact, k.clause_key, k.heard_by, k.stance, k.text, k.nickname, k.raised_on, k.outcome, k.answer,"
    " k.answered_on, k.version, k.hidden_at, k.hidden_reason, v.major, v.minor, b.name AS building_name,"
    " e.name AS estate_name, h.door FROM compact_comment AS k JOIN compact_version AS v ON v.id = k.compact_version"
    " LEFT JOIN building AS b ON b.id = k.building LEFT JOIN estate AS e ON e.id = b.estate"
    " LEFT JOIN household AS h ON h.id = k.household"
)


async def comments_of(compact_id: int, *, hidden: bool = False) -> list[dict[str, Any]]:
    """The comments on a compact, the oldest first; those set aside only when asked for."""
    shown = "" if hidden else " AND k.hidden_at IS NULL"
    return await db.rows(f"{_COMMENT} WHERE k.compact = {{}}{shown} ORDER BY k.id", compact_id)


async def told_comments(compact_id: int) -> list[dict[str, Any]]:
    """What was said and answered, as the street reads it: no telephone number and no door, whoever typed them."""
    left_out = _("[left out]")
    return [
        {
            **row,
            "text": without_contacts(row["text"], instead=left_out),
            "answer": without_contacts(row["answer"], instead=left_out),
        }
        for row in await comments_of(compact_id)
        if row["answer"] and row["text"]
    ]


async def comment_by_id(comment_id: int) -> dict[str, Any]:
    """One comment with its place."""
    [found] = await db.rows(f"{_COMMENT} WHERE k.id = {{}}", comment_id)
    return found


class Counts(msgspec.Struct, frozen=True):
    """How many comments there are, how many of them have no answer, and how many households were asked."""

    comments: int
    unanswered: int
    heard: int


async def counts_of(compact_id: int) -> Counts:
    """The counts of a compact; comments that were set aside do not count."""
    [found] = await db.rows(
        "SELECT (SELECT COUNT(*) FROM compact_comment WHERE compact = {} AND hidden_at IS NULL) AS comments,"
        " (SELECT COUNT(*) FROM compact_comment WHERE compact = {} AND hidden_at IS NULL AND answered_on IS NULL)"
        " AS unanswered, (SELECT COUNT(*) FROM compact_hearing WHERE compact = {}) AS heard",
        compact_id,
        compact_id,
        compact_id,
    )
    return Counts(**found)


async def comments_on(version_id: int) -> int:
    """How many comments that stand were made on one text."""
    [found] = await db.rows(
        "SELECT COUNT(*) AS n FROM compact_comment WHERE compact_version = {} AND hidden_at IS NULL",
        version_id,
    )
    return int(found["n"])


class Covered(msgspec.Struct, frozen=True):
    """A building: how many households it has as far as is known, and of how many somebody was asked, or signed."""

    id: int
    name: str
    households: int
    reached: int
    known: int

    @property
    def share(self) -> float:
        return min(self.reached / self.households, 1.0) if self.households else 0.0


class Coverage(msgspec.Struct, frozen=True):
    """All buildings of a community, and the whole."""

    buildings: tuple[Covered, ...]

    @property
    def reached(self) -> int:
        return sum(one.reached for one in self.buildings)

    @property
    def households(self) -> int:
        return sum(one.households for one in self.buildings)

    @property
    def share(self) -> float:
        return min(self.reached / self.households, 1.0) if self.households else 0.0

    @property
    def untouched(self) -> list[str]:
        """The buildings where nobody was asked yet."""
        return [one.name for one in self.buildings if one.households and not one.reached]


async def coverage_of(community_id: int, compact_id: int, *, signed: int | None = None) -> Coverage:
    """By building, the households that were asked about a compact; or those who signed the text with the major `signed`."""
    source = (
        "SELECT household FROM compact_hearing WHERE compact = {}"
        if signed is None
        else "SELECT DISTINCT s.household FROM compact_signature AS s JOIN compact_version AS v"
        " ON v.id = s.compact_version WHERE s.compact = {} AND s.withdrawn_on IS NULL AND v.major >= {}"
    )
    found = await db.rows(
        "SELECT b.id, b.name, e.id AS estate, e.name AS estate_name, b.households AS stated, COUNT(h.id) AS known,"
        " COUNT(t.household) AS reached FROM building AS b JOIN estate AS e ON e.id = b.estate"
        " LEFT JOIN household AS h ON h.building = b.id AND h.arrives_with IS NULL"
        f" LEFT JOIN ({source}) AS t ON t.household = h.id"
        " WHERE b.community = {} GROUP BY b.id, b.name, b.households, e.id, e.name",
        *([compact_id] if signed is None else [compact_id, signed]),
        community_id,
    )
    several = len({row["estate_name"] for row in found}) > 1
    return Coverage(
        tuple(
            Covered(
                id=row["id"],
                name=f"{row['estate_name']} {row['name']}" if several else row["name"],
                households=max(row["known"], row["stated"] or 0),
                reached=row["reached"],
                known=row["known"],
            )
            for row in sorted(found, key=lambda row: (row["estate"], order_of(row["name"])))
        )
    )


async def doors_to_ask(compact_id: int, building_id: int) -> list[dict[str, Any]]:
    """The doors of a building in the order of a walk, each with the day on which it was asked, if it was."""
    found = await db.rows(
        "SELECT h.id, h.door, k.heard_on FROM household AS h LEFT JOIN compact_hearing AS k"
        " ON k.household = h.id AND k.compact = {} WHERE h.building = {} AND h.arrives_with IS NULL",
        compact_id,
        building_id,
    )
    return sorted(found, key=lambda row: order_of(row["door"]))
