"""A habit of twenty-one days, in tables of cases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.habits import rules
from groups.habits.rules import Tick

FIRST = date(2026, 3, 2)
LAST = date(2026, 3, 22)
DAYS = [FIRST + timedelta(days=step) for step in range(21)]


def stands(done: list[int], *, today: date = LAST + timedelta(days=3), misses: int = 2) -> rules.Standing:
    return rules.standing_of(
        {DAYS[place] for place in done}, starts_on=FIRST, days=21, misses_allowed=misses, today=today
    )


@pytest.mark.parametrize(
    ("missed", "completed"),
    [((), True), ((4,), True), ((4, 11), True), ((4, 11, 20), False), ((0, 1, 2), False)],
)
def test_at_most_two_misses_complete_the_habit(missed: tuple[int, ...], completed: bool) -> None:
    found = stands([place for place in range(21) if place not in missed])
    assert (found.completed, found.lost, found.missed) == (completed, not completed, len(missed))


@pytest.mark.parametrize(
    ("done", "day", "streak", "best", "missed"),
    [
        ([], 0, 0, 0, 0),
        ([0, 1, 2], 2, 3, 3, 0),
        ([0, 1, 2], 3, 3, 3, 0),  # today is not over yet
        ([0, 1, 2], 4, 0, 3, 1),
        ([0, 2, 3], 3, 2, 2, 1),
        ([0, 1, 5, 6, 7], 7, 3, 3, 3),
    ],
)
def test_a_streak_ends_with_a_day_that_is_over(
    done: list[int], day: int, streak: int, best: int, missed: int
) -> None:
    found = stands(done, today=DAYS[day])
    assert (found.streak, found.best, found.missed) == (streak, best, missed)


def test_days_outside_the_habit_count_for_nothing() -> None:
    kept = {DAYS[0], FIRST - timedelta(days=1), LAST + timedelta(days=1)}
    found = rules.standing_of(kept, starts_on=FIRST, days=21, misses_allowed=2, today=LAST)
    assert found.done == 1


@pytest.mark.parametrize(
    ("day", "today", "code"),
    [
        (DAYS[5], DAYS[5], None),
        (DAYS[3], DAYS[5], None),
        (DAYS[2], DAYS[5], "habits.too_long_ago"),
        (DAYS[6], DAYS[5], "day.in_future"),
        (FIRST - timedelta(days=1), FIRST, "habits.other_day"),
        (LAST + timedelta(days=1), LAST + timedelta(days=1), "habits.other_day"),
        (LAST, LAST + timedelta(days=2), None),
        (LAST, LAST + timedelta(days=3), "habits.too_long_ago"),
    ],
)
def test_two_days_can_be_caught_up_on_by_phone(day: date, today: date, code: str | None) -> None:
    assert rules.refuse_own_day(day, starts_on=FIRST, days=21, today=today) == code


@pytest.mark.parametrize(
    ("today", "places"),
    [
        (FIRST, [0]),
        (DAYS[9], [9, 8, 7]),
        (LAST + timedelta(days=1), [20, 19]),
        (LAST + timedelta(days=5), []),
    ],
)
def test_the_days_that_are_open(today: date, places: list[int]) -> None:
    found = rules.open_days(FIRST, 21, closed=False, today=today)
    assert found == [DAYS[place] for place in places]
    assert rules.open_days(FIRST, 21, closed=True, today=today) == []


def test_it_is_settled_when_the_last_day_can_be_ticked_no_longer() -> None:
    assert not rules.is_due(FIRST, 21, today=LAST + timedelta(days=2))
    assert rules.is_due(FIRST, 21, today=LAST + timedelta(days=3))
    assert rules.refuse_settling(FIRST, 21, today=LAST) is None
    assert rules.refuse_settling(FIRST, 21, today=LAST - timedelta(days=1)) == "habits.not_over"


boxes = st.tuples(st.integers(1, 4), st.sampled_from(DAYS))
tick = st.builds(lambda box, done: Tick(*box, done), boxes, st.booleans())
ticks = st.lists(tick, max_size=40)


@given(st.lists(tick, max_size=20, unique_by=lambda one: (one.entry, one.day)), st.randoms())
def test_a_tally_never_changes_by_the_order_of_ticks(entered: list[Tick], order: object) -> None:
    shuffled = list(entered)
    order.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis's own Random
    assert rules.after(entered) == rules.after(shuffled)


@given(one=ticks, again=st.integers(1, 3))
def test_ticking_again_changes_nothing(one: list[Tick], again: int) -> None:
    standing = rules.after(one)
    for _time in range(again):
        last = {(tick.entry, tick.day): tick for tick in one}.values()
        assert rules.after(last, before=standing) == standing


@given(
    shown=st.sets(boxes, max_size=20), ticked=st.sets(boxes, max_size=20), others=st.sets(boxes, max_size=20)
)
def test_a_chart_changes_only_the_boxes_that_were_changed_on_it(
    shown: set[tuple[int, date]], ticked: set[tuple[int, date]], others: set[tuple[int, date]]
) -> None:
    now = rules.after(rules.changes(shown, ticked), before=shown | others)
    assert ticked <= now
    assert others - shown <= now
    assert now <= ticked | others


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ((), set()),
        (("7.0", "8.20"), {(7, DAYS[0]), (8, DAYS[20])}),
        (("9.0",), None),
        (("7.21",), None),
        (("7",), None),
        (("7.-1",), None),
        (("七.1",), None),
        (("7.99999999999",), None),
    ],
)
def test_a_box_is_read_only_when_it_is_on_the_chart(
    marks: tuple[str, ...], found: set[tuple[int, date]] | None
) -> None:
    assert rules.read_marks(marks, entries={7, 8}, all_days=DAYS) == found


def test_names_are_read_one_a_line() -> None:
    assert rules.labels_in("3-1 李\n 猫奶奶 \n\n猫奶奶、周姐，何叔") == ["3-1 李", "猫奶奶", "周姐", "何叔"]


@pytest.mark.parametrize(
    ("completed", "asked", "keeping", "fades"),
    [
        (15, 15, 11, False),
        (15, 15, 7, True),
        (15, 15, 8, False),
        (15, 7, 0, False),
        (15, 8, 0, True),
        (15, 8, 3, True),
        (15, 8, 4, False),  # seven were not met: they may keep it
        (4, 2, 0, True),
        (4, 4, 2, False),
        (3, 3, 1, True),
        (2, 2, 0, False),
    ],
)
def test_a_habit_goes_again_when_fewer_than_half_of_those_asked_keep_it(
    completed: int, asked: int, keeping: int, fades: bool
) -> None:
    assert rules.fading(completed=completed, asked=asked, keeping=keeping) is fades


@pytest.mark.parametrize(
    ("on", "moment", "code"),
    [
        (date(2026, 4, 30), 60, None),
        (date(2026, 4, 27), 60, None),
        (date(2026, 4, 26), 60, "habits.too_early_to_look"),
        (date(2026, 5, 30), 90, None),
    ],
)
def test_a_look_is_for_its_day(on: date, moment: int, code: str | None) -> None:
    assert rules.refuse_look(on, starts_on=FIRST, moment=moment, closed=True) == code
    assert rules.refuse_look(on, starts_on=FIRST, moment=moment, closed=False) == "habits.not_settled"


@pytest.mark.parametrize(
    ("days", "misses", "code"),
    [(21, 7, None), (21, 8, "habits.too_many_misses"), (7, 2, None), (7, 3, "habits.too_many_misses")],
)
def test_a_third_may_be_missed_and_not_more(days: int, misses: int, code: str | None) -> None:
    assert rules.refuse_misses(days, misses) == code


def test_a_clause_is_written_only_when_both_parts_of_it_are_known() -> None:
    assert rules.clause_value(12, 3) == "12:3"
    assert {rules.clause_value(*parts) for parts in ((12, None), (None, 3), (None, None))} == {""}


@pytest.mark.parametrize(
    ("closed", "cancelled", "code"),
    [
        (False, False, None),
        (True, False, "habits.closed"),
        (False, True, "habits.cancelled"),
        (True, True, "habits.cancelled"),
    ],
)
def test_what_is_over_is_not_written_on(closed: bool, cancelled: bool, code: str | None) -> None:
    assert rules.refuse_change(closed=closed, cancelled=cancelled) == code
