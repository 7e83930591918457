"""The words of the admin's tables, columns and choices, and how they replace Piccolo's own in its answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from admin.scope import ScopedTable
from server.lib.errors import NotFound


def titles(tables: Iterable[type[ScopedTable]]) -> list[str]:
    """What the menu lists, in the order of the menu."""
    return [str(table.words.title) for table in tables]


def titled(tables: Iterable[type[ScopedTable]], title: str) -> type[ScopedTable]:
    """The table that the reader knows by this title."""
    for table in tables:
        if str(table.words.title) == title:
            return table
    raise NotFound


def reworded(table: type[ScopedTable], schema: dict[str, Any]) -> dict[str, Any]:
    """Piccolo's description of a table in the reader's words."""
    words = table.words
    schema["title"] = str(words.title)
    schema["extra"]["help_text"] = None if words.hint is None else str(words.hint)
    for name, described in schema["properties"].items():
        described["title"] = str(words.columns[name])
        if name in words.choices:
            choices = words.choices[name].items()
            described["extra"]["choices"] = {
                value: {"display_name": str(shown), "value": value} for value, shown in choices
            }
    return schema
