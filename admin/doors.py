"""The only addresses that the admin answers.

Piccolo Admin has many more: they do not exist here. A table is asked by its title in the reader's language.
"""

from __future__ import annotations

import re

import msgspec

from server.lib.errors import NotFound

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
