"""A volunteer's own page: hours in equal parts, links that end, letters that are never valid again once revoked (S90)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentives.reciprocity import own_rules as rules
from incentives.reciprocity.own_rules import Helped, Role

DAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("until", "revoked", "opens"),
    [
        (DAY, None, True),
        (DAY - timedelta(days=1), None, False),
        (DAY + timedelta(days=9), DAY, False),
    ],
)
def test_a_link_opens_for_a_year_or_until_it_is_closed(
    until: date, revoked: date | None, opens: bool
) -> None:
    assert rules.opens(until=until, revoked_on=revoked, today=DAY) is opens
    assert rules.link_ends(DAY) == date(2027, 5, 20)


def test_a_token_belongs_to_one_write_and_one_person() -> None:
    tokens = {rules.token_of("s", op, who) for op in ("a", "b") for who in (1, 2)}
    assert len(tokens) == 4
    assert {len(token) for token in tokens} == {64}
    assert rules.same_hash("ab", "ab")
    assert not rules.same_hash("ab", "ac")


def test_time_is_shared_out_and_what_nobody_wrote_down_adds_none() -> None:
    helped = [Helped(DAY, 600, 5), Helped(DAY, 90, 0), Helped(DAY, None, 3)]
    assert rules.minutes_of(helped) == 120 + 90
    assert rules.without_time(helped) == 1


HELPED = st.builds(
    Helped, on=st.dates(), minutes_of_all=st.none() | st.integers(0, 9_000), helpers=st.integers(0, 50)
)


@given(st.lists(HELPED))
def test_hours_do_not_depend_on_the_order_and_are_never_more_than_was_given(helped: list[Helped]) -> None:
    total = rules.minutes_of(helped)
    assert total == rules.minutes_of(reversed(helped))
    assert 0 <= total <= sum(one.minutes_of_all or 0 for one in helped)


@given(st.none() | st.dates())
def test_a_revoked_letter_is_never_valid(revoked: date | None) -> None:
    assert rules.letter_holds(revoked) is (revoked is None)


@pytest.mark.parametrize(
    ("days", "roles", "span"),
    [
        ([], [], (DAY, DAY)),
        ([date(2025, 3, 1), date(2026, 1, 1)], [], (date(2025, 3, 1), date(2026, 1, 1))),
        ([date(2026, 1, 1)], [Role("leader", "合唱队", date(2024, 2, 2))], (date(2024, 2, 2), DAY)),
        (
            [],
            [Role("deputy", "合唱队", date(2024, 2, 2), date(2025, 2, 2))],
            (date(2024, 2, 2), date(2025, 2, 2)),
        ),
    ],
)
def test_a_letter_speaks_of_the_days_there_were(
    days: list[date], roles: list[Role], span: tuple[date, date]
) -> None:
    assert rules.span_of(days, roles, today=DAY) == span


def test_a_letter_says_something_and_names_nobody_to_strangers() -> None:
    assert rules.refuse_letter(minutes=0, activities=0, roles=[]) == "own.nothing_to_say"
    assert rules.refuse_letter(minutes=1, activities=0, roles=[]) is None
    assert (rules.masked("陈叔"), rules.masked("𠮷野"), rules.masked("")) == ("陈＊", "𠮷＊", "")


def test_a_correction_has_its_day_and_a_rating_too() -> None:
    assert rules.due_on(DAY) == date(2026, 6, 4)
    assert rules.refuse_rating(DAY, today=DAY) == "own.rated_today"
    assert rules.refuse_rating(DAY - timedelta(days=1), today=DAY) is None
    assert rules.refuse_rating(None, today=DAY) is None
