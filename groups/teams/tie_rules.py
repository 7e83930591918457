"""Who draws whom (S64): circles around capable residents, what hangs on one person, and where she stands on a drawing.

People and groups are numbers here. A tie (a, b) says that a draws b.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

Edge = tuple[int, int]

# 带出来的 has a direction; the other ties hold both ways.
ONE_WAY = frozenset({"brought_in"})


class Led(msgspec.Struct, frozen=True):
    """A group as far as it hangs on people: who is in charge (leader and deputy), and its members."""

    group: int
    leader: int | None
    in_charge: frozenset[int]
    members: frozenset[int]


class Circle(msgspec.Struct, frozen=True):
    """Who gathers around somebody: `near` are capable themselves (小能人), `around` all the people, `groups` what grew.

    `drawn_by` says through whom each person of `around` came: through the one in the middle or one of the near.
    """

    near: tuple[int, ...]
    around: frozenset[int]
    groups: tuple[int, ...]
    drawn_by: Mapping[int, int]


class Risk(msgspec.Struct, frozen=True):
    """What would break without somebody: groups that nobody leads then, and how many people nobody else holds."""

    person: int
    groups: tuple[int, ...]
    cut_off: int


def edges_of(ties: Iterable[tuple[int, int, str]]) -> list[Edge]:
    """`(a, b, kind)` as edges: both ways unless the kind has a direction. Nobody draws herself."""
    edges: list[Edge] = []
    for one, other, kind in ties:
        if one != other:
            edges.append((one, other))
            if kind not in ONE_WAY:
                edges.append((other, one))
    return edges


def circle_of(
    person: int, edges: Collection[Edge], groups: Sequence[Led], *, capable: Collection[int]
) -> Circle:
    """The circle of somebody: whom she draws, whom those draw who are capable themselves, and the groups they lead.

    Capable is who is in the register or in charge of a group.
    """
    able = set(capable) | {one for group in groups for one in group.in_charge}
    near = sorted({other for one, other in edges if one == person and other in able})
    own = [group for group in groups if group.leader in {person, *near}]
    drawn_by: dict[int, int] = dict.fromkeys(near, person)
    for through in [person, *near]:
        followers = {other for one, other in edges if one == through}
        followers |= {one for group in own if group.leader == through for one in group.members}
        for one in sorted(followers - {person}):
            drawn_by.setdefault(one, through)
    return Circle(
        near=tuple(near),
        around=frozenset(drawn_by),
        groups=tuple(sorted(group.group for group in own)),
        drawn_by=drawn_by,
    )


def leaderless_without(person: int, groups: Iterable[Led]) -> tuple[int, ...]:
    """The groups that nobody would be in charge of without her."""
    return tuple(sorted(group.group for group in groups if group.in_charge == {person}))


def links_between(edges: Iterable[Edge], groups: Iterable[Led]) -> dict[int, set[int]]:
    """Who is held together by a tie, or by a group and those in charge of it; without direction."""
    links: dict[int, set[int]] = {}
    for one, other in [*edges, *((a, b) for group in groups for a in group.in_charge for b in group.members)]:
        if one != other:
            links.setdefault(one, set()).add(other)
            links.setdefault(other, set()).add(one)
    return links


def parts_of(links: Mapping[int, Collection[int]], *, without: int | None = None) -> list[set[int]]:
    """The parts that hang together, the largest first."""
    left = set(links) - {without}
    parts: list[set[int]] = []
    while left:
        part, waiting = set(), [min(left)]
        while waiting:
            one = waiting.pop()
            if one in left:
                left.discard(one)
                part.add(one)
                waiting += links[one]
        parts.append(part)
    return sorted(parts, key=lambda part: (-len(part), min(part)))


def cut_off_without(person: int, links: Mapping[int, Collection[int]]) -> int:
    """How many people of her part would hang together with the rest of it no longer; 0 when she holds nobody alone.

    She is an articulation point of the network when this is not 0.
    """
    if person not in links:
        return 0
    before = next(part for part in parts_of(links) if person in part)
    inside = {one: [other for other in links[one] if other in before] for one in before}
    pieces = parts_of(inside, without=person)
    return sum(len(piece) for piece in pieces[1:])


def risks(edges: Sequence[Edge], groups: Sequence[Led], *, watched: Collection[int]) -> list[Risk]:
    """The single points of failure among those who are watched: first who leaves groups without a leader."""
    links = links_between(edges, groups)
    found = [
        Risk(person, leaderless_without(person, groups), cut_off_without(person, links))
        for person in sorted(watched)
    ]
    return sorted(
        (risk for risk in found if risk.groups or risk.cut_off),
        key=lambda risk: (-len(risk.groups), -risk.cut_off, risk.person),
    )


class Spot(msgspec.Struct, frozen=True):
    """Where somebody is drawn, and from where her line comes; the middle is (0, 0), one ring 1."""

    person: int
    x: float
    y: float
    from_x: float
    from_y: float
    near: bool


def layout(circle: Circle, person: int) -> list[Spot]:
    """Everybody of a circle on two rings: the near on the inner one, each with her own people outside in her sector.

    The same circle is always drawn the same. Sectors are as wide as they have people; a crowded ring is drawn in
    two rows.
    """
    followers: dict[int, list[int]] = {one: [] for one in (person, *circle.near)}
    for one in sorted(circle.around - set(circle.near)):
        followers[circle.drawn_by[one]].append(one)
    branches = [one for one in (person, *circle.near) if one != person or followers[person]]
    people = sum(map(len, followers.values()))
    # A sector is never so narrow that two names stand on each other.
    weights = [max(2.0, people / 6, float(len(followers[one]))) for one in branches]
    crowded = people > 30
    spots: list[Spot] = []
    turned = 0.0
    for branch, weight in zip(branches, weights, strict=True):
        width = weight / sum(weights)
        middle = _at(turned + width / 2, 0.52)
        root = (0.0, 0.0) if branch == person else middle
        if branch != person:
            spots.append(Spot(branch, *middle, 0.0, 0.0, near=True))
        for number, one in enumerate(followers[branch]):
            place = turned + width * (number + 0.5) / len(followers[branch])
            reach = 1.0 if not crowded or number % 2 else 0.86
            spots.append(Spot(one, *_at(place, reach), *root, near=False))
        turned += width
    return spots


def _at(share: float, reach: float) -> tuple[float, float]:
    """A place on a ring: share 0 is at the top, and the ring runs clockwise."""
    angle = 2 * math.pi * share - math.pi / 2
    return round(math.cos(angle) * reach, 4), round(math.sin(angle) * reach, 4)


def refuse_tie(one: int, other: int) -> str | None:
    """A reason code when two names mean the same person."""
    return "teams.tie_with_oneself" if one == other else None
