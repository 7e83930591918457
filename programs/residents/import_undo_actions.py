"""Taking an import back: who came with it goes, who was filled in is as before, and who has since taken part stays."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import msgspec

from programs.residents.import_fill_actions import Before
from programs.residents.import_queries import counts_of, people_of
from programs.residents.import_schemas import Counts, TakenBack
from programs.residents.search_actions import drop_names
from programs.residents.tables import Household, ImportBatch, Resident
from server import audit
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused

_AT_ONCE = 100
# What an import writes beside a person: it goes with her. Whatever else names her is something she has since done.
_OWN = ("resident_tag", "name_gram", "person_key", "consent")


async def take_back(batch: ImportBatch, data: TakenBack, *, actor: Actor) -> int:
    """Undo an import; how many of its people stayed because they have since taken part, or were changed."""
    async with write_transaction():
        batch = await lock(batch)
        if batch.state != "done":
            raise Refused("roster.not_now")
        counts = counts_of(batch)
        busy = await _busy(batch)
        going = [number for number in await people_of(batch.id) if number not in busy]
        for some in _parts(going):
            await _remove(some)
            await asyncio.sleep(0)
        changed, counts.restored = await _restore(batch)
        await _take_back_doors(counts)
        counts.gone = len(going)
        counts.stayed = sorted(busy | changed)
        await _finish(batch, counts, actor=actor)
        return len(counts.stayed)


async def _busy(batch: ImportBatch) -> set[int]:
    """Those of the batch's people whom some table of any room names for what they have since done, or who were changed."""
    changed = await db.rows(
        "SELECT id FROM resident WHERE batch = {} AND (version > 1 OR erased_at IS NOT NULL)", batch.id
    )
    found = {row["id"] for row in changed}
    for column in Resident._meta.foreign_key_references:
        table, name = column._meta.table._meta.tablename, column._meta.db_column_name
        if table in _OWN and table != "consent":
            continue
        later = " AND t.created_at <> {}" if table == "consent" else ""
        rows = await db.rows(
            f'SELECT DISTINCT t."{name}" AS id FROM "{table}" AS t JOIN resident AS r ON r.id = t."{name}"'
            f" WHERE r.batch = {{}}{later}",
            batch.id,
            *([batch.imported_at] if later else []),
        )
        found |= {row["id"] for row in rows}
    return found


async def _remove(ids: Sequence[int]) -> None:
    await drop_names(ids)
    for table in ("resident_tag", "consent", "person_key"):
        await db.execute(f"DELETE FROM {table} WHERE resident IN ({db.marks(ids)})", *ids)
    await db.execute(f"DELETE FROM resident WHERE id IN ({db.marks(ids)})", *ids)


async def _restore(batch: ImportBatch) -> tuple[set[int], int]:
    """Give those who were known before their empty fields back; who was changed since stays as she is.

    Answers who stayed, and how many were given back.
    """
    found = await db.rows(
        "SELECT c.resident, c.before, c.version_after, r.version, r.erased_at FROM import_change AS c"
        f" JOIN resident AS r ON r.id = c.resident WHERE c.batch = {{}} ORDER BY c.resident, c.id{db.for_update('r')}",
        batch.id,
    )
    changed: set[int] = set()
    for row in found:
        if row["version"] != row["version_after"] or row["erased_at"] is not None:
            changed.add(row["resident"])
            continue
        before = msgspec.json.decode(row["before"], type=Before)
        if before.fields:
            values: dict[Any, Any] = {**before.fields, "version": row["version"] + 1}
            await Resident.update(values).where(Resident.id == row["resident"])
        for kind, value in before.tags:
            await db.execute(
                "DELETE FROM resident_tag WHERE resident = {} AND kind = {} AND value = {}",
                row["resident"],
                kind,
                value,
            )
    restored = [row["resident"] for row in found if row["resident"] not in changed]
    for some in _parts(restored):
        await db.execute(
            f"DELETE FROM consent WHERE resident IN ({db.marks(some)}) AND created_at = {{}}",
            *some,
            batch.imported_at,
        )
    await db.execute("DELETE FROM import_change WHERE batch = {}", batch.id)
    return changed, len(restored)


async def _take_back_doors(counts: Counts) -> None:
    """Remove the doors that the import has made and nothing hangs on; forget the sizes that it has said."""
    if counts.sized:
        await db.execute_many(
            "UPDATE household SET size = NULL, version = version + 1 WHERE id = {} AND size = {}",
            list(counts.sized.items()),
        )
    free = set(counts.doors) - await _doors_in_use(counts.doors)
    for some in _parts(sorted(free)):
        await db.execute(f"DELETE FROM household WHERE id IN ({db.marks(some)})", *some)


async def _doors_in_use(doors: Collection[int]) -> set[int]:
    found: set[int] = set()
    for column in Household._meta.foreign_key_references:
        table, name = column._meta.table._meta.tablename, column._meta.db_column_name
        for some in _parts(list(doors)):
            rows = await db.rows(
                f'SELECT DISTINCT t."{name}" AS id FROM "{table}" AS t WHERE t."{name}" IN ({db.marks(some)})',
                *some,
            )
            found |= {row["id"] for row in rows}
    return found


async def _finish(batch: ImportBatch, counts: Counts, *, actor: Actor) -> None:
    counts.doors, counts.sized = [], {}
    await ImportBatch.update(
        {
            ImportBatch.state: "undone",
            ImportBatch.undone_at: clock.now(),
            ImportBatch.counts: msgspec.json.encode(counts).decode(),
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


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
