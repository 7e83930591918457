"""Who lacks which kind of thanks, and who waits for a talk."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentives.recognition import balance_rules, care_rules

COUNTS = st.fixed_dictionaries({kind: st.integers(0, 5) for kind in balance_rules.KINDS})


@pytest.mark.parametrize(
    ("counts", "missing"),
    [
        ({}, ["publicity", "care", "honour", "example"]),
        ({"honour": 2}, ["publicity", "care", "example"]),
        ({"publicity": 1, "care": 1, "honour": 1, "example": 1}, []),
    ],
)
def test_what_is_missing(counts: dict[str, int], missing: list[str]) -> None:
    assert balance_rules.missing(counts) == missing


@given(COUNTS)
def test_whoever_was_never_thanked_lacks_everything(counts: dict[str, int]) -> None:
    lacking = [kind for kind in balance_rules.KINDS if balance_rules.lacks(counts, kind)]
    assert balance_rules.lacks(counts, balance_rules.NEVER) is (len(lacking) == 4)
    assert balance_rules.lacks(counts, "")
    assert lacking == balance_rules.missing(counts)


@given(COUNTS, st.sampled_from(balance_rules.KINDS))
def test_a_kind_more_never_makes_anybody_more_urgent(counts: dict[str, int], kind: str) -> None:
    more = {**counts, kind: counts[kind] + 1}
    assert balance_rules.urgency(more) > balance_rules.urgency(counts)
    assert balance_rules.shade(more[kind]) >= balance_rules.shade(counts[kind])


@pytest.mark.parametrize(("days", "waits"), [(0, False), (60, False), (61, True), (None, True)])
def test_sixty_days_without_a_talk_are_long_enough(days: int | None, waits: bool) -> None:
    today = date(2026, 11, 22)
    talked = None if days is None else today - timedelta(days=days)
    assert care_rules.waits(talked, today=today) is waits


def test_a_cell_is_darker_up_to_three_times() -> None:
    assert [balance_rules.shade(count) for count in (0, 1, 2, 3, 4, 9)] == [0, 1, 2, 3, 3, 3]
    assert balance_rules.urgency({}) == (-4, 0)
    assert balance_rules.urgency({"honour": 2}) == (-3, 2)
