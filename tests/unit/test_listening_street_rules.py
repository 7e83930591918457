"""What is kept of a note from the street, and which numbers leave the house."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.listening import heat_rules, street_rules


@pytest.mark.parametrize(
    ("nickname", "age", "kept"),
    [("小明", "7-13", ""), ("小明", "14-17", "小明"), ("小明", None, "小明"), (None, None, "")],
)
def test_no_name_of_a_child_is_kept(nickname: str | None, age: str | None, kept: str) -> None:
    assert street_rules.kept_nickname(nickname, age) == kept


@pytest.mark.parametrize(("word", "said"), [(None, None), ("yes", True), ("no", False)])
def test_left_open_is_not_a_no(word: str | None, said: bool | None) -> None:
    assert street_rules.willing_said(word) is said


@pytest.mark.parametrize(
    ("from_street", "taken_in", "voided", "code"),
    [
        (True, False, False, None),
        (False, False, False, "needs.not_in_inbox"),
        (True, True, False, "needs.not_in_inbox"),
        (True, False, True, "needs.not_in_inbox"),
    ],
)
def test_what_waits(from_street: bool, taken_in: bool, voided: bool, code: str | None) -> None:
    found = street_rules.refuse_taking_in(from_street=from_street, taken_in=taken_in, voided=voided)
    assert found == code


def test_a_box_that_nobody_sees_is_left_empty() -> None:
    assert street_rules.refuse_hidden("") is None
    assert street_rules.refuse_hidden(None) is None
    assert street_rules.refuse_hidden("http://x.example") == "needs.leave_empty"


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([9, 8], [False, False]),
        ([9, 3, 6], [False, True, True]),
        ([9, 3, 2], [False, True, True]),
        ([0, 9], [False, False]),
        ([3], [True]),
        ([], []),
    ],
)
def test_small_numbers_are_not_handed_out(counts: list[int], hidden: list[bool]) -> None:
    assert heat_rules.hidden(counts) == hidden


@given(st.lists(st.integers(0, 50), max_size=9))
def test_no_sum_gives_the_only_small_number_away(counts: list[int]) -> None:
    hidden = heat_rules.hidden(counts)
    small = [0 < count < heat_rules.FEW for count in counts]
    assert all(hides for hides, few in zip(hidden, small, strict=True) if few)
    alone = sum(hidden) == 1
    assert not alone or not any(count >= heat_rules.FEW for count in counts)
