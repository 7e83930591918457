"""What holds for chat groups (S22): how many are in them, month by month, and never what is said there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date


def refuse_month(month: str, *, started: str, closed: str | None, this_month: str) -> str | None:
    """A reason code when nobody can have counted in this month. Months are written `2026-11`."""
    if month > this_month:
        return "teams.month_ahead"
    if closed is not None and month > closed:
        return "teams.month_after_chat"
    return "teams.month_before_chat" if month < started else None


def refuse_closing(closed_on: date, *, started_on: date) -> str | None:
    """A reason code when a chat group would close before it began."""
    return "teams.chat_closed_early" if closed_on < started_on else None


def series(counts: Mapping[str, int], months: Sequence[str]) -> list[int | None]:
    """The members of each month; None where nobody counted, which is not zero."""
    return [counts.get(month) for month in months]
