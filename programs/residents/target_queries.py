"""Who belongs to a group that is to be reached, in SQL, and how large such groups are."""

from __future__ import annotations

from typing import Any

from programs.residents.card_queries import TAG_HOLDS, tag_values
from programs.residents.tables import AgeBand
from server.lib import clock, db

# Groups that an age says by itself; a word beside it is not needed.
BY_AGE: dict[str, tuple[AgeBand, ...]] = {
    "children": (AgeBand.under_7, AgeBand.under_14),
    "teenagers": (AgeBand.under_18,),
    "older_people": (AgeBand.under_75, AgeBand.from_75),
}


def belonging(community_id: int) -> tuple[str, list[Any]]:
    """A SELECT of `target_group, resident` for the people who live in a community, each once in each of her groups."""
    parts = [
        "SELECT t.value AS target_group, t.resident FROM resident_tag AS t JOIN resident AS r ON r.id = t.resident"
        " WHERE r.community = {} AND r.moved_away_on IS NULL AND r.erased_at IS NULL AND t.kind = 'target_group'"
        f" AND {TAG_HOLDS}"
    ]
    values = [community_id, *tag_values("target_group", clock.today())]
    for group, bands in BY_AGE.items():
        parts.append(
            f"SELECT '{group}' AS target_group, r.id AS resident FROM resident AS r WHERE r.community = {{}}"
            f" AND r.moved_away_on IS NULL AND r.erased_at IS NULL AND r.age_band IN ({db.marks(bands)})"
        )
        values += [community_id, *(band.value for band in bands)]
    return " UNION ".join(parts), values


async def sizes_of(community_id: int) -> dict[str, dict[str, Any]]:
    """By group, what was last written down of its size: `estimate`, `source`, `as_of`."""
    found = await db.rows(
        "SELECT target_group, estimate, source, as_of FROM target_group_size WHERE community = {} ORDER BY as_of",
        community_id,
    )
    return {row["target_group"]: row for row in found}
