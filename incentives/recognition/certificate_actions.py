"""That certificates were printed: by whom and when is on record; a revoked award is printed no more."""

from __future__ import annotations

from collections.abc import Collection

from incentives.recognition.tables import Award
from server import audit
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def note_printed(awards: Collection[Award], *, actor: Actor) -> int:
    """Log the printing of these certificates; how many. Refused when one of the awards is revoked by now."""
    async with write_transaction():
        for award in awards:
            award = await lock(award)
            if award.revoked_on is not None:
                raise Refused("recognition.revoked")
            await audit.record("certificate.printed", "award", award.id, actor=actor)
        return len(awards)
