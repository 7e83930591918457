"""Looking at a person's whole number: allowed with her consent to be called, and never without a trace."""

from __future__ import annotations

from programs.residents.consent_queries import has_consent
from programs.residents.tables import Purpose, Resident
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def look_at_number(resident: Resident, *, actor: Actor) -> int:
    """Write down that the actor looks at the number; refused when there is none that may be shown. Her id."""
    async with write_transaction():
        resident = await lock(resident)
        if not resident.sealed_phone or not await has_consent(resident.id, Purpose.contact, on=clock.today()):
            raise Refused("residents.no_phone")
        await audit.record("resident.number_shown", "resident", resident.id, actor=actor)
        return resident.id
