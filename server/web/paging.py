"""Lists a page at a time, by key: the hundredth page costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

import msgspec

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


def after(cursor: str | None, parts: int) -> list[str] | None:
    """The key in a cursor from the address, or None for the first page; a mangled cursor is the first page."""
    found = (cursor or "").split("~")
    return found if cursor and len(found) == parts and all(found) else None


def link(path: str, **query: Any) -> str:
    """An address with the query parts that are set."""
    kept = {name: value for name, value in query.items() if value not in (None, "", [])}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path
