"""Who in a roster is new, who is known already, and who stands in it twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from programs.residents.roster_rules import Person

Answer = Literal["", "same", "another"]


class Known(msgspec.Struct, frozen=True):
    """Somebody of the register."""

    id: int
    tail: str
    building: int | None
    door: str


class Verdict(msgspec.Struct, frozen=True):
    """What becomes of a row: `new`, `matched` with a person, a `question` about one, or `twice` with an earlier row."""

    kind: Literal["new", "matched", "question", "twice"]
    resident: int | None = None
    row: int | None = None


def judge(person: Person, namesakes: Sequence[Known], answer: Answer = "") -> Verdict:
    """Same name and same door or phone is the same person; the same name alone is a question, until answered."""
    if not namesakes:
        return Verdict("new")
    sure = [known for known in namesakes if _same(person, known)]
    if len(sure) == 1:
        return Verdict("matched", resident=sure[0].id)
    if answer == "another" and not sure:
        return Verdict("new")
    likely = (sure or list(namesakes))[0]
    return Verdict("matched" if answer == "same" else "question", resident=likely.id)


def _same(person: Person, known: Known) -> bool:
    same_phone = bool(person.tail) and person.tail == known.tail
    same_door = bool(person.door) and (person.building, person.door) == (known.building, known.door)
    return same_phone or same_door


class Twins:
    """Who of the file has been met before, as the rows are read from the top."""

    def __init__(self) -> None:
        self._met: dict[str, list[tuple[int, Person]]] = {}

    def earlier(self, number: int, person: Person) -> int | None:
        """The row of the same person further up; a row without any mark of its own is any namesake."""
        met = self._met.setdefault(person.folded, [])
        for row, other in met:
            same = _same(person, Known(0, other.tail, other.building, other.door))
            bare = not (person.tail or person.door) or not (other.tail or other.door)
            if same or (bare and _nothing_differs(person, other)):
                return row
        met.append((number, person))
        return None


def _nothing_differs(one: Person, other: Person) -> bool:
    return all(
        mine is None or yours is None or mine == yours
        for mine, yours in ((one.age, other.age), (one.building, other.building))
    )


def gains(person: Person, stands: Mapping[str, Any]) -> dict[str, Any]:
    """What a known person's empty fields are filled with; what stands is never overwritten."""
    found = {
        "phone_tail": person.tail,
        "age_band": person.age,
        "building": person.building,
        "guardian_name": person.guardian,
    }
    return {name: value for name, value in found.items() if value and not stands[name]}


def counted(verdicts: Iterable[str]) -> dict[str, int]:
    """How many rows are new, matched, rejected or wait for an answer."""
    counts = dict.fromkeys(("new", "matched", "rejected", "question"), 0)
    for verdict in verdicts:
        counts[verdict] += 1
    return counts
