"""Which Struct a page's form is read into, and values that fill it in."""

from __future__ import annotations

import inspect
import re
import sys
from functools import cache
from typing import Any

import msgspec

from tests.access.bodies import body, litestar
from tests.access.table import Route

_READS = re.compile(r"read_form\(\s*request,\s*([A-Za-z_]+)\)")
_PASSED = re.compile(r"_act_on\(|_turn_step\(")


@cache
def form_of(method: str, path: str) -> type[msgspec.Struct] | None:
    """What the page at this address reads its form into; None for one that chooses only when asked."""
    for route in litestar().routes:
        if route.path_format == path:
            for handler in route.route_handlers:
                if method in handler.http_methods:
                    return _struct(handler.fn)
    return None


def _struct(handler: Any) -> type[msgspec.Struct] | None:
    source, module = inspect.getsource(handler), sys.modules[handler.__module__]
    if found := _READS.search(source):
        return getattr(module, found[1], None)
    if found := _PASSED.search(source):
        return _struct(getattr(module, found[0].rstrip("(")))
    return None


def filled_in(row: Route, ids: dict[str, Any], **more: Any) -> dict[str, Any] | None:
    """The shortest form that can be read, as a browser sends it."""
    struct = form_of(row.method, row.path)
    if struct is None:
        return None
    sent = body(struct, ids, **more)
    if "gate" in sent:
        sent["gate"] = "visits"
    return {name: "1" if value is True else "" if value is False else value for name, value in sent.items()}
