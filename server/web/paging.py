"""Lists a page at a time, by key: the hundredth page costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

import msgspec

from server.web.asked import read_id

Row = TypeVar("Row")

PAGE = 50


class Slice(msgspec.Struct, Generic[Row]):
    """Some rows of a list, newest first, and the key at which the next slice starts (None at the end)."""

    rows: list[Row]
    next: str | None = None


def cut(found: Sequence[dict[str, Any]], *keys: str, size: int = PAGE) -> Slice[dict[str, Any]]:
    """A slice from `size + 1` rows fetched in order; `keys` are the columns of the order."""
    kept = list(found[:size])
    more = len(found) > size
    return Slice(kept, "~".join(str(kept[-1][key]) for key in keys) if more else None)


def after_id(cursor: str | None) -> int | None:
    """The id in a cursor from the address, from 1 on; None for the first page, which a mangled cursor is too."""
    return read_id(cursor) or None


def after_day(cursor: str | None) -> tuple[date, int] | None:
    """The day and the id in a cursor of a list that is ordered by both."""
    day, _, row_id = (cursor or "").partition("~")
    number = after_id(row_id)
    try:
        return (date.fromisoformat(day), number) if number is not None else None
    except ValueError:
        return None


def link(path: str, **query: Any) -> str:
    """An address with the query parts that are set."""
    kept = {name: value for name, value in query.items() if value not in (None, "", [])}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path
