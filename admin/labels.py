"""The words of the admin's tables, columns and choices, and how they replace Piccolo's own names on the wire.

Piccolo Admin's page shows names where it should show words: over a sort, in a download. So the page gets words for
names throughout, and what it asks in words is turned back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from piccolo.columns import Text, Timestamptz, Varchar

from admin.scope import ScopedTable
from server.export.text import inert
from server.lib.errors import NotFound

_LISTS = ("visible_column_names", "visible_filter_names", "visible_fields_options", "rich_text_columns")


def titles(tables: Iterable[type[ScopedTable]]) -> list[str]:
    """What the menu lists, in the order of the menu."""
    return [str(table.words.title) for table in tables]


def titled(tables: Iterable[type[ScopedTable]], title: str) -> type[ScopedTable]:
    """The table that the reader knows by this title."""
    for table in tables:
        if str(table.words.title) == title:
            return table
    raise NotFound


def column_words(table: type[ScopedTable]) -> dict[str, str]:
    """The word for each column; the key keeps its name, nobody sees it."""
    key = table._meta.primary_key._meta.name
    return {key: key, **{name: str(word) for name, word in table.words.columns.items()}}


def value_named(table: type[ScopedTable], column: str, word: str) -> str:
    """The value that the reader calls `word`; any other text is itself."""
    choices = table.words.choices.get(column, {})
    return next((value for value, shown in choices.items() if str(shown) == word), word)


def reworded(table: type[ScopedTable], schema: dict[str, Any]) -> dict[str, Any]:
    """Piccolo's description of a table in the reader's words."""
    words, extra = column_words(table), schema["extra"]
    hint = table.words.hint
    said = {name: [words[column] for column in extra[name]] for name in _LISTS}
    order = [{**one, "column": words[one["column"]]} for one in extra["order_by"]]
    return {
        **schema,
        "title": str(table.words.title),
        "properties": {
            words[name]: _described(table, name, column) for name, column in schema["properties"].items()
        },
        "extra": {
            **extra,
            **said,
            "order_by": order,
            "link_column_name": words[extra["link_column_name"]],
            "help_text": None if hint is None else str(hint),
        },
    }


def _described(table: type[ScopedTable], name: str, column: dict[str, Any]) -> dict[str, Any]:
    shown = [str(word) for word in table.words.choices.get(name, {}).values()]
    choices = {word: {"display_name": word, "value": word} for word in shown} or None
    title = str(table.words.columns[name])
    return {**column, "title": title, "extra": {**column["extra"], "choices": choices}}


def row_in_words(table: type[ScopedTable], row: dict[str, Any]) -> dict[str, Any]:
    """A row with words for its columns and for the values that have one, as the page shows it and downloads it."""
    words = column_words(table)
    return {words[name]: _said(table, name, value) for name, value in row.items()}


def _said(table: type[ScopedTable], name: str, value: Any) -> Any:
    """The page's own download writes None as `null`, and a spreadsheet would carry out what looks like a formula."""
    column, choices = table._meta.get_column_by_name(name), table.words.choices.get(name, {})
    if value is None:
        return None if isinstance(column, Timestamptz) else ""
    if isinstance(column, Varchar | Text):
        return str(choices[value]) if value in choices else inert(value)
    return value
