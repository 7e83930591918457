"""Whom the work reaches, and what a small number may say (S72)."""

from __future__ import annotations

import pytest

from groups.activities.target_rules import Reached, in_order, is_missed, share, told


@pytest.mark.parametrize(
    ("count", "text"), [(0, None), (1, "<5"), (3, "<5"), (4, "<5"), (5, None), (46, None)]
)
def test_few_people_are_not_counted_out(count: int, text: str | None) -> None:
    assert told(count) == text


@pytest.mark.parametrize(
    ("reached", "estimate", "part"),
    [
        (46, 120, 46 / 120),
        (46, None, None),
        (0, 120, 0.0),
        (3, 120, None),  # a share would tell how many
        (130, 120, 1.0),  # an estimate is one
    ],
)
def test_a_share_is_of_what_somebody_said(reached: int, estimate: int | None, part: float | None) -> None:
    assert share(Reached(target_group="x", reached=reached, estimate=estimate)) == part


def test_missed_is_who_lives_here_and_is_not_reached() -> None:
    assert is_missed(Reached(target_group="x", known=3))
    assert is_missed(Reached(target_group="x", estimate=120))
    assert not is_missed(Reached(target_group="x", known=3, reached=1))
    assert not is_missed(Reached(target_group="x"))


def test_those_with_an_estimate_come_first() -> None:
    small, large, known = (
        Reached(target_group="a", estimate=20),
        Reached(target_group="b", estimate=120),
        Reached(target_group="c", known=9),
    )
    assert in_order([known, small, large]) == [large, small, known]
