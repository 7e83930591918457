"""What certificates are printed from."""

from __future__ import annotations

from typing import Any

from incentives.recognition import award_queries
from server.export.paper import MOST_SHEETS
from server.lib import db


async def standing_at(community_id: int, ceremony_id: int) -> list[dict[str, Any]]:
    """The awards of a community that are handed over at a ceremony and stand, as many as one file holds."""
    found = [row for row in await award_queries.awards_at(ceremony_id) if row["community"] == community_id]
    return found[:MOST_SHEETS]


async def organisation_of(award_id: int) -> str:
    """The name of the organisation that gave an award."""
    [found] = await db.rows(
        "SELECT o.name FROM organisation AS o JOIN award AS a ON a.organisation = o.id WHERE a.id = {}",
        award_id,
    )
    return str(found["name"])
