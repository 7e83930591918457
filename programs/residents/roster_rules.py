"""From a row of a roster to a person, or to what is wrong and in which cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from programs.residents import consent_rules, rules
from programs.residents.roster_heading_rules import SKIP
from programs.residents.roster_place_rules import Place, Places, read_address, read_place
from programs.residents.roster_value_rules import (
    Fault,
    Phone,
    plain,
    read_age,
    read_id_number,
    read_phone,
    read_size,
    read_words,
    read_yes,
)

Value = TypeVar("Value")

# What a list may bring for each purpose, beside what the register needs (PIPL article 6).
ONLY_FOR: Mapping[str, str] = {
    "hobbies": consent_rules.INTERESTS,
    "target_groups": consent_rules.INTERESTS,
    "categories": consent_rules.CARE,
    "contact": consent_rules.CONTACT,
}


class Person(msgspec.Struct, omit_defaults=True):
    """Somebody of a roster. `phone` is the whole number, kept only by whoever agreed to be called."""

    name: str
    tail: str = ""
    phone: str = ""
    age: str | None = None
    building: int | None = None
    door: str = ""
    size: int | None = None
    hobbies: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    guardian: str = ""

    @property
    def folded(self) -> str:
        return rules.folded(self.name)


class Problem(msgspec.Struct, omit_defaults=True):
    """What is wrong with one cell; `place` is its column, counted from 0."""

    place: int
    code: str
    facts: dict[str, str | int] = {}


class Reader:
    """How the rows of one roster are read: which column is what, for which purpose, in which community, on which day."""

    def __init__(
        self,
        fields: Sequence[str],
        places: Places,
        *,
        purpose: str,
        on: date,
        words: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        """`words` says by kind of word how the common ones are stored: {"hobbies": {"养宠物": "pets"}}."""
        self._columns = {
            field: place
            for place, field in reversed(list(enumerate(fields)))
            if field != SKIP and ONLY_FOR.get(field, purpose) == purpose
        }
        self._several: dict[str, list[int]] = {
            field: [place for place, one in enumerate(fields) if one == field]
            for field in ("hobbies", "target_groups", "categories")
            if field in self._columns
        }
        self._places = places
        self._on = on
        self._words = words or {}
        self._keeps_numbers = purpose == consent_rules.CONTACT
        self._known: dict[tuple[str, str, str, str, str], tuple[int | None, str]] = {}

    @property
    def name_column(self) -> int | None:
        return self._columns.get("name")

    def read(self, row: Sequence[str]) -> tuple[Person | None, list[Problem]]:
        """The person of a row, or every problem of it."""
        problems: list[Problem] = []
        name = self._name(row, problems)
        phone = self._try(row, "phone", read_phone, Phone(""), problems)
        age = self._try(row, "age", lambda text: read_age(text, on=self._on), None, problems)
        if age is None:
            age = self._try(row, "id_number", lambda text: read_id_number(text, on=self._on), None, problems)
        building, door = self._place(row, problems)
        size = self._try(row, "household_size", read_size, None, problems)
        guardian = plain(self._cell(row, "guardian"))
        if guardian and (code := rules.refuse_name(guardian)):
            problems.append(Problem(self._columns["guardian"], code))
        agreed = self._try(row, "contact", read_yes, False, problems)
        person = Person(
            name,
            phone.tail,
            phone.whole if agreed and self._keeps_numbers else "",
            age,
            building,
            door,
            size if door else None,
            self._tags(row, "hobbies", problems),
            self._tags(row, "target_groups", problems),
            self._tags(row, "categories", problems),
            guardian if consent_rules.is_child(age) else "",
        )
        problems += self._child(person)
        return (None, problems) if problems else (person, [])

    def _child(self, person: Person) -> list[Problem]:
        if not consent_rules.is_child(person.age) or person.guardian:
            return []
        place = self._columns.get("guardian", self._columns.get("age", self._columns.get("id_number", 0)))
        return [Problem(place, "roster.guardian")]

    def _cell(self, row: Sequence[str], field: str) -> str:
        place = self._columns.get(field)
        return row[place] if place is not None else ""

    def _name(self, row: Sequence[str], problems: list[Problem]) -> str:
        name = self._cell(row, "name").replace("\n", " ").strip()
        if code := rules.refuse_name(name):
            problems.append(Problem(self._columns.get("name", 0), code))
        return name

    def _try(
        self,
        row: Sequence[str],
        field: str,
        read: Callable[[str], Value],
        otherwise: Value,
        problems: list[Problem],
    ) -> Value:
        place = self._columns.get(field)
        if place is None or not row[place]:
            return otherwise
        try:
            return read(row[place])
        except Fault as fault:
            problems.append(Problem(place, fault.code, fault.facts))
            return otherwise

    def _tags(self, row: Sequence[str], field: str, problems: list[Problem]) -> tuple[str, ...]:
        known = self._words.get(field, {})
        found: dict[str, None] = {}
        for place in self._several.get(field, ()):
            if not row[place]:
                continue
            try:
                words = read_words(row[place])
            except Fault as fault:
                problems.append(Problem(place, fault.code, fault.facts))
                continue
            found |= dict.fromkeys(known.get("".join(word.casefold().split()), word) for word in words)
        return tuple(found)

    def _place(self, row: Sequence[str], problems: list[Problem]) -> tuple[int | None, str]:
        """The building and the door; a street has few of the former, so each spelling is looked up once."""
        cells = tuple(self._cell(row, field) for field in ("estate", "building", "unit", "door", "address"))
        estate, building, unit, door, address = cells
        if not (building or door or address):
            return None, ""
        key = (estate, building, unit, door, address)
        if key in self._known:
            return self._known[key]
        try:
            place = read_place(estate, building, unit, door) if building or door else Place()
            if address and not place.building:
                whole = read_address(address)
                place = Place(
                    estate or whole.estate, whole.building, unit or whole.unit, place.door or whole.door
                )
            self._known[key] = self._places.building_of(place)
        except Fault as fault:
            problems.append(Problem(self._place_at_fault(fault.code), fault.code, fault.facts))
            return None, ""
        return self._known[key]

    def _place_at_fault(self, code: str) -> int:
        order = {
            "roster.estate_unknown": ("estate", "address", "building"),
            "roster.door_without_building": ("building", "door", "address"),
            "residents.door_too_long": ("door", "address"),
        }.get(code, ("building", "address", "door"))
        return next((self._columns[field] for field in order if field in self._columns), 0)
