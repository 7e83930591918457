"""Forgetting a person in this room: her name leaves the notes; that a building had a leader stays."""

from __future__ import annotations

from collections.abc import Sequence

from programs.residents.erasure_actions import take_names_out
from server.lib import db
from server.lib.actor import Actor


async def erase_person(resident_id: int, names: Sequence[str], actor: Actor) -> None:
    """Empty what was noted of her, and take her name out of the notes about others."""
    await db.execute("UPDATE recruit SET note = '' WHERE resident = {}", resident_id)
    await db.execute("UPDATE building_leader SET end_reason = '' WHERE resident = {}", resident_id)
    for table, columns in (("recruit", ["note"]), ("building_leader", ["end_reason"])):
        await take_names_out(
            table, columns, names, where="organisation = {}", values=(actor.organisation_id,)
        )
