"""Deleting what is kept long enough. Nothing goes before a coordinator has looked at the list and said so."""

from __future__ import annotations

from collections.abc import Collection

from programs.residents.erasure_actions import erase
from programs.residents.erasure_queries import due_rows
from programs.residents.law_schemas import ConfirmedRetention
from programs.residents.tables import Resident
from server import audit, jobs
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def confirm_retention(data: ConfirmedRetention, *, actor: Actor) -> int:
    """Ask for the records of these people to be erased; how many of them are due. The work is done as a job."""
    async with write_transaction():
        due = {row["id"] for row in await due_rows(actor, today=clock.today())}
        confirmed = sorted(due & set(data.residents))
        if not confirmed:
            raise Refused("residents.nothing_due")
        await audit.record(
            "retention.confirmed",
            "organisation",
            actor.organisation_id,
            actor=actor,
            changes={"records": [None, len(confirmed)]},
        )
        await jobs.enqueue("residents.erase_due", {"residents": confirmed}, actor=actor)
        return len(confirmed)


async def erase_due(resident_ids: Collection[int], *, actor: Actor) -> int:
    """Erase those of these people whose records are still due, each in a transaction of its own; how many."""
    erased = 0
    for resident_id in resident_ids:
        async with write_transaction():
            resident = await Resident.objects().get(
                (Resident.id == resident_id) & (Resident.organisation == actor.organisation_id)
            )
            if resident is None:
                continue
            resident = await lock(resident)
            due = resident.keep_until is not None and resident.keep_until < clock.today()
            if resident.erased_at is None and due:
                await erase(resident, ground="retention", actor=actor)
                erased += 1
    return erased
