"""Small counts beside their sum: nobody works one out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.method import cell_rules
from programs.method.cell_rules import FEW


@pytest.mark.parametrize(
    ("counts", "hidden", "told"),
    [
        ([9, 8], [False, False], True),
        ([9, 3, 6], [False, True, True], True),
        ([9, 3, 2], [False, True, True], True),
        ([9, 1, 1], [True, True, True], True),
        ([9, 8, 4, 4], [False, True, True, True], True),
        ([1, 5, 9], [True, True, True], True),
        ([0, 9], [False, False], True),
        ([3], [True], False),
        ([1, 2], [True, True], False),
        ([4, 4], [True, True], False),
        ([1, 5], [True, True], False),
        ([], [], True),
    ],
)
def test_small_numbers_are_not_handed_out(counts: list[int], hidden: list[bool], told: bool) -> None:
    assert cell_rules.hidden(counts) == hidden
    assert cell_rules.sum_told(counts) is told


@given(st.lists(st.integers(0, 12), max_size=5))
def test_no_sum_gives_a_small_number_away(counts: list[int]) -> None:
    """Whoever knows the sum, and of each hidden count whether it is under five, is left with a choice for each small one."""
    hide = cell_rules.hidden(counts)
    assert all(hides for hides, count in zip(hide, counts, strict=True) if 0 < count < FEW)
    assert any(0 < count < FEW for count in counts) or not any(hide)
    if not cell_rules.sum_told(counts):
        return
    hidden = [count for count, hides in zip(counts, hide, strict=True) if hides]
    choices = [range(1, FEW) if count < FEW else range(FEW, sum(hidden) + 1) for count in hidden]
    fitting = [guess for guess in product(*choices) if sum(guess) == sum(hidden)]
    for place, count in enumerate(hidden):
        assert count >= FEW or len({guess[place] for guess in fitting}) > 1
