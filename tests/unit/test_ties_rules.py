"""Circles, and what hangs on one person, in tables of cases."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.teams import tie_rules
from groups.teams.tie_rules import Edge, Led

ZHANG, LI, WANG, ZHOU = 1, 2, 3, 4


def led(group: int, leader: int | None, members: list[int], deputy: int | None = None) -> Led:
    in_charge = {one for one in (leader, deputy) if one is not None}
    return Led(group, leader, frozenset(in_charge), frozenset(members) | in_charge)


# 张姐 leads the choir without a deputy; 李 and 王, whom she brought in, lead the dancers; 周 brought two neighbours.
CHOIR = led(10, ZHANG, list(range(100, 112)))
DANCERS = led(11, LI, list(range(200, 210)), deputy=WANG)
EDGES: list[Edge] = [(ZHANG, LI), (ZHANG, WANG), (ZHANG, ZHOU), (ZHOU, 300), (ZHOU, 301)]


def test_the_circle_of_zhang() -> None:
    circle = tie_rules.circle_of(ZHANG, EDGES, [CHOIR, DANCERS], capable=[ZHANG, ZHOU])
    assert circle.near == (LI, WANG, ZHOU)
    assert len(circle.around) == 27
    assert circle.groups == (10, 11)
    drawn = [sum(by == one for by in circle.drawn_by.values()) for one in (ZHANG, LI, WANG, ZHOU)]
    assert drawn == [15, 10, 0, 2]  # who leads a group draws its members
    assert tie_rules.leaderless_without(ZHANG, [CHOIR, DANCERS]) == (10,)
    [first, *_others] = tie_rules.risks(EDGES, [CHOIR, DANCERS], watched=[ZHANG, LI, WANG, ZHOU])
    assert (first.person, first.groups) == (ZHANG, (10,))


@pytest.mark.parametrize(
    ("leader", "deputy", "gone", "left"),
    [(1, None, 1, (9,)), (1, 2, 1, ()), (1, 2, 2, ()), (None, 2, 2, (9,)), (None, None, 1, ())],
)
def test_a_group_needs_somebody_in_charge(
    leader: int | None, deputy: int | None, gone: int, left: tuple[int, ...]
) -> None:
    assert tie_rules.leaderless_without(gone, [led(9, leader, [5, 6], deputy)]) == left


@pytest.mark.parametrize(
    ("edges", "person", "cut_off"),
    [
        ([(1, 2), (2, 3)], 2, 1),
        ([(1, 2), (2, 3)], 1, 0),
        ([(1, 2), (2, 3), (3, 1)], 2, 0),
        ([(1, 2), (1, 3), (1, 4)], 1, 2),
        ([(1, 2), (2, 3), (3, 4), (4, 5), (5, 3)], 3, 2),
        ([(1, 2), (8, 9)], 1, 0),
        ([], 1, 0),
    ],
)
def test_who_holds_others_alone(edges: list[Edge], person: int, cut_off: int) -> None:
    links = tie_rules.links_between(edges, [])
    assert tie_rules.cut_off_without(person, links) == cut_off


def test_only_bringing_in_has_a_direction() -> None:
    ties = [(1, 2, "brought_in"), (2, 3, "friends"), (4, 4, "friends")]
    assert tie_rules.edges_of(ties) == [(1, 2), (2, 3), (3, 2)]


pairs = st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] != pair[1])


@given(edges=st.lists(pairs, max_size=25), person=st.integers(1, 9))
def test_whoever_is_cut_off_belonged_to_her_part(edges: list[Edge], person: int) -> None:
    links = tie_rules.links_between(edges, [])
    lost = tie_rules.cut_off_without(person, links)
    before, after = tie_rules.parts_of(links), tie_rules.parts_of(links, without=person)
    assert 0 <= lost < max(map(len, before), default=1)
    # An articulation point is whoever leaves more parts behind than there were.
    alone = {person} in before
    assert (lost > 0) == (len(after) > len(before) - alone)


@given(edges=st.lists(pairs, max_size=25), person=st.integers(1, 9), capable=st.sets(st.integers(1, 9)))
def test_everybody_of_a_circle_is_drawn_once_and_inside(
    edges: list[Edge], person: int, capable: set[int]
) -> None:
    circle = tie_rules.circle_of(person, edges, [led(50, person, [7, 8])], capable=capable)
    spots = tie_rules.layout(circle, person)
    assert sorted(spot.person for spot in spots) == sorted(circle.around)
    assert all(math.hypot(spot.x, spot.y) <= 1.001 for spot in spots)
    assert spots == tie_rules.layout(circle, person)


def test_somebody_does_not_draw_herself() -> None:
    assert tie_rules.refuse_tie(1, 1) == "teams.tie_with_oneself"
    assert tie_rules.refuse_tie(1, 2) is None


def test_who_leads_alone_or_holds_others_alone_is_a_risk() -> None:
    only_leads, only_holds = led(7, 1, [2]), [(4, 5), (4, 6)]
    found = tie_rules.risks(only_holds, [only_leads], watched=[1, 2, 4, 5])
    assert [(risk.person, risk.groups, risk.cut_off) for risk in found] == [(1, (7,), 0), (4, (), 1)]


def test_a_circle_is_drawn_around_its_middle() -> None:
    circle = tie_rules.circle_of(1, [(1, 2), (1, 3), (2, 4)], [], capable=[2])
    found = {spot.person: spot for spot in tie_rules.layout(circle, 1)}
    near, own, hers = found[2], found[3], found[4]
    assert (near.near, own.near, hers.near) == (True, False, False)
    assert (near.from_x, near.from_y, own.from_x, own.from_y) == (0.0, 0.0, 0.0, 0.0)
    assert (hers.from_x, hers.from_y) == (near.x, near.y)
    assert math.hypot(near.x, near.y) == pytest.approx(0.52, abs=0.001)
    assert math.hypot(own.x, own.y) == pytest.approx(1, abs=0.001)
    # Two sectors of the same width, clockwise from the top: her own people on the right, the near one on the left.
    assert (own.x, own.y) == (1.0, 0.0)
    assert (near.x, near.y) == (-0.52, 0.0)
    assert (hers.x, hers.y) == (-1.0, 0.0)


@pytest.mark.parametrize(("people", "rings"), [(30, {1.0}), (31, {0.86, 1.0})])
def test_a_crowded_ring_is_two(people: int, rings: set[float]) -> None:
    circle = tie_rules.circle_of(1, [(1, 10 + number) for number in range(people)], [], capable=[])
    spots = tie_rules.layout(circle, 1)
    assert {round(math.hypot(spot.x, spot.y), 2) for spot in spots} == rings
    assert len({(spot.x, spot.y) for spot in spots}) == people
