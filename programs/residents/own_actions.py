"""Handing a person a copy of what is kept of her."""

from __future__ import annotations

from programs.residents.tables import Resident
from server import audit
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def note_copy(resident: Resident, *, actor: Actor) -> int:
    """Write down that a copy was made; her id."""
    async with write_transaction():
        resident = await lock(resident)
        if resident.erased_at is not None:
            raise Refused("residents.erased")
        await audit.record("resident.exported", "resident", resident.id, actor=actor)
        return resident.id
