"""What certificates are printed from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from incentives.recognition import award_queries, certificate_rules
from server.lib import db
from server.lib.errors import NotFound


async def card_to_print(award_id: int) -> dict[str, Any]:
    """What is printed for an award, or made a badge of; NotFound when nothing is any more."""
    card = await award_queries.card_of(award_id)
    if certificate_rules.refuse_cards([card]):
        raise NotFound
    return card


async def standing_at(community_id: int, ceremony_id: int) -> list[dict[str, Any]]:
    """The awards of a community that are handed over at a ceremony and stand, in the order of the numbers.

    Without those of people who were forgotten: see `forgotten_at`.
    """
    found = [row for row in await award_queries.awards_at(ceremony_id) if row["community"] == community_id]
    return [row for row in found if row["erased_at"] is None]


async def part_of(
    cards: Sequence[dict[str, Any]], *, community_id: int, first: int | None, last: int | None
) -> list[dict[str, Any]]:
    """Those that lie between two awards of the community, both in, which may be revoked by now; NotFound for others."""
    ends = [one for one in (first, last) if one is not None]
    found = await db.rows(
        f"SELECT id, year, serial FROM award WHERE community = {{}} AND id IN ({db.marks(ends)})",
        community_id,
        *ends,
    )
    numbers = {row["id"]: (row["year"], row["serial"]) for row in found}
    if not numbers.keys() >= set(ends):
        raise NotFound
    begins, ends_at = (numbers[one] if one is not None else None for one in (first, last))
    return [
        card for card in cards if certificate_rules.within((card["year"], card["serial"]), begins, ends_at)
    ]


async def forgotten_at(community_id: int, ceremony_id: int) -> int:
    """How many awards that stand are handed over at a ceremony to nobody: who was given them asked to be forgotten."""
    found = await award_queries.awards_at(ceremony_id)
    return sum(row["community"] == community_id and row["erased_at"] is not None for row in found)


async def forgotten_among(award_ids: Collection[int]) -> bool:
    """Whether one of these awards is of a person who was forgotten."""
    found = await db.rows(
        "SELECT a.id FROM award AS a JOIN nomination AS n ON n.id = a.nomination JOIN resident AS r ON r.id = n.resident"
        f" WHERE a.id IN ({db.marks(award_ids)}) AND r.erased_at IS NOT NULL LIMIT 1",
        *award_ids,
    )
    return bool(found)


async def organisation_of(award_id: int) -> str:
    """The name of the organisation that gave an award."""
    [found] = await db.rows(
        "SELECT o.name FROM organisation AS o JOIN award AS a ON a.organisation = o.id WHERE a.id = {}",
        award_id,
    )
    return str(found["name"])
