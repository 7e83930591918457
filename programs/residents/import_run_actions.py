"""Taking a roster over: written where nobody sees it, shown in one moment, then everybody is entered under their names."""

from __future__ import annotations

import asyncio

import msgspec

from programs.residents.import_actions import CHECK, rewrite_part
from programs.residents.import_apply_actions import forget
from programs.residents.import_fill_actions import apply
from programs.residents.import_queries import (
    LEFT_OUT,
    counts_of,
    matching_of,
    part_positions,
    register_mark,
    rows_of_part,
)
from programs.residents.import_schemas import Counts
from programs.residents.import_stage_actions import BREATH, GivenUp, Staged, begin, clear, stage
from programs.residents.search_actions import enter_names
from programs.residents.search_rules import grams
from programs.residents.tables import ImportBatch
from server import audit, jobs
from server.lib import db
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction

_NAMED_AT_ONCE = 500


async def take_over(batch_id: int, *, actor: Actor) -> None:
    """Import a confirmed list. Readers see nothing of it or all of it; a run that was stopped is begun anew."""
    batch = await ImportBatch.objects().get(ImportBatch.id == batch_id)
    if batch is None or batch.state not in {"running", "done"}:
        return
    if batch.state == "running" and not await _import(batch, actor=actor):
        return
    await _enter_names(batch, actor=actor)


async def break_off(batch_id: int, *, actor: Actor) -> None:
    """Say that an import went wrong: what was written of it is taken away, and it may be tried again."""
    batch = await ImportBatch.objects().get(
        (ImportBatch.id == batch_id) & (ImportBatch.organisation == actor.organisation_id)
    )
    if batch is None or (batch := await begin(batch, actor=actor)) is None:
        return
    async with write_transaction():
        await db.execute(
            "UPDATE import_batch SET state = 'failed', fault = 'roster.broke_off', version = version + 1"
            " WHERE id = {} AND state = 'running' AND version = {}",
            batch.id,
            batch.version,
        )


async def _import(found: ImportBatch, *, actor: Actor) -> bool:
    """Write the list and show it; False when somebody else has it, or the register has changed since the check."""
    batch = await begin(found, actor=actor)
    if batch is None:
        return False
    try:
        staged = await stage(batch, actor=actor)
        if await _show(batch, staged, actor=actor):
            return True
        await clear(batch.id, actor=actor)
        await _check_again(batch, actor=actor)
    except GivenUp:
        pass
    return False


async def _show(batch: ImportBatch, staged: Staged, *, actor: Actor) -> bool:
    """Let all of it be seen at once; False when the register is no longer as it was when the list was checked.

    The one moment in which others wait: what it does is a few statements, whatever the list's length.
    """
    async with write_transaction():
        current = await _ours(batch)
        counts = counts_of(current)
        if await register_mark(batch.community) != counts.mark:
            return False
        await apply(batch, how=matching_of(batch).how, actor=actor)
        await db.execute(
            "UPDATE resident SET erased_at = NULL, moved_away_on = NULL WHERE batch = {}", batch.id
        )
        doors = await db.rows("SELECT id FROM household WHERE arrives_with = {} ORDER BY id", batch.id)
        await db.execute("UPDATE household SET arrives_with = NULL WHERE arrives_with = {}", batch.id)
        await db.execute_many(
            "UPDATE household SET size = {}, version = version + 1 WHERE id = {} AND size IS NULL",
            [(size, number) for number, size in staged.sized.items() if number not in staged.made],
        )
        counts.doors, counts.sized = [row["id"] for row in doors], staged.sized
        await _finish(batch, counts, actor=actor)
    return True


async def _ours(batch: ImportBatch) -> ImportBatch:
    current = await lock(batch)
    if (current.state, current.version) != ("running", batch.version):
        raise GivenUp
    return current


async def _check_again(batch: ImportBatch, *, actor: Actor) -> None:
    async with write_transaction():
        batch = await _ours(batch)
        await ImportBatch.update(
            {
                ImportBatch.state: "uploaded",
                ImportBatch.fault: "roster.register_changed",
                ImportBatch.version: batch.version + 1,
                ImportBatch.progress: 0,
            }
        ).where(ImportBatch.id == batch.id)
        await jobs.enqueue(CHECK, {"batch": batch.id}, actor=actor)


async def _finish(batch: ImportBatch, counts: Counts, *, actor: Actor) -> None:
    await ImportBatch.update(
        {
            ImportBatch.state: "done",
            ImportBatch.counts: msgspec.json.encode(counts).decode(),
            ImportBatch.progress: 0,
            ImportBatch.version: batch.version + 1,
        }
    ).where(ImportBatch.id == batch.id)
    await audit.record(
        "roster.imported",
        "import_batch",
        batch.id,
        actor=actor,
        changes={
            "new": [None, counts.new],
            "matched": [None, counts.matched],
            "rejected": [None, counts.rejected],
        },
    )


async def _enter_names(batch: ImportBatch, *, actor: Actor) -> None:
    """Enter the new people under their names, some at a time: nobody waits for the whole of a large list."""
    await forget(batch.id, actor=actor)
    await _keep_left_out(batch.id)
    await asyncio.to_thread(grams, "王")  # which reads the dictionaries of pinyin
    after = 0
    while people := await db.rows(
        "SELECT id, organisation, community, folded_name FROM resident AS r WHERE batch = {} AND id > {}"
        " AND erased_at IS NULL AND NOT EXISTS (SELECT 1 FROM name_gram AS g WHERE g.resident = r.id)"
        f" ORDER BY id LIMIT {_NAMED_AT_ONCE}",
        batch.id,
        after,
    ):
        after = people[-1]["id"]
        async with write_transaction():
            await enter_names(people)
            await db.execute(
                "UPDATE import_batch SET progress = progress + {} WHERE id = {}", len(people), batch.id
            )
        await asyncio.sleep(BREATH)
    async with write_transaction():
        await db.execute("UPDATE import_batch SET progress = rows WHERE id = {}", batch.id)


async def _keep_left_out(batch_id: int) -> None:
    """Delete the rows of a list that were imported; those that were left out can be taken away and corrected."""
    for position in await part_positions(batch_id):
        async with write_transaction():
            rows = await rows_of_part(batch_id, position)
            kept = [row for row in rows if row.kind in LEFT_OUT]
            if kept:
                await rewrite_part(batch_id, position, kept)
            else:
                await db.execute(
                    "DELETE FROM import_part WHERE batch = {} AND position = {}", batch_id, position
                )
        await asyncio.sleep(0)
