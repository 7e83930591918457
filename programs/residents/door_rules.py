"""How the doors of a building are numbered: floor and place on the floor, with the stairwell before them if there are several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from programs.residents.roster_value_rules import hanzi_number

MOST_DOORS = 2_000
_NUMBERED = re.compile(r"(.*-)?(\d{1,3})\d\d\D?")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_COUNTED = re.compile(f"([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])|[{_STEMS}]")
_APART = re.compile(r"[\s,，、;；]+")


def refuse_plan(first_floor: int, last_floor: int, per_floor: int, stairwells: int) -> str | None:
    """A reason code when no building has such floors, or more doors than are made in one go."""
    if first_floor > last_floor:
        return "residents.floors_upside_down"
    too_many = (last_floor - first_floor + 1) * per_floor * stairwells > MOST_DOORS
    return "residents.too_many_doors" if too_many else None


def doors_of(
    first_floor: int, last_floor: int, per_floor: int, stairwells: int, *, skip: str = ""
) -> list[str]:
    """Doors from the lowest floor up: 1–18 with 4 on each are 101 … 1804; with stairwells 1-101 … 2-1804.

    There is no floor 0. `skip` names floors that do not exist, such as 4, 13, 14.
    """
    gone = {int(word) for word in _APART.split(skip) if word.isdecimal() and len(word) < 4} | {0}
    return [
        f"{stairwell}-{floor}{place:02d}" if stairwells > 1 else f"{floor}{place:02d}"
        for stairwell in range(1, stairwells + 1)
        for floor in range(first_floor, last_floor + 1)
        if floor not in gone
        for place in range(1, per_floor + 1)
    ]


def order_of(door: str) -> tuple[list[int], str]:
    """What sorts doors and buildings as people read them: 301 before 1204, 2-1-302 after 1-2-101, 东二栋 before 东三栋."""
    return [int(number) for number in re.findall(r"\d{1,9}", door)], _COUNTED.sub(_in_figures, door)


def _in_figures(found: re.Match[str]) -> str:
    return hanzi_number(found[1]).zfill(2) if found[1] else str(_STEMS.index(found[0]))


def by_floor(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Doors as a building shows them: `(stairwell and floor, its doors)`, each stairwell from the top down.

    Doors that are not numbered by floor come last, under no floor.
    """
    floors: dict[tuple[str, int], list[Mapping[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: order_of(row["door"])):
        found = _NUMBERED.fullmatch(row["door"])
        place = (found[1] or "", -int(found[2])) if found else ("\uffff", 0)
        floors.setdefault(place, []).append(row)
    return [
        (f"{stairwell}{-floor}" if floor else "", floors[stairwell, floor])
        for stairwell, floor in sorted(floors)
    ]
