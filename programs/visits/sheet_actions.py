"""That the official visit sheet left the house."""

from __future__ import annotations

from programs.communities.tables import Community
from programs.visits.sheet_queries import months_visited
from server import audit
from server.lib.actor import Actor
from server.lib.db import write_transaction


async def note_taken_away(community: Community, year: int, *, actor: Actor) -> None:
    """Log who takes which months of visits away: names and addresses leave the house with them (PIPL article 51)."""
    months = await months_visited(community.id, year)
    async with write_transaction():
        await audit.record(
            "visit_sheet.taken_away",
            "community",
            community.id,
            actor=actor,
            changes={"months": [None, ", ".join(months) or str(year)]},
        )
