"""Taking an import back: who came with it goes, who was filled in is as before, and who has since taken part stays.

In one moment nobody sees them any more; then they are deleted, some at a time, while others write.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec

from programs.residents import import_apply_actions
from programs.residents.import_actions import UNDO
from programs.residents.import_apply_actions import FIELDS, bits_of
from programs.residents.import_fill_actions import Before
from programs.residents.import_leave_actions import (
    busy_among,
    doors_used,
    parts,
    remove_people,
    take_doors_away,
)
from programs.residents.import_queries import counts_of, people_of
from programs.residents.import_schemas import Counts, TakenBack
from programs.residents.import_stage_actions import BREATH
from programs.residents.tables import ImportBatch
from server import audit, jobs
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused

_AT_ONCE = 500


class Leaving(msgspec.Struct):
    """What taking back an import would do: who stays, and the doors that nothing else hangs on."""

    people: int
    busy: set[int]
    doors: list[int]


async def take_back(batch: ImportBatch, data: TakenBack, *, actor: Actor) -> int:
    """Have an import taken back; its id. It goes on by itself, and may be looked at meanwhile."""
    async with write_transaction():
        batch = await lock(batch)
        if batch.state != "done":
            raise Refused("roster.not_now")
        await ImportBatch.update(
            {ImportBatch.state: "undoing", ImportBatch.progress: 0, ImportBatch.version: batch.version + 1}
        ).where(ImportBatch.id == batch.id)
        await jobs.enqueue(UNDO, {"batch": batch.id, "by": actor.user_id, "name": actor.name}, actor=actor)
        return batch.id


async def carry_back(batch_id: int, *, actor: Actor) -> None:
    """Take an import back as was asked; a second run goes on where the first one was stopped."""
    batch = await ImportBatch.objects().get(ImportBatch.id == batch_id)
    if batch is None or batch.state != "undoing":
        return
    if batch.undone_at is None:
        leaving = await _planned(batch, actor=actor)
        await _hide(batch, leaving)
        batch = await ImportBatch.objects().get(ImportBatch.id == batch_id)
        assert batch is not None
    await import_apply_actions.forget(batch.id, actor=actor)
    await import_apply_actions.delete_some("import_change", batch.id, actor=actor)
    await _remove_hidden(batch)
    await take_doors_away(batch.id, actor=actor)
    await _finish(batch, actor=actor)


async def _planned(batch: ImportBatch, *, actor: Actor) -> Leaving:
    people = await people_of(batch.id)
    busy: set[int] = set()
    for done, some in enumerate(parts(people), start=1):
        busy |= await busy_among(some, batch.imported_at)
        await _tell(batch, done * len(some), len(people))
        await asyncio.sleep(0)
    doors: list[int] = []
    going = {*people, *await _prepare_restoring(batch, actor=actor)} - busy
    for some in parts(counts_of(batch).doors):
        used = {row["household"] for row in await doors_used(some) if row["resident"] not in going}
        doors += [number for number in some if number not in used]
        await asyncio.sleep(0)
    return Leaving(len(people), busy, doors)


async def _prepare_restoring(batch: ImportBatch, *, actor: Actor) -> list[int]:
    """Prepare what those who were known before get back, unless somebody has changed them since; who leaves a door by it."""
    await import_apply_actions.forget(batch.id, actor=actor)
    leaving: list[int] = []
    last = 0
    while found := await db.rows(
        f"SELECT c.id, c.resident, c.before, r.version, {', '.join(f'r.{name}' for name in FIELDS)}, r.erased_at,"
        " c.version_after FROM import_change AS c JOIN resident AS r ON r.id = c.resident"
        f" WHERE c.batch = {{}} AND c.id > {{}} ORDER BY c.id LIMIT {_AT_ONCE}",
        batch.id,
        last,
    ):
        last = found[-1]["id"]
        rows, words = [], []
        for row in found:
            if row["version"] != row["version_after"] or row["erased_at"] is not None:
                continue
            before = msgspec.json.decode(row["before"], type=Before)
            values = (before.fields.get(name) for name in FIELDS)
            rows.append((row["resident"], row["version"], bits_of(before.fields), *values, False, False))
            words += [(row["resident"], *word) for word in before.tags]
            if "household" in before.fields:
                leaving.append(row["resident"])
        async with write_transaction():
            await import_apply_actions.prepare(batch, rows, words)
        await asyncio.sleep(BREATH)
    return leaving


async def _hide(batch: ImportBatch, leaving: Leaving) -> None:
    """The moment in which the import is gone for whoever reads."""
    async with write_transaction():
        batch = await lock(batch)
        if batch.state != "undoing" or batch.undone_at is not None:
            return
        counts = counts_of(batch)
        counts.gone = leaving.people
        counts.stayed, counts.restored = await _restore(batch)
        now = clock.now()
        await db.execute(
            "UPDATE resident SET erased_at = {}, moved_away_on = {} WHERE batch = {} AND version = 1 AND erased_at IS NULL",
            now,
            clock.today(),
            batch.id,
        )
        await _seen_again(sorted(leaving.busy), now)
        await db.execute_many(
            "UPDATE household SET arrives_with = {} WHERE id = {}",
            [(batch.id, number) for number in leaving.doors],
        )
        await db.execute_many(
            "UPDATE household SET size = NULL, version = version + 1 WHERE id = {} AND size = {}",
            list(counts.sized.items()),
        )
        counts.doors, counts.sized = [], {}
        await ImportBatch.update(
            {ImportBatch.undone_at: now, ImportBatch.counts: msgspec.json.encode(counts).decode()}
        ).where(ImportBatch.id == batch.id)


async def _seen_again(ids: Sequence[int], hidden_at: Any) -> None:
    await db.execute_many(
        "UPDATE resident SET erased_at = NULL, moved_away_on = NULL WHERE id = {} AND erased_at = {}",
        [(number, hidden_at) for number in ids],
    )


async def _restore(batch: ImportBatch) -> tuple[list[int], int]:
    """Give those who were known before their empty fields back; who was changed since stays as she is.

    Answers who stayed, and how many were given back.
    """
    await import_apply_actions.hold(batch.id)
    await import_apply_actions.leave_out(batch.id, await import_apply_actions.changed_since(batch.id))
    stayed = await db.rows(
        "SELECT c.resident FROM import_change AS c WHERE c.batch = {} AND NOT EXISTS (SELECT 1 FROM import_fill AS f"
        " WHERE f.batch = c.batch AND f.resident = c.resident) ORDER BY c.resident",
        batch.id,
    )
    [back] = await db.rows("SELECT COUNT(*) AS n FROM import_fill WHERE batch = {}", batch.id)
    await import_apply_actions.write_fields(batch.id)
    await db.execute(
        "DELETE FROM resident_tag WHERE id IN (SELECT t.id FROM import_fill_word AS w JOIN resident_tag AS t"
        " ON t.resident = w.resident AND t.kind = w.kind AND t.value = w.value WHERE w.batch = {})",
        batch.id,
    )
    await db.execute(
        "DELETE FROM consent WHERE id IN (SELECT c.id FROM import_fill AS f JOIN consent AS c"
        " ON c.resident = f.resident AND c.created_at = {} WHERE f.batch = {})",
        batch.imported_at,
        batch.id,
    )
    return [row["resident"] for row in stayed], int(back["n"])


async def _remove_hidden(batch: ImportBatch) -> None:
    """Delete who is hidden. Who was named by something in the very moment of hiding is seen again, and stays."""
    total, gone = counts_of(batch).gone, 0
    while found := await db.rows(
        "SELECT id FROM resident WHERE batch = {} AND erased_at = {} ORDER BY id LIMIT 200",
        batch.id,
        batch.undone_at,
    ):
        ids = [row["id"] for row in found]
        async with write_transaction():
            busy = await busy_among(ids, batch.imported_at)
            await _seen_again(sorted(busy), batch.undone_at)
            await remove_people([number for number in ids if number not in busy])
            gone += len(ids)
            await _tell(batch, total + gone, total)
        await asyncio.sleep(BREATH)


async def _tell(batch: ImportBatch, done: int, people: int) -> None:
    """How far it is: everybody is looked at, then everybody is deleted."""
    async with write_transaction():
        await db.execute(
            "UPDATE import_batch SET progress = {} WHERE id = {}",
            min(batch.rows, batch.rows * done // max(2 * people, 1)),
            batch.id,
        )


async def _finish(batch: ImportBatch, *, actor: Actor) -> None:
    left = await people_of(batch.id)
    async with write_transaction():
        batch = await lock(batch)
        if batch.state != "undoing":
            return
        counts: Counts = counts_of(batch)
        counts.gone -= len(left)
        await db.execute("DELETE FROM import_part WHERE batch = {}", batch.id)
        counts.stayed = sorted({*counts.stayed, *left})
        await ImportBatch.update(
            {
                ImportBatch.state: "undone",
                ImportBatch.counts: msgspec.json.encode(counts).decode(),
                ImportBatch.progress: batch.rows,
                ImportBatch.version: batch.version + 1,
            }
        ).where(ImportBatch.id == batch.id)
        await audit.record(
            "roster.undone",
            "import_batch",
            batch.id,
            actor=actor,
            changes={"stayed": [None, len(counts.stayed)]} if counts.stayed else None,
        )
