"""Where a need stands, what may come next, and how long it took."""

from __future__ import annotations

import statistics
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.listening import case_rules
from programs.listening.case_rules import State

DAY = date(2026, 3, 9)
NEW: dict[str, Any] = {
    "voided_at": None,
    "merged_into": None,
    "from_street": False,
    "taken_in_on": None,
    "handled_on": None,
    "answered_on": None,
    "confirmed": None,
}


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, State.raised),
        ({"from_street": True}, State.inbox),
        ({"from_street": True, "taken_in_on": DAY}, State.raised),
        ({"handled_on": DAY}, State.handled),
        ({"handled_on": DAY, "answered_on": DAY}, State.answered),
        ({"handled_on": DAY, "answered_on": DAY, "confirmed": True}, State.confirmed),
        ({"confirmed": False}, State.not_solved),
        ({"confirmed": 0}, State.not_solved),
        ({"confirmed": False, "handled_on": DAY}, State.handled),
        ({"merged_into": 3, "handled_on": DAY}, State.merged),
        ({"voided_at": DAY, "merged_into": 3}, State.voided),
        ({"voided_at": DAY, "from_street": True}, State.voided),
    ],
)
def test_where_a_need_stands(changed: dict[str, Any], state: State) -> None:
    assert case_rules.state_of({**NEW, **changed}) is state


def test_handled_without_an_answer_is_not_finished() -> None:
    assert State.handled in case_rules.UNFINISHED
    assert {State.answered, State.confirmed}.isdisjoint(case_rules.UNFINISHED)


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (State.raised, 5),
        (State.not_solved, 5),
        (State.handled, 9),
        (State.answered, None),
        (State.merged, None),
    ],
)
def test_what_is_due(state: State, due: int | None) -> None:
    by = {"handle_by": DAY + timedelta(5), "answer_by": DAY + timedelta(9)}
    assert case_rules.due_on(state, **by) == (DAY + timedelta(due) if due else None)


def test_nobody_waits_behind_a_tally() -> None:
    days = {"handle_days": 7, "answer_days": 12}
    assert case_rules.deadlines(DAY, quantity=23, **days) == (None, None)
    assert case_rules.deadlines(DAY, quantity=1, **days) == (date(2026, 3, 16), date(2026, 3, 21))
    assert case_rules.refuse_deadlines(handle_by=DAY, answer_by=DAY) is None
    assert case_rules.refuse_deadlines(handle_by=DAY, answer_by=DAY - timedelta(1)) is not None


@pytest.mark.parametrize(
    ("state", "follow", "handle", "answer", "confirm", "reopen"),
    [
        (State.raised, None, None, "needs.not_handled", "needs.not_answered", "needs.not_handled"),
        (State.not_solved, None, None, "needs.not_handled", "needs.not_answered", "needs.not_handled"),
        (State.handled, None, "needs.handled_already", None, "needs.not_answered", None),
        (State.answered, "needs.finished", "needs.handled_already", "needs.finished", None, None),
        (
            State.confirmed,
            "needs.finished",
            "needs.handled_already",
            "needs.finished",
            "needs.confirmed_already",
            None,
        ),
        (State.inbox, *["needs.not_taken_in"] * 5),
        (State.merged, *["needs.merged"] * 5),
        (State.voided, *["needs.voided"] * 5),
    ],
)
def test_what_may_come_next(
    state: State,
    follow: str | None,
    handle: str | None,
    answer: str | None,
    confirm: str | None,
    reopen: str | None,
) -> None:
    handling = case_rules.refuse_handling(state, on=DAY, raised_on=DAY)
    answering = case_rules.refuse_answering(state, on=DAY, handled_on=DAY)
    assert case_rules.refuse_following(state) == follow
    assert handling == ((None, handle) if handle else None)
    assert answering == ((None, answer) if answer else None)
    assert case_rules.refuse_confirming(state) == confirm
    assert case_rules.refuse_reopening(state) == reopen


def test_no_step_lies_before_the_one_before_it() -> None:
    before = DAY - timedelta(1)
    assert case_rules.refuse_handling(State.raised, on=before, raised_on=DAY) == (
        "handled_on",
        "needs.handled_too_early",
    )
    assert case_rules.refuse_answering(State.handled, on=before, handled_on=DAY) == (
        "answered_on",
        "needs.answered_too_early",
    )


@given(st.dictionaries(st.integers(0, 400), st.integers(0, 6)))
def test_the_median_is_the_median(counted: dict[int, int]) -> None:
    spread = [value for value, times in counted.items() for _ in range(times)]
    assert case_rules.median(counted.items()) == (statistics.median(spread) if spread else None)
