"""Who among the active people waits for a talk (S69)."""

from __future__ import annotations

from datetime import date, timedelta

DAYS = 60
ACTIVE_DAYS = 90


def waits(talked_on: date | None, *, today: date) -> bool:
    """Whether nobody has talked with an active person for so long that somebody should."""
    return talked_on is None or today - talked_on > timedelta(days=DAYS)
