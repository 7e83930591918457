"""Everyday a part is tried, and no place is left out by it."""

from __future__ import annotations

import pytest

from tests.access.asking import her_turn, some_of

PEOPLE = [None, "lin", "chen", "he", "zhao", "wu", "qian", "bai", "song", "yun", "gu"]


@pytest.mark.parametrize("many", range(1, 12))
def test_somebody_goes_to_each_place_and_in_ci_everybody(many: int) -> None:
    among = PEOPLE[:many]
    for place in (f"GET /desk/{number}" for number in range(40)):
        going = [who for who in among if her_turn(who, place, among, thorough=False)]
        assert len(going) == (many + 2) // 3
        assert all(her_turn(who, place, among, thorough=True) for who in among)
        assert not her_turn("nobody of them", place, among, thorough=True)


def test_each_value_is_tried_somewhere_and_in_ci_everywhere() -> None:
    values = range(9)
    places = [f"POST /api/{number}" for number in range(200)]
    assert {value for place in places for value in some_of(values, place, thorough=False)} == set(values)
    assert all(list(some_of(values, place, thorough=True)) == list(values) for place in places)
