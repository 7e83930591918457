"""Chat groups and private links, in tables of cases."""

from __future__ import annotations

from datetime import date

import pytest

from groups.habits import link_rules
from groups.teams import chat_rules


@pytest.mark.parametrize(
    ("month", "code"),
    [
        ("2026-11", None),
        ("2026-03", None),
        ("2026-02", "teams.month_before_chat"),
        ("2026-12", "teams.month_ahead"),
        ("2027-01", "teams.month_ahead"),
        ("2025-12", "teams.month_before_chat"),
    ],
)
def test_members_are_counted_in_months_that_the_group_has_seen(month: str, code: str | None) -> None:
    found = chat_rules.refuse_month(month, started="2026-03", closed=None, this_month="2026-11")
    assert found == code


def test_nobody_is_counted_after_a_chat_group_was_closed() -> None:
    for month, code in (("2026-07", None), ("2026-08", "teams.month_after_chat")):
        found = chat_rules.refuse_month(month, started="2026-03", closed="2026-07", this_month="2026-11")
        assert found == code


@pytest.mark.parametrize(
    ("closed_on", "code"),
    [(date(2026, 3, 1), None), (date(2026, 3, 2), None), (date(2026, 2, 28), "teams.chat_closed_early")],
)
def test_a_chat_group_ends_after_it_began(closed_on: date, code: str | None) -> None:
    assert chat_rules.refuse_closing(closed_on, started_on=date(2026, 3, 1)) == code


def test_a_month_in_which_nobody_counted_is_not_zero() -> None:
    assert chat_rules.series({"2026-03": 0, "2026-05": 9}, ["2026-03", "2026-04", "2026-05"]) == [0, None, 9]


def test_a_private_link_is_of_one_name_on_one_chart_of_one_installation() -> None:
    tokens = {
        link_rules.own_token(key, habit, entry, number)
        for key in ("甲", "乙")
        for habit, entry in ((1, 23), (12, 3), (1, 24))
        for number in (1, 2, 3)
    }
    assert len(tokens) == 18
    assert {len(token) for token in tokens} == {40}
    assert link_rules.own_token("甲", 1, 23, 1) in tokens
    assert link_rules.own_path("abc") == "/h/abc"
