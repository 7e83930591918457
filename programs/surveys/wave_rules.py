"""When a wave takes answers, and what closing it proves."""

from __future__ import annotations

from datetime import date

# Fewer answers than this are told as they are and never compared (S12).
ENOUGH = 30


def state_of(*, opens_on: date, closes_on: date | None, closed_on: date | None, today: date) -> str:
    """Where a wave stands: `planned`, `open`, `over` (its last day has passed), or `closed` by somebody."""
    if closed_on is not None:
        return "closed"
    if today < opens_on:
        return "planned"
    return "over" if closes_on is not None and today > closes_on else "open"


def refuse_online(state: str, *, online: bool) -> str | None:
    """A reason code when nobody can answer at the wave's address now."""
    if not online:
        return "surveys.not_online"
    return {"planned": "surveys.not_open_yet", "over": "surveys.over", "closed": "surveys.over"}.get(state)


def refuse_entry(*, opens_on: date, closed_on: date | None, answered_on: date) -> str | None:
    """A reason code when a sheet cannot be entered: late paper is welcome until somebody closes the wave."""
    if closed_on is not None:
        return "surveys.closed_already"
    return "surveys.answered_before_opening" if answered_on < opens_on else None


def refuse_closing(*, opens_on: date, closed_on: date | None, on: date) -> str | None:
    """A reason code when a wave cannot be closed on this day."""
    if closed_on is not None:
        return "surveys.closed_already"
    return "surveys.closes_before_opening" if on < opens_on else None


def proves_baseline(*, moment: str, closed: bool, answers: int) -> bool:
    """Whether a wave is the baseline that a program needs before it chooses its focus (S82)."""
    return moment == "baseline" and closed and answers >= ENOUGH
