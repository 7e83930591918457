"""When work is tried again, when it is given up, and which period recurring work belongs to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

Every = Literal["hour", "day"]

LEASE = timedelta(seconds=60)
HEARTBEAT = timedelta(seconds=20)
MAX_ATTEMPTS = 12
FIRST_DELAY = timedelta(seconds=10)
LONGEST_DELAY = timedelta(hours=6)
JITTER = 0.2
LATE_AFTER = timedelta(minutes=15)
KEEP_DONE = timedelta(days=30)
LONGEST_RUN = timedelta(minutes=30)
DAY_BEGINS = timedelta(hours=4)


def retry_delay(attempts: int, *, chance: float) -> timedelta:
    """How long to wait after the given number of failed attempts (1 and more).

    Three times as long each time, up to six hours; `chance` (0 to 1) spreads it by a fifth either way, so
    that jobs that failed together do not all come back together.
    """
    spread = 1 - JITTER + 2 * JITTER * chance
    exact = FIRST_DELAY.total_seconds() * 3 ** min(attempts - 1, 20) * spread
    return min(timedelta(seconds=exact), LONGEST_DELAY)


def is_given_up(attempts: int) -> bool:
    """Whether that many failed attempts are enough: about a day of outage is survived."""
    return attempts >= MAX_ATTEMPTS


def is_worn_out(attempts: int) -> bool:
    """Whether a job was taken more often than it may fail: who took it never came to say how it went."""
    return attempts > MAX_ATTEMPTS


def period_key(kind: str, every: Every, local_now: datetime) -> str:
    """The key of the run that is due now: the same for all workers until the next hour or day begins.

    A day begins at four in the morning, so that daily work runs while nobody waits for a page.
    """
    if every == "hour":
        return f"{kind}:{local_now:%Y-%m-%dT%H}"
    return f"{kind}:{local_now - DAY_BEGINS:%Y-%m-%d}"
