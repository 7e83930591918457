"""Taking away what an import has written: an import that broke off, or one that is taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from programs.residents.search_actions import drop_names
from programs.residents.tables import Household, Resident
from server.lib import db
from server.lib.actor import Actor
from server.lib.db import write_transaction
from server.lib.references import naming

AT_ONCE = 200
# What an import writes beside a person: it goes with her. Whatever else names her is something she has since done.
_OWN = ("resident_tag", "name_gram", "person_key")


async def remove_people(ids: Sequence[int]) -> None:
    """Delete people with all that came with them, in the caller's transaction."""
    await drop_names(ids)
    for table in ("resident_tag", "consent", "person_key"):
        await db.execute(f"DELETE FROM {table} WHERE resident IN ({db.marks(ids)})", *ids)
    await db.execute(f"DELETE FROM resident WHERE id IN ({db.marks(ids)})", *ids)


async def busy_among(ids: Sequence[int], imported_at: Any) -> set[int]:
    """Those of an import's people whom some table of any room names for what they have since done, or who were changed."""
    changed = await db.rows(f"SELECT id FROM resident WHERE id IN ({db.marks(ids)}) AND version > 1", *ids)
    found = {row["id"] for row in changed}
    for column in naming(Resident):
        table, name = column._meta.table._meta.tablename, column._meta.db_column_name
        if table in _OWN:
            continue
        later = " AND created_at <> {}" if table == "consent" else ""
        rows = await db.rows(
            f'SELECT DISTINCT "{name}" AS id FROM "{table}" WHERE "{name}" IN ({db.marks(ids)}){later}',
            *ids,
            *([imported_at] if later else []),
        )
        found |= {row["id"] for row in rows}
    return found


async def take_doors_away(batch_id: int, *, actor: Actor) -> None:
    """Delete the doors that arrive, or leave, with an import; one on which something hangs is an ordinary door again."""
    while found := await db.rows(
        f"SELECT id FROM household WHERE arrives_with = {{}} AND organisation = {{}} ORDER BY id LIMIT {AT_ONCE}",
        batch_id,
        actor.organisation_id,
    ):
        ids = [row["id"] for row in found]
        async with write_transaction():
            used = {row["household"] for row in await doors_used(ids)}
            free = [number for number in ids if number not in used]
            await db.execute(f"DELETE FROM household WHERE id IN ({db.marks(free)})", *free)
            await db.execute(
                f"UPDATE household SET arrives_with = NULL WHERE id IN ({db.marks(used)})", *sorted(used)
            )
        await asyncio.sleep(0)


async def doors_used(ids: Sequence[int]) -> list[dict[str, Any]]:
    """What hangs on these doors, of any room: `household`, and `resident` when it is somebody who lives there."""
    found: list[dict[str, Any]] = []
    for column in naming(Household):
        table, name = column._meta.table._meta.tablename, column._meta.db_column_name
        who = "id" if table == "resident" else "NULL"
        found += await db.rows(
            f'SELECT DISTINCT "{name}" AS household, {who} AS resident FROM "{table}"'
            f' WHERE "{name}" IN ({db.marks(ids)})',
            *ids,
        )
    return found


def parts(ids: Collection[int]) -> Iterator[list[int]]:
    """A few at a time."""
    listed = list(ids)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))
