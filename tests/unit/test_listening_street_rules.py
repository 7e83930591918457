"""What is kept of a note from the street, and which numbers leave the house."""

from __future__ import annotations

import pytest

from programs.listening import street_rules


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
