"""Where somebody lives, from whatever stands in the columns of a roster: 3栋2单元502, 3-2-502, 锦绣园三幢502室."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from programs.residents import rules
from programs.residents.roster_value_rules import Fault, hanzi_number, plain
from server.lib.patterns import late_pattern

_HANZI = "一二两三四五六七八九十"
_WRITTEN = late_pattern(
    rf"(?P<estate>.*?)(?P<building>[A-Za-z]?\d{{1,3}}[A-Za-z]?|[{_HANZI}]{{1,3}}|[A-Za-z]|[甲乙丙丁])\s*"
    r"(?:号楼|号栋|楼栋|栋|幢|座|#|号院)\s*"
    rf"(?:(?P<unit>\d{{1,2}}|[{_HANZI}]{{1,2}}|[A-Za-z甲乙丙])\s*(?:单元|门洞))?\s*"
    rf"(?:(?P<floor>\d{{1,2}}|[{_HANZI}]{{1,2}})\s*(?:楼|层))?\s*(?P<door>[\dA-Za-z]+(?:-[\dA-Za-z]+)*)?\s*(?:室|号|房|户)?"
)
_DASHED = late_pattern(
    r"(?P<estate>.*?)(?P<building>[A-Za-z]?\d{1,3}[A-Za-z]?)[-—–－](?:(?P<unit>\d{1,2})[-—–－])?(?P<door>\d{2,4}[A-Za-z]?)(?:室|号)?"
)
_UNIT = late_pattern(rf"(\d{{1,2}}|[{_HANZI}]{{1,2}}|[A-Za-z甲乙丙])\s*(?:单元|门洞)?")
_IN_DOOR = late_pattern(
    rf"(?P<unit>\d{{1,2}}|[{_HANZI}]{{1,2}}|[A-Za-z甲乙丙])\s*(?:单元|门洞)\s*(?P<door>.+)"
)
_AFTER_DOOR = late_pattern(r"(室|号|房|户)$")
_BUILDING_NAME = late_pattern(
    rf"(?P<number>[A-Za-z]?\d{{1,3}}[A-Za-z]?|[{_HANZI}]{{1,3}}|[A-Za-z]|[甲乙丙丁])\s*(?:号楼|号栋|楼栋|栋|幢|座|楼|#|号)?"
    rf"\s*(?:(?P<unit>\d{{1,2}}|[{_HANZI}]{{1,2}})\s*单元)?"
)


# What is wrong with a row whose building several estates have.
WHICH_ESTATE = "roster.which_estate"
# What is wrong with a row whose building the community has not.
NOT_FOUND = ("roster.building_unknown", "roster.estate_unknown")


class Place(NamedTuple):
    """Where somebody lives, as written: names, not rows."""

    estate: str = ""
    building: str = ""
    unit: str = ""
    door: str = ""


class Places:
    """The estates and buildings of a community, to be found by any spelling."""

    def __init__(
        self,
        buildings: Iterable[Mapping[str, Any]],
        *,
        meant: Iterable[Mapping[str, Any]] = (),
        estate: str = "",
    ) -> None:
        """`buildings` are rows with id, name and the estate's name as `estate`.

        `meant` are rows of what somebody said a name means that no building bears: `estate` and `building` as
        `place_key` writes them, and the building's id. Whoever names no estate lives in `estate`.
        """
        self._estate = estate
        self._meant = {(row["estate"], row["building"]): int(row["id"]) for row in meant}
        self._by_key: dict[str, list[tuple[str, int]]] = {}
        self.estates: set[str] = set()
        for row in buildings:
            estate = rules.folded(row["estate"])
            self.estates.add(estate)
            self._by_key.setdefault(building_key(row["name"]), []).append((estate, row["id"]))

    def building_of(self, place: Place) -> tuple[int | None, str]:
        """The building's id and the door in it. Fault when the building is not known, or several could be meant."""
        if not place.building:
            if place.door:
                raise Fault("roster.door_without_building")
            return None, ""
        place = place._replace(estate=place.estate or self._estate)
        for key, door in self._spellings(place):
            found = self._of_estate(self._by_key.get(key, []), place.estate)
            if len(found) > 1:
                raise Fault(WHICH_ESTATE, building=place.building)
            if found:
                return found[0], door
        if meant := self._meant.get(place_key(place.estate, place.building)):
            return meant, self._spellings(place)[-1][1]
        estate = rules.folded(place.estate)
        known = not estate or any(estate in one or one in estate for one in self.estates)
        raise Fault(
            "roster.building_unknown" if known else "roster.estate_unknown",
            building=place.building[:60],
            estate=place.estate[:80],
        )

    @staticmethod
    def _spellings(place: Place) -> list[tuple[str, str]]:
        """The building with the unit as part of its name, then with the unit before the door."""
        key = building_key(place.building)
        door = rules.door_of(place.door)
        if not place.unit:
            return [(key, door)]
        unit = hanzi_number(place.unit)
        return [(f"{key}/{unit}", door), (key, f"{rules.door_of(unit)}-{door}" if door else "")]

    @staticmethod
    def _of_estate(known: list[tuple[str, int]], estate: str) -> list[int]:
        wanted = rules.folded(estate)
        if not wanted:
            return [number for _, number in known]
        exact = [number for name, number in known if name == wanted]
        return exact or [number for name, number in known if name in wanted or wanted in name]


