"""When those who lead are stood by, and what is open of them (S89)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentives.reciprocity import leader_rules as rules

DAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("before", "stands_by", "support"),
    [
        ([], False, False),
        ([10], False, True),
        ([59], False, True),
        ([60], False, False),  # then the figure of the last 60 days says one, too
        ([-30], False, True),
        ([10], True, False),
        ([10, 20, 90], False, True),
    ],
)
def test_the_second_attack_within_sixty_days_brings_support(
    before: list[int], stands_by: bool, support: bool
) -> None:
    days = [DAY, *(DAY - timedelta(days=back) for back in before)]
    assert rules.needs_support(days, newest=DAY, stands_by=stands_by) is support


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 1))), st.booleans())
def test_nobody_is_left_alone_twice(days: list[date], stands_by: bool) -> None:
    """Another attack more never takes support away, in whatever order they were noted."""
    alone = rules.needs_support([*days, DAY], newest=DAY, stands_by=stands_by)
    more = rules.needs_support([DAY, *reversed(days), DAY], newest=DAY, stands_by=stands_by)
    assert more or not alone


@pytest.mark.parametrize(
    ("declared", "state"),
    [(None, "missing"), (DAY - timedelta(days=366), "old"), (DAY - timedelta(days=365), "declared")],
)
def test_a_declaration_is_made_anew_every_year(declared: date | None, state: str) -> None:
    assert rules.declaration_state(declared, today=DAY) == state


def test_what_is_heavy_and_what_was_lately() -> None:
    assert rules.is_heavy(hours_a_week=3, heaviness=4)
    assert rules.is_heavy(hours_a_week=20, heaviness=2)
    assert not rules.is_heavy(hours_a_week=19, heaviness=3)
    days = [DAY - timedelta(days=back) for back in (-1, 0, 59, 60)]
    assert rules.lately(days, today=DAY) == 2


@pytest.mark.parametrize(
    ("published", "voided", "code"),
    [
        (False, False, None),
        (True, False, "leaders.published_already"),
        (False, True, "leaders.decision_voided"),
        (True, True, "leaders.decision_voided"),
    ],
)
def test_a_decision_is_laid_open_once(published: bool, voided: bool, code: str | None) -> None:
    assert rules.refuse_publication(published=published, voided=voided) == code
    state = rules.decision_state(published_on=DAY if published else None, voided=voided)
    assert (state == "published") is (published and not voided)


@pytest.mark.parametrize(
    ("clarified", "on", "code"),
    [
        (False, DAY, None),
        (True, DAY, "leaders.clarified_already"),
        (False, DAY - timedelta(days=1), "leaders.clarified_too_early"),
    ],
)
def test_a_clarification_follows_the_attack(clarified: bool, on: date, code: str | None) -> None:
    assert rules.refuse_clarification(clarified=clarified, on=on, happened_on=DAY) == code
    assert (rules.fen_of(None), rules.fen_of(0.29)) == (None, 29)
    assert rules.fen_of(12.5) == 1250
