"""What a table for taking away holds. Formats know nothing of rooms, and rooms nothing of formats."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

from server.lib import clock
from server.lib.i18n import Message, language

Kind = Literal["text", "int", "decimal", "percent", "date", "moment"]
Rows = AsyncIterable[Any] | Iterable[Any]
Cell = str | int | float | Decimal | date | datetime | None

_WIDTHS: dict[Kind, int] = {"text": 18, "int": 10, "decimal": 12, "percent": 10, "date": 12, "moment": 18}
BATCH = 500


def _value_of(row: Any, key: str | Callable[[Any], Any]) -> Any:
    if callable(key):
        return key(row)
    return row[key] if isinstance(row, Mapping) else getattr(row, key)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key` names a field of the row, or takes the value out of it.

    `kind` says how numbers and days are shown; a value that is none (`<5`) is written as text. `percent`
    takes a share: 0.368. `width` is in characters of the Latin alphabet. A heading that is no Message reads the same
    in every language: official forms are not translated.
    """

    heading: Message | str
    key: str | Callable[[Any], Any]
    kind: Kind = "text"
    width: int = 0

    def cell(self, row: Any) -> Cell:
        """The row's value as a file can hold it: text, a number, a day, or a moment on the local clock."""
        value = _value_of(row, self.key)
        if isinstance(value, datetime):
            return clock.local(value).replace(tzinfo=None) if value.tzinfo else value
        if isinstance(value, time):
            return value.strftime("%H:%M")
        if value is None or (isinstance(value, int | float | Decimal | date) and not isinstance(value, bool)):
            return value
        return str(value)

    @property
    def shown_width(self) -> int:
        """The width, at least wide enough for most values of the kind."""
        return self.width or _WIDTHS[self.kind]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that can be taken away. `name` is for the file, `title` for its reader."""

    name: str
    title: Message | str
    columns: tuple[Column, ...]

    def headings(self) -> list[str]:
        """The headings in the current language."""
        return [str(column.heading) for column in self.columns]

    def cells(self, row: Any) -> list[Cell]:
        """One row's values."""
        return [column.cell(row) for column in self.columns]


async def batches(sheet: Sheet, rows: Rows, code: str) -> AsyncIterator[list[list[Cell]]]:
    """The cells of `rows`, a few hundred rows at a time, in the language `code`.

    The language is named because a file is still being written when the request that asked for it has ended.
    """
    batch: list[list[Cell]] = []
    async for row in _each(rows):
        with language(code):
            batch.append(sheet.cells(row))
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


async def _each(rows: Rows) -> AsyncIterator[Any]:
    if isinstance(rows, AsyncIterable):
        async for row in rows:
            yield row
    else:
        for row in rows:
            yield row
