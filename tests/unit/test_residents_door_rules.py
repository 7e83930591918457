"""How doors are numbered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.residents import door_rules, rules


def test_floors_and_places_make_doors() -> None:
    doors = door_rules.doors_of(1, 18, 4, 1)
    assert (doors[0], doors[3], doors[4], doors[-1], len(doors)) == ("101", "104", "201", "1804", 72)


def test_stairwells_stand_before_the_door_and_missing_floors_are_left_out() -> None:
    doors = door_rules.doors_of(3, 5, 2, 2, skip="4、13")
    assert doors == ["1-301", "1-302", "1-501", "1-502", "2-301", "2-302", "2-501", "2-502"]


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ((1, 18, 4, 1), None),
        ((5, 4, 4, 1), "residents.floors_upside_down"),
        ((1, 100, 10, 2), None),
        ((1, 100, 10, 3), "residents.too_many_doors"),
    ],
)
def test_plans_that_no_building_has_are_refused(plan: tuple[int, int, int, int], code: str | None) -> None:
    assert door_rules.refuse_plan(*plan) == code


def test_doors_are_read_from_the_ground_up() -> None:
    doors = ["1204", "2-1-302", "301", "1-2-101", "301A", "门卫"]
    assert sorted(doors, key=door_rules.order_of) == ["门卫", "1-2-101", "2-1-302", "301", "301A", "1204"]
    for buildings in (
        ["东一栋", "东二栋", "东三栋", "西一栋", "西十栋", "西十一栋", "西二十栋"],
        ["甲座", "乙座", "丙座", "丁座"],
    ):
        assert sorted(buildings, key=door_rules.order_of) == buildings


def test_a_building_is_shown_from_the_top_down() -> None:
    doors = ["101", "门卫", "1-201", "1-101", "1001", "102", "2-101"]
    shown = door_rules.by_floor([{"door": door} for door in doors])
    assert [(floor, [row["door"] for row in rows]) for floor, rows in shown] == [
        ("10", ["1001"]),
        ("1", ["101", "102"]),
        ("1-2", ["1-201"]),
        ("1-1", ["1-101"]),
        ("2-1", ["2-101"]),
        ("", ["门卫"]),
    ]


@given(st.integers(1, 60), st.integers(0, 20), st.integers(1, 20), st.integers(1, 5))
def test_every_door_is_another_and_is_written_as_it_is_stored(
    first: int, more: int, per_floor: int, stairwells: int
) -> None:
    doors = door_rules.doors_of(first, first + more, per_floor, stairwells)
    assert len(set(doors)) == len(doors) == (more + 1) * per_floor * stairwells
    assert all(
        rules.door_of(door) == door and rules.refuse_door(building=1, door=door) is None for door in doors
    )
