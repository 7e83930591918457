"""Who signed what: the count of households, and what a drawn name may be (S56)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

Number = tuple[int, int]

MOST_STROKES = 200
MOST_POINTS = 4_000
WIDTH, HEIGHT = 600, 240
_POINT = re.compile(r"(\d{1,3}),(\d{1,3})")


class Signature(NamedTuple):
    """One household's signature to the text `number`; `stands` until it is withdrawn."""

    household: int
    number: Number
    stands: bool


class Tally(NamedTuple):
    """How many households stand behind a compact: behind the text in force, behind which older one, and how many withdrew.

    `older` are pairs of a text's number and the households that signed that and nothing newer.
    """

    current: int
    older: tuple[tuple[Number, int], ...]
    withdrawn: int

    @property
    def all(self) -> int:
        """All households whose signature stands."""
        return self.current + sum(count for _number, count in self.older)


def tally(signatures: Iterable[Signature], *, major: int) -> Tally:
    """Count households, each once by the newest text that it signed.

    A signature to any text with this `major` is current: an edit asks nobody to sign again.
    """
    newest: dict[int, Number] = {}
    left: set[int] = set()
    for one in signatures:
        if one.stands:
            newest[one.household] = max(one.number, newest.get(one.household, one.number))
        else:
            left.add(one.household)
    older: dict[Number, int] = {}
    for number in newest.values():
        if number[0] < major:
            older[number] = older.get(number, 0) + 1
    current = len(newest) - sum(older.values())
    return Tally(current, tuple(sorted(older.items(), reverse=True)), len(left - newest.keys()))


def refuse_drawing(drawing: str) -> str | None:
    """A reason code when this is no drawn name: strokes of `x,y` points within the box, parted by `;`."""
    strokes = strokes_of(drawing)
    if not strokes or any(not stroke for stroke in strokes):
        return "compacts.drawing_unreadable"
    if len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS:
        return "compacts.drawing_too_long"
    if all(len(stroke) < 3 for stroke in strokes):
        return "compacts.drawing_empty"
    return None


def strokes_of(drawing: str) -> list[list[tuple[int, int]]]:
    """The strokes of a drawn name; an empty stroke for what cannot be read."""
    return [_stroke(part) for part in drawing.split(";")] if drawing else []


def _stroke(text: str) -> list[tuple[int, int]]:
    points: list[tuple[int, int]] = []
    for word in text.split(" "):
        found = _POINT.fullmatch(word)
        if found is None or int(found[1]) > WIDTH or int(found[2]) > HEIGHT:
            return []
        points.append((int(found[1]), int(found[2])))
    return points


def path_of(drawing: str) -> str:
    """A drawn name as the path of an SVG."""
    return " ".join("M" + "L".join(f"{x} {y}" for x, y in stroke) for stroke in strokes_of(drawing) if stroke)


def refuse_signing(*, signed_hash: str, current_hash: str) -> str | None:
    """A reason code when the text that somebody read is not the one that stands now."""
    return None if signed_hash == current_hash else "compacts.text_changed"


def refuse_signed_day(on: date, *, fixed_on: date) -> str | None:
    """A reason code when nobody can have signed a text on this day: its words did not stand yet."""
    return "compacts.signed_before_text" if on < fixed_on else None


def door_said(door: str) -> str:
    """A door as it is entered: people say 301室 where the register has 301."""
    return door.rstrip("室户号") or door


def may_make_door(*, known: int, stated: int | None) -> bool:
    """Whether a door that nobody has entered yet may be made by whoever signs there: not more than a building has."""
    return known < (stated or 400)
