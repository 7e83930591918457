"""Writing what was prepared to people who are known: for all of them in one moment, in a few statements for whole sets.

Used by an import and by taking it back. Between preparing and writing others go on: who has been changed is left as she is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from programs.residents.tables import ImportBatch
from server.lib import db
from server.lib.actor import Actor
from server.lib.db import write_transaction

# The order of the bits of `import_fill.fields`.
FIELDS = ("phone_tail", "age_band", "building", "household", "guardian_name")
_AT_ONCE = 500
_STAGED = ("import_fill", "import_fill_word")
_PREPARE = (
    "INSERT INTO import_fill (organisation, batch, resident, version, fields, phone_tail, age_band, building, household,"
    " guardian_name, agrees, is_child) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})"
)
_WORD = (
    "INSERT INTO import_fill_word (organisation, batch, resident, kind, value) VALUES ({}, {}, {}, {}, {})"
    " ON CONFLICT (batch, resident, kind, value) DO NOTHING"
)

Word = tuple[int, str, str]


def bits_of(names: Collection[str]) -> int:
    """The fields of these names, as one number."""
    return sum(1 << place for place, name in enumerate(FIELDS) if name in names)


async def prepare(batch: ImportBatch, rows: Sequence[tuple[Any, ...]], words: Iterable[Word]) -> None:
    """Keep what is to be written, in the caller's transaction.

    Rows are (resident, version, fields, the five values, agrees, is_child).
    """
    await db.execute_many(_PREPARE, [(batch.organisation, batch.id, *row) for row in rows])
    await db.execute_many(_WORD, [(batch.organisation, batch.id, *word) for word in words])


async def hold(batch_id: int) -> None:
    """Nobody changes those who are about to be written to, until the caller's transaction ends."""
    if locking := db.for_update("r"):
        await db.rows(
            "SELECT COUNT(*) AS n FROM (SELECT r.id FROM resident AS r JOIN import_fill AS f ON f.resident = r.id"
            f" WHERE f.batch = {{}} ORDER BY r.id{locking}) AS held",
            batch_id,
        )


async def changed_since(batch_id: int) -> list[int]:
    """Those who are no longer as they were when it was prepared."""
    found = await db.rows(
        "SELECT f.resident FROM import_fill AS f JOIN resident AS r ON r.id = f.resident"
        " WHERE f.batch = {} AND (r.version <> f.version OR r.erased_at IS NOT NULL) ORDER BY f.resident",
        batch_id,
    )
    return [row["resident"] for row in found]


async def leave_out(batch_id: int, people: Sequence[int], *more: str) -> None:
    """Write nothing to these people, in the caller's transaction; `more` are further tables of the batch that name them."""
    for start in range(0, len(people), _AT_ONCE):
        some = people[start : start + _AT_ONCE]
        for table in (*_STAGED, *more):
            await db.execute(
                f"DELETE FROM {table} WHERE batch = {{}} AND resident IN ({db.marks(some)})", batch_id, *some
            )


async def write_fields(batch_id: int) -> None:
    """Give everybody the fields that were prepared, in the caller's transaction."""
    found = await db.rows("SELECT DISTINCT fields FROM import_fill WHERE batch = {}", batch_id)
    for fields in sorted(row["fields"] for row in found if row["fields"]):
        names = [name for place, name in enumerate(FIELDS) if fields >> place & 1]
        await db.execute(
            f"UPDATE resident SET {', '.join(f'{name} = f.{name}' for name in names)}, version = resident.version + 1"
            " FROM import_fill AS f WHERE f.batch = {} AND f.fields = {} AND resident.id = f.resident",
            batch_id,
            fields,
        )


async def forget(batch_id: int, *, actor: Actor) -> None:
    """Delete what was prepared, some at a time."""
    for table in _STAGED:
        await delete_some(table, batch_id, actor=actor)


async def delete_some(table: str, batch_id: int, *, actor: Actor) -> None:
    """Delete a list's rows of a table, some at a time, so that others write in between."""
    while found := await db.rows(
        f"SELECT id FROM {table} WHERE batch = {{}} AND organisation = {{}} LIMIT {_AT_ONCE}",
        batch_id,
        actor.organisation_id,
    ):
        ids = [row["id"] for row in found]
        async with write_transaction():
            await db.execute(f"DELETE FROM {table} WHERE id IN ({db.marks(ids)})", *ids)
        await asyncio.sleep(0)
