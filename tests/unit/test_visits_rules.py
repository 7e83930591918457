"""What a day of visits can say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.method.kinds import Kind
from programs.visits import round_rules, rules


@pytest.mark.parametrize(
    ("tried", "opened", "code"),
    [(40, 22, None), (40, 40, None), (40, 0, None), (40, 41, "visits.more_opened_than_tried")],
)
def test_no_more_doors_open_than_are_tried(tried: int, opened: int, code: str | None) -> None:
    assert rules.refuse_doors(tried=tried, opened=opened) == code


def test_what_a_day_proves() -> None:
    assert rules.proofs(tried=40, opened=22) == [(Kind.VISITS_TRIED, 40), (Kind.VISITS_MADE, 22)]


def test_nothing_tried_has_no_share() -> None:
    assert rules.opened_share(tried=0, opened=0) is None
    assert rules.opened_share(tried=40, opened=22) == 0.55


@given(st.integers(1, 2000), st.integers(0, 2000))
def test_an_accepted_day_has_a_share_of_at_most_all(tried: int, opened: int) -> None:
    share = rules.opened_share(tried=tried, opened=opened)
    assert share is not None
    assert (rules.refuse_doors(tried=tried, opened=opened) is None) == (0 <= share <= 1)


@pytest.mark.parametrize(
    ("state", "tried", "editing", "reopening"),
    [
        ("planned", 0, None, "visits.round_not_closed"),
        ("planned", 2, "visits.round_begun", "visits.round_not_closed"),
        ("walked", 2, "visits.round_over", None),
        ("cancelled", 0, "visits.round_over", "visits.round_not_closed"),
    ],
)
def test_when_a_plan_may_change_and_a_round_be_opened_again(
    state: str, tried: int, editing: str | None, reopening: str | None
) -> None:
    assert round_rules.refuse_editing(state=state, tried=tried) == editing
    assert round_rules.refuse_reopening(state) == reopening
