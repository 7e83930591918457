"""The only addresses that the admin answers, and what each may be asked.

Piccolo Admin has many more: they do not exist here. A table is asked by its title in the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

import msgspec
from piccolo.columns import BigInt, BigSerial, Integer, Numeric, Serial

from admin.scope import ScopedTable
from server.lib.errors import Invalid, NotFound
from server.lib.i18n import m

LARGEST_PAGE = 1000
_LAST_PAGE = 100_000
_LONGEST_VALUE = 200
_CANNOT_ASK = m("The list cannot be asked this way.")

_ADDRESSES: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (opens, re.compile(pattern), method)
    for opens, pattern, method in (
        ("meta", r"/public/meta/", "GET"),
        ("languages", r"/public/translations/", "GET"),
        ("words", r"/public/translations/(?P<name>[\w-]+)/", "GET"),
        ("reader", r"/api/user/", "GET"),
        ("links", r"/api/links/", "GET"),
        ("tables", r"/api/tables/", "GET"),
        ("menu", r"/api/tables/grouped/", "GET"),
        ("forms", r"/api/forms/", "GET"),
        ("form_menu", r"/api/forms/grouped/", "GET"),
        ("form_schema", r"/api/forms/(?P<name>[^/]+)/schema/", "GET"),
        ("form", r"/api/forms/(?P<name>[^/]+)/", "GET POST"),
        ("schema", r"/api/tables/(?P<name>[^/]+)/schema/", "GET"),
        ("count", r"/api/tables/(?P<name>[^/]+)/count/", "GET"),
        ("ids", r"/api/tables/(?P<name>[^/]+)/ids/", "GET"),
        ("references", r"/api/tables/(?P<name>[^/]+)/references/", "GET"),
        ("row", r"/api/tables/(?P<name>[^/]+)/(?P<row>(?!new/)[^/]+)/", "GET"),
        ("rows", r"/api/tables/(?P<name>[^/]+)/", "GET"),
    )
)


class Door(msgspec.Struct, frozen=True):
    """What an address leads to; `name` is a table, a form or a language, `row` the key of one row."""

    opens: str
    name: str = ""
    row: str = ""


def door(method: str, path: str) -> Door | None:
    """The door at a path; None when it does not open by this method. Raises `NotFound`."""
    for opens, pattern, methods in _ADDRESSES:
        if match := pattern.fullmatch(path):
            return Door(opens, **match.groupdict()) if method in methods.split() else None
    raise NotFound


def row_key(table: type[ScopedTable], text: str) -> str:
    """The key in the address of one row. What cannot be a key is no row."""
    if not _fits(table._meta.primary_key, text):
        raise NotFound
    return text


def list_query(table: type[ScopedTable], query: str) -> str:
    """The query of a list or a count, with only what a reader may ask; raises `Invalid`."""
    columns = {column._meta.name: column for column in table._meta.columns}
    kept: dict[str, str] = {}
    for name, value in _pairs(query).items():
        column, _, kind = name.partition("__")
        if name in {"__order", "__visible_fields"}:
            if not {part.removeprefix("-") for part in value.split(",")} <= columns.keys():
                raise Invalid({name: _CANNOT_ASK})
        elif name in {"__page", "__page_size"}:
            most = LARGEST_PAGE if name == "__page_size" else _LAST_PAGE
            if not re.fullmatch(r"[0-9]{1,6}", value) or int(value) > most:
                raise Invalid({name: _CANNOT_ASK})
        elif name == "__readable":
            continue
        elif column not in columns or not _filters(kind, columns[column], value):
            raise Invalid({name: _CANNOT_ASK})
        kept[name] = value
    return urlencode(kept)


def _filters(kind: str, column: object, value: str) -> bool:
    return kind in {"operator", "match"} or (not kind and _fits(column, value))


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


def _fits(column: object, value: str) -> bool:
    """Whether the database can compare the column with the value; both engines agree below these sizes."""
    if isinstance(column, BigInt | BigSerial):
        return re.fullmatch(r"-?[0-9]{1,18}", value) is not None
    if isinstance(column, Integer | Serial):
        return re.fullmatch(r"-?[0-9]{1,9}", value) is not None
    if isinstance(column, Numeric):
        return re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", value) is not None
    return len(value) <= _LONGEST_VALUE and "\x00" not in value
