"""What protects those who lead: openness before anybody asks, and help before they break (S89)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

WINDOW = timedelta(days=60)
ATTACKS_FOR_SUPPORT = 2
SUPPORT_WITHIN = timedelta(days=3)
# A declaration of interests is made anew every year.
DECLARED_FOR = timedelta(days=365)
_HEAVY = 4
_MANY_HOURS = 20


def needs_support(happened: Iterable[date], *, newest: date, stands_by: bool) -> bool:
    """Whether an attack just noted makes it time to stand by somebody: the second within 60 days.

    `happened` are the days of all attacks, with the newest one; `stands_by` says that support is under way.
    """
    near = sum(abs(day - newest) < WINDOW for day in happened)
    return near >= ATTACKS_FOR_SUPPORT and not stands_by


def lately(happened: Iterable[date], *, today: date) -> int:
    """How many attacks there were in the last 60 days."""
    return sum(today - WINDOW < day <= today for day in happened)


def declaration_state(declared_on: date | None, *, today: date) -> str:
    """`missing`, `old` after a year, or `declared`."""
    if declared_on is None:
        return "missing"
    return "old" if today - declared_on > DECLARED_FOR else "declared"


def is_heavy(*, hours_a_week: int, heaviness: int) -> bool:
    """Whether somebody carries too much: by her own word, or by the hours."""
    return heaviness >= _HEAVY or hours_a_week >= _MANY_HOURS


def refuse_clarification(*, clarified: bool, on: date, happened_on: date) -> str | None:
    """A reason code when a clarification cannot be noted."""
    if clarified:
        return "leaders.clarified_already"
    return "leaders.clarified_too_early" if on < happened_on else None


def refuse_publication(*, published: bool, voided: bool) -> str | None:
    """A reason code when a decision cannot be laid open."""
    if voided:
        return "leaders.decision_voided"
    return "leaders.published_already" if published else None


def decision_state(*, published_on: date | None, voided: bool) -> str:
    """`draft`, `published`, or `voided`: one that was laid open stays readable with why it was taken back."""
    if voided:
        return "voided"
    return "published" if published_on is not None else "draft"


def fen_of(yuan: float | None) -> int | None:
    """Yuan as they are stored."""
    return None if yuan is None else round(yuan * 100)
