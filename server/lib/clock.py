"""The one place that reads the time. Rules take time as an argument instead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from server.lib.settings import settings

_frozen: ContextVar[datetime | None] = ContextVar("frozen_moment", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The present day where the installation is."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The moment on the installation's own clock."""
    return moment.astimezone(ZoneInfo(settings().timezone))


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Live through `moment`: how the demo replays a story that happened last year."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
