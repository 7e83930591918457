"""When an office is due (S50)."""

from __future__ import annotations

from datetime import date, timedelta


def days_since(last: date | None, *, since: date, today: date) -> int:
    """How many days nobody has called there: since the last visit, or since it came on the rota."""
    return max((today - (last or since)).days, 0)


def due_on(last: date | None, *, since: date, every_days: int) -> date:
    """The day by which the next visit is to be made."""
    return (last or since) + timedelta(days=every_days)
