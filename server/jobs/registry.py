"""Which function carries out which kind of work. Rooms register theirs in their `jobs.py`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from server.lib.actor import Actor
from server.lib.late_entries import complete

Handler = Callable[[dict[str, Any], Actor], Awaitable[None]]

_handlers: dict[str, Handler] = {}


def job(kind: str) -> Callable[[Handler], Handler]:
    """Register `async def f(payload, actor)` for `kind`, which reads `<room>.<verb>`.

    It may run twice (a worker can die after the work and before saying so), and the second time must change
    nothing.
    """

    def register(handler: Handler) -> Handler:
        if _handlers.setdefault(kind, handler) is not handler:
            raise ValueError(f"two functions carry out {kind}")
        return handler

    return register


def handler_of(kind: str) -> Handler | None:
    """The function for `kind`; None when this version of Linli has none."""
    complete(__name__)
    return _handlers.get(kind)


def kinds() -> frozenset[str]:
    """Every kind of work that can be carried out."""
    complete(__name__)
    return frozenset(_handlers)
