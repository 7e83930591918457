"""That certificates were printed: by whom and when is on record; what is revoked or has no name any more is not."""

from __future__ import annotations

from collections.abc import Collection

from incentives.recognition import certificate_queries, certificate_rules
from incentives.recognition.tables import Award
from server import audit
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def note_printed(awards: Collection[Award], *, actor: Actor) -> int:
    """Log the printing of these certificates; how many. Refused when one of them may be printed no more by now."""
    async with write_transaction():
        locked = [await lock(award) for award in awards]
        code = certificate_rules.refuse_printing(
            revoked=any(award.revoked_on is not None for award in locked),
            forgotten=await certificate_queries.forgotten_among([award.id for award in locked]),
        )
        if code:
            raise Refused(code)
        for award in locked:
            await audit.record("certificate.printed", "award", award.id, actor=actor)
        return len(awards)