def place_key(estate: str, building: str) -> tuple[str, str]:
    """What all spellings of one place share, as it is remembered."""
    return rules.folded(estate)[:80], building_key(building)[:60]


def building_name(written: str) -> str:
    """How a building is called that a list names: 99 alone is 99栋, anything else as it is written."""
    name = plain(written)
    return (
        f"{name}栋"
        if re.fullmatch(rf"[A-Za-z]?\d{{1,3}}[A-Za-z]?|[{_HANZI}]{{1,3}}|[A-Za-z甲乙丙丁]", name)
        else name
    )


def estate_meant(written: str, estates: Sequence[tuple[int, str]]) -> int | None:
    """The one estate in which a building may be made that is not known; None when several could be meant, or none."""
    wanted = rules.folded(written)
    known = [(number, rules.folded(name)) for number, name in estates]
    exact = [number for number, name in known if name == wanted]
    near = exact or [number for number, name in known if not wanted or name in wanted or wanted in name]
    return near[0] if len(near) == 1 else None


def building_key(name: str) -> str:
    """What all spellings of one building share: 3栋, 3号楼, 三幢 and 3# are "3"; 3栋2单元 is "3/2"."""
    text = rules.folded(name)
    if found := _BUILDING_NAME.fullmatch(text):
        number = hanzi_number(found["number"])
        number = number.lstrip("0") or number
        return f"{number}/{hanzi_number(found['unit'])}" if found["unit"] else number
    return text


def read_address(text: str) -> Place:
    """A whole address in one cell. Fault when no building can be told from it."""
    text = plain(text)
    if not text:
        return Place()
    compact = re.sub(r"\s+", "", text)
    for pattern in (_DASHED, _WRITTEN):
        if found := pattern.fullmatch(compact):
            parts = found.groupdict()
            return Place(
                parts["estate"] or "", parts["building"], parts["unit"] or "", _door(parts["door"] or "")
            )
    raise Fault("roster.address")


def read_place(estate: str, building: str, unit: str, door: str) -> Place:
    """The columns of a place put together, when one of them may hold more than its own part."""
    estate, building, unit, door = (plain(cell) for cell in (estate, building, unit, door))
    if building and not _BUILDING_NAME.fullmatch(rules.folded(building)):
        whole = _maybe_address(building)
        if whole is not None:
            estate, building = estate or whole.estate, whole.building
            unit, door = unit or whole.unit, door or whole.door
    if (
        door
        and (whole := _maybe_address(door)) is not None
        and (not building or _same(whole.building, building))
    ):
        estate, building = estate or whole.estate, building or whole.building
        unit, door = unit or whole.unit, whole.door
    elif found := _IN_DOOR.fullmatch(door):
        unit, door = unit or found["unit"], found["door"]
    unit = found[1] if unit and (found := _UNIT.fullmatch(unit)) else unit
    return Place(estate, building, unit, _door(door))


def _same(one: str, other: str) -> bool:
    return building_key(one).partition("/")[0] == building_key(other).partition("/")[0]


def _maybe_address(text: str) -> Place | None:
    """A cell that names a building and more; None for a plain door such as 502 or 2-502."""
    if re.fullmatch(r"\d{1,2}-\d{2,4}[A-Za-z]?", text):
        return None
    try:
        return read_address(text)
    except Fault:
        return None


def _door(text: str) -> str:
    """502室 is 502."""
    door = _AFTER_DOOR.sub("", unicodedata.normalize("NFKC", text).strip())
    if len(rules.door_of(door)) > rules.DOOR_LENGTH:
        raise Fault("residents.door_too_long")
    return door
