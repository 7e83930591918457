"""Deleting what is kept long enough. Nothing goes before a coordinator has looked at the list and said so."""

from __future__ import annotations

from collections.abc import Collection

from programs.residents.consent_actions import wipe
from programs.residents.erasure_actions import erase
from programs.residents.erasure_queries import due_rows, run_out_rows
from programs.residents.law_schemas import ConfirmedRetention
from programs.residents.tables import Resident
from server import audit, jobs
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def confirm_retention(data: ConfirmedRetention, *, actor: Actor) -> int:
    """Ask for what is due of these people to be deleted; how many records. The work is done as a job."""
    async with write_transaction():
        due = {row["id"] for row in await due_rows(actor, today=clock.today())}
        run_out = {row["id"] for row in await run_out_rows(actor, today=clock.today())}
        confirmed = {
            "residents": sorted(due & set(data.residents)),
            "run_out": sorted(run_out & set(data.run_out)),
        }
        records = sum(len(ids) for ids in confirmed.values())
        if not records:
            raise Refused("residents.nothing_due")
        await audit.record(
            "retention.confirmed",
            "organisation",
            actor.organisation_id,
            actor=actor,
            changes={"records": [None, records]},
        )
        await jobs.enqueue("residents.erase_due", confirmed, actor=actor)
        return records


async def wipe_run_out(resident_ids: Collection[int], *, actor: Actor) -> int:
    """Delete what these people's consents that have run out were given for; how many consents that are."""
    wanted = set(resident_ids)
    wiped = 0
    for row in await run_out_rows(actor, today=clock.today()):
        if row["id"] not in wanted:
            continue
        async with write_transaction():
            resident = await Resident.objects().get(Resident.id == row["id"])
            assert resident is not None
            await wipe(await lock(resident), row["purpose"], actor=actor)
            await audit.record("consent.run_out", "resident", resident.id, actor=actor)
            await jobs.enqueue("installation.forget", {}, actor=actor)
            wiped += 1
    return wiped


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
