"""What follows a person into the record that is kept, and goes back when the two are parted.

Rooms above name their tables in movers of their own; all run inside the transaction that merges or parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec
from piccolo.columns import Column
from piccolo.table import Table

from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Refused
from server.lib.i18n import Message
from server.lib.late_entries import Entries

_AT_ONCE = 500


@dataclass
class Move:
    """Two records on their way to be one: `merged` into `kept`.

    `aside` are records, by source kind and id, that count no longer because the other record has the same.
    """

    kept: int
    merged: int
    actor: Actor
    aside: list[tuple[str, int]] = field(default_factory=list)


class Mover(Protocol):
    """One kind of what hangs on a person. `name` is unique; what `move` answers is JSON that `back` understands.

    `back` refuses when something has changed since that it cannot undo.
    """

    @property
    def name(self) -> str: ...

    async def move(self, move: Move) -> Any: ...

    async def back(self, move: Move, moved: Any) -> None: ...


# Filled in by the ceiling, from the ground up: the evidence comes last, because it follows what was put aside.
MOVERS: Entries[Mover] = Entries(__name__)


@dataclass(frozen=True)
class Rows:
    """Rows of one table that name a person in one column. `what` says in a sentence what they are."""

    table: type[Table]
    column: str
    what: Message

    @property
    def name(self) -> str:
        return f"{self.table._meta.tablename}.{self.column}"

    async def move(self, move: Move) -> Any:
        ids = await self._ids(move.merged)
        await self._point(ids, move.kept)
        return {"ids": ids}

    async def back(self, move: Move, moved: Any) -> None:
        standing = set(await self._ids(move.kept))
        if not standing.issuperset(moved["ids"]):
            raise Refused("residents.merge_rows_changed", what=self.what)
        await self._point(moved["ids"], move.merged)

    async def _ids(self, resident_id: int) -> list[int]:
        found = await db.rows(
            f"SELECT id FROM {self._table} WHERE {self.column} = {{}} ORDER BY id", resident_id
        )
        return [row["id"] for row in found]

    async def _point(self, ids: Sequence[int], resident_id: int) -> None:
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            await db.execute(
                f"UPDATE {self._table} SET {self.column} = {{}} WHERE id IN ({db.marks(some)})",
                resident_id,
                *some,
            )

    @property
    def _table(self) -> str:
        return f'"{self.table._meta.tablename}"'


@dataclass(frozen=True)
class RowsOnce(Rows):
    """Rows of which a person has one only for the same `once_in`, as long as `ended` is empty.

    Where both have one, one is kept within the merge until they are parted: the merged record's, unless only that one
    says `better`. What hung on it (`hanging`: a table and its column) hangs on the other meanwhile. `source` is the kind
    under which such a row proves something.
    """

    once_in: tuple[str, ...] = ()
    ended: str = ""
    better: str = ""
    hanging: tuple[str, str] | None = None
    source: str = ""

    async def move(self, move: Move) -> Any:
        aside = [await self._put_aside(pair, move) for pair in await self._twins(move)]
        return {**await super().move(move), "aside": aside}

    async def back(self, move: Move, moved: Any) -> None:
        await super().back(move, moved)
        for kept_back in moved["aside"]:
            await self._put_back(kept_back)

    async def _twins(self, move: Move) -> list[dict[str, Any]]:
        same = "".join(f' AND own."{name}" = theirs."{name}"' for name in self.once_in)
        standing = f" AND own.{self.ended} IS NULL AND theirs.{self.ended} IS NULL" if self.ended else ""
        better = f"theirs.{self.better} IS NOT NULL AND own.{self.better} IS NULL" if self.better else "1 = 0"
        return await db.rows(
            f"SELECT own.id AS own, theirs.id AS theirs, CASE WHEN {better} THEN 1 ELSE 0 END AS swap"
            f" FROM {self._table} AS own JOIN {self._table} AS theirs ON own.{self.column} = {{}}"
            f" AND theirs.{self.column} = {{}}{same}{standing} ORDER BY own.id",
            move.kept,
            move.merged,
        )

    async def _put_aside(self, pair: dict[str, Any], move: Move) -> Any:
        lost, stays = (pair["own"], pair["theirs"]) if pair["swap"] else (pair["theirs"], pair["own"])
        [row] = await self.table.select().where(self._key == lost)
        hung: list[int] = []
        if self.hanging:
            table, column = self.hanging
            hung = [
                found["id"]
                for found in await db.rows(f"SELECT id FROM {table} WHERE {column} = {{}} ORDER BY id", lost)
            ]
            await db.execute(f"UPDATE {table} SET {column} = {{}} WHERE {column} = {{}}", stays, lost)
        await db.execute(f"DELETE FROM {self._table} WHERE id = {{}}", lost)
        if self.source:
            move.aside.append((self.source, lost))
        return {"row": msgspec.to_builtins(row), "hung": hung}

    async def _put_back(self, kept_back: Any) -> None:
        row = {
            column._meta.name: _typed(column, kept_back["row"][column._meta.name])
            for column in self.table._meta.columns
        }
        if await self._taken(row):
            raise Refused("residents.merge_rows_changed", what=self.what)
        await self.table.insert(self.table(**row))
        if self.hanging and kept_back["hung"]:
            table, column = self.hanging
            await db.execute(
                f"UPDATE {table} SET {column} = {{}} WHERE id IN ({db.marks(kept_back['hung'])})",
                row["id"],
                *kept_back["hung"],
            )

    async def _taken(self, row: dict[str, Any]) -> bool:
        """Whether the person has such a row by now, so that there is no room for this one."""
        same = "".join(f' AND "{name}" = {{}}' for name in self.once_in)
        standing = f" AND {self.ended} IS NULL" if self.ended else ""
        return bool(
            await db.rows(
                f"SELECT 1 AS one FROM {self._table} WHERE {self.column} = {{}}{same}{standing}",
                row[self.column],
                *(row[name] for name in self.once_in),
            )
        )

    @property
    def _key(self) -> Column:
        return self.table._meta.primary_key


def _typed(column: Column, value: Any) -> Any:
    """A value out of JSON as its column has it: days and moments are days and moments again."""
    return value if value is None else msgspec.convert(value, column.value_type)
