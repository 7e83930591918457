"""The three steps of a need (S20: 怎么反映、怎么处理、怎么反馈): where it stands, what may come next, how long it took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

HANDLE_DAYS = 10
ANSWER_DAYS = 15


class State(StrEnum):
    """Where a need stands. Only `answered` and `confirmed` are finished."""

    inbox = "inbox"
    raised = "raised"
    handled = "handled"
    not_solved = "not_solved"
    answered = "answered"
    confirmed = "confirmed"
    merged = "merged"
    voided = "voided"


UNFINISHED = frozenset({State.raised, State.handled, State.not_solved})
_TO_HANDLE = frozenset({State.raised, State.not_solved})
_OUTSIDE = {
    State.voided: "needs.voided",
    State.merged: "needs.merged",
    State.inbox: "needs.not_taken_in",
}


def state_of(row: Mapping[str, Any]) -> State:
    """Where a need stands, by its columns. One that was handled waits for its answer, and is not finished."""
    if row["voided_at"] is not None:
        return State.voided
    if row["merged_into"] is not None:
        return State.merged
    if row["from_street"] and row["taken_in_on"] is None:
        return State.inbox
    if row["answered_on"] is not None:
        return State.confirmed if row["confirmed"] else State.answered
    if row["handled_on"] is not None:
        return State.handled
    return State.not_solved if row["confirmed"] is not None and not row["confirmed"] else State.raised


def due_on(state: State, *, handle_by: date | None, answer_by: date | None) -> date | None:
    """The day until which the next step was promised; None when nothing is to be done."""
    if state in _TO_HANDLE:
        return handle_by
    return answer_by if state is State.handled else None


def deadlines(
    today: date, *, quantity: int, handle_days: int, answer_days: int
) -> tuple[date | None, date | None]:
    """Until when a need noted today is to be handled and answered. Behind a tally stands nobody who waits."""
    if quantity > 1:
        return None, None
    return today + timedelta(days=handle_days), today + timedelta(days=answer_days)


def refuse_deadlines(*, handle_by: date, answer_by: date) -> str | None:
    """A reason code when the answer would be due before the deed."""
    return "needs.answer_before_handling" if answer_by < handle_by else None


def refuse_following(state: State) -> str | None:
    """A reason code when nobody can be made responsible for a need any more."""
    return _OUTSIDE.get(state) or (None if state in UNFINISHED else "needs.finished")


def refuse_handling(state: State, *, on: date, raised_on: date) -> tuple[str | None, str] | None:
    """`(field, code)` when a need cannot be marked as handled on this day."""
    if code := _OUTSIDE.get(state):
        return None, code
    if state not in _TO_HANDLE:
        return None, "needs.handled_already"
    return ("handled_on", "needs.handled_too_early") if on < raised_on else None


def refuse_answering(state: State, *, on: date, handled_on: date | None) -> tuple[str | None, str] | None:
    """`(field, code)` when an answer cannot be recorded: first the deed, then the word about it."""
    if code := _OUTSIDE.get(state):
        return None, code
    if state in _TO_HANDLE:
        return None, "needs.not_handled"
    if state is not State.handled:
        return None, "needs.finished"
    return ("answered_on", "needs.answered_too_early") if handled_on is not None and on < handled_on else None


def refuse_confirming(state: State) -> str | None:
    """A reason code when there is no answer to confirm, or it was confirmed."""
    if code := _OUTSIDE.get(state):
        return code
    if state is State.confirmed:
        return "needs.confirmed_already"
    return None if state is State.answered else "needs.not_answered"


def refuse_reopening(state: State) -> str | None:
    """A reason code when there is no step to take back."""
    if code := _OUTSIDE.get(state):
        return code
    return "needs.not_handled" if state in _TO_HANDLE else None


def median(counted: Iterable[tuple[int, int]]) -> float | None:
    """The median of values given as `(value, how often)`; None of nothing."""
    ordered = sorted((value, times) for value, times in counted if times > 0)
    total = sum(times for _value, times in ordered)
    if not total:
        return None
    return (_at(ordered, (total - 1) // 2) + _at(ordered, total // 2)) / 2


def _at(ordered: list[tuple[int, int]], place: int) -> int:
    for value, times in ordered:
        if place < times:
            return value
        place -= times
    raise IndexError(place)
