"""What may be asked of a list: the columns that it shows, in the words that it shows them in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from piccolo.columns import BigInt, BigSerial, Column, Integer, Numeric, Serial

from admin.labels import column_words, value_named
from admin.scope import ScopedTable
from server.lib.errors import Invalid, NotFound
from server.lib.i18n import m

LARGEST_PAGE = 1000
_LAST_PAGE = 100_000
_LONGEST_VALUE = 200
_CANNOT_ASK = m("The list cannot be asked this way.")


def row_key(table: type[ScopedTable], text: str) -> str:
    """The key in the address of one row. What cannot be a key is no row."""
    if not _fits(table._meta.primary_key, text):
        raise NotFound
    return text


def list_query(table: type[ScopedTable], query: str) -> str:
    """The query of a list or a count, in Piccolo's names and with only what may be asked; raises `Invalid`."""
    names = {word: name for name, word in column_words(table).items()}
    kept: dict[str, str] = {}
    for asked, value in _pairs(query).items():
        word, _, kind = asked.partition("__")
        if asked in {"__order", "__visible_fields"}:
            kept[asked] = ",".join(_named(names, part) for part in value.split(","))
        elif asked in {"__page", "__page_size"}:
            kept[asked] = _page(value, LARGEST_PAGE if asked == "__page_size" else _LAST_PAGE)
        elif asked != "__readable":
            name = _named(names, word)
            kept[f"{name}__{kind}" if kind else name] = _filter(table, name, kind, value)
    return urlencode(kept)


def _named(names: Mapping[str, str], word: str) -> str:
    """The column's name for its word, after a minus too."""
    name = names.get(word.removeprefix("-"))
    if name is None:
        raise Invalid({"": _CANNOT_ASK})
    return f"-{name}" if word.startswith("-") else name


def _page(value: str, most: int) -> str:
    if not re.fullmatch(r"[0-9]{1,6}", value) or int(value) > most:
        raise Invalid({"": _CANNOT_ASK})
    return value


def _filter(table: type[ScopedTable], name: str, kind: str, value: str) -> str:
    if kind in {"operator", "match"}:
        return value
    if kind or not _fits(table._meta.get_column_by_name(name), value):
        raise Invalid({name: _CANNOT_ASK})
    return value_named(table, name, value)


def ids_query(query: str) -> str:
    """The query of the list of keys, never without an end."""
    asked = _pairs(query)
    limit, offset = asked.get("limit", "100"), asked.get("offset", "0")
    whole = re.fullmatch(r"[0-9]{1,4}", limit) and re.fullmatch(r"[0-9]{1,7}", offset)
    if not whole or int(limit) > LARGEST_PAGE:
        raise Invalid({"limit": _CANNOT_ASK})
    search = {"search": asked["search"]} if "search" in asked else {}
    return urlencode({"limit": limit, "offset": offset, **search})


def _pairs(query: str) -> Mapping[str, str]:
    """What is asked, once each; a field left blank asks nothing."""
    try:
        found = dict(parse_qsl(query, max_num_fields=60))
    except ValueError:
        raise Invalid({"": _CANNOT_ASK}) from None
    if any(len(value) > _LONGEST_VALUE or "\x00" in value for value in found.values()):
        raise Invalid({"": _CANNOT_ASK})
    return found


def _fits(column: Column, value: str) -> bool:
    """Whether the database can compare the column with the value; both engines agree below these sizes."""
    if isinstance(column, BigInt | BigSerial):
        return re.fullmatch(r"-?[0-9]{1,18}", value) is not None
    if isinstance(column, Integer | Serial):
        return re.fullmatch(r"-?[0-9]{1,9}", value) is not None
    if isinstance(column, Numeric):
        return re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", value) is not None
    return len(value) <= _LONGEST_VALUE and "\x00" not in value
