"""Piccolo, for many tables: what lies behind a foreign key is worked out when somebody asks for it.

Piccolo copies every column of the table that a key points to, so that `Visit.building.name` can be written. For two
hundred keys that is half of the time that it takes to import our tables, which the first who asks for a page waits for, and our
queries hardly ever go that way.
"""

from __future__ import annotations

from typing import Any

from piccolo.columns.column_types import ForeignKey
from piccolo.columns.defaults.base import Default

_fill = ForeignKey.set_proxy_columns


def _not_yet(_key: ForeignKey[Any]) -> None:
    """What a key does when its table is made."""


def _behind(key: ForeignKey[Any], name: str) -> Any:
    """An attribute that the key itself has not: a column of the table it points to."""
    known = key.__dict__.get("_foreign_key_meta")
    if known is None or name.startswith("_") or known.proxy_columns:
        raise AttributeError(name)
    _fill(key)
    return getattr(key, name)


def _equal(default: Default, other: object) -> bool:
    """As Piccolo's, which describes a default in words even to tell it from a function."""
    return isinstance(other, Default) and hash(default) == hash(other)


def set_up() -> None:
    """For all tables that are made from now on."""
    ForeignKey.set_proxy_columns = _not_yet  # type: ignore[method-assign, assignment]  # Piccolo is pinned
    ForeignKey.__getattr__ = _behind  # type: ignore[attr-defined]  # likewise
    Default.__eq__ = _equal  # type: ignore[method-assign]  # likewise
