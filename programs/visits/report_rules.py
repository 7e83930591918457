"""Rates of doors, each with the number that it is a share of (S01, S06). No share of fewer than five visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from programs.visits.door_rules import REACHED

LEAST = 5


class Tally(msgspec.Struct, frozen=True):
    """Doors knocked on, by what came of them."""

    opened: int = 0
    not_home: int = 0
    refused: int = 0
    rescheduled: int = 0
    moved_away: int = 0

    @property
    def tried(self) -> int:
        """All knocks: what "nobody home" is a share of."""
        return self.opened + self.not_home + self.refused + self.rescheduled + self.moved_away

    @property
    def reached(self) -> int:
        """Knocks that somebody answered: what refusals are a share of."""
        return sum(int(getattr(self, outcome)) for outcome in REACHED)

    @property
    def refusal_share(self) -> float | None:
        """拒访率."""
        return share(self.refused, self.reached)

    @property
    def not_home_share(self) -> float | None:
        """未遇率."""
        return share(self.not_home, self.tried)

    @property
    def opened_share(self) -> float | None:
        """开门率."""
        return share(self.opened, self.tried)


def share(part: int, whole: int) -> float | None:
    """A share; None where fewer than five stand behind it (样本过少)."""
    return part / whole if whole >= LEAST else None


def tallies(rows: Iterable[tuple[object, str, int]]) -> dict[object, Tally]:
    """Tallies by key, from rows of key, outcome and count."""
    counts: dict[object, dict[str, int]] = {}
    for key, outcome, count in rows:
        of_key = counts.setdefault(key, {})
        of_key[outcome] = of_key.get(outcome, 0) + count
    return {key: Tally(**of_key) for key, of_key in counts.items()}


def quarter_of(day: date) -> str:
    """`2026-Q2`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def purpose_shares(
    rows: Iterable[tuple[str, str, int]],
) -> list[tuple[str, int, int, float | None]]:
    """By quarter, oldest first: visits on duty, visits for what residents care about, the latter's share (S07)."""
    counts: dict[str, dict[str, int]] = {}
    for quarter, purpose, count in rows:
        of_quarter = counts.setdefault(quarter, {})
        of_quarter[purpose] = of_quarter.get(purpose, 0) + count
    found = []
    for quarter in sorted(counts):
        duty, concern = (counts[quarter].get(purpose, 0) for purpose in ("duty", "concern"))
        found.append((quarter, duty, concern, share(concern, duty + concern)))
    return found


def ranked(causes: Mapping[str, int], order: Sequence[str]) -> list[tuple[str, int]]:
    """Causes by how often they were named; inner ones first where two are as frequent (S03)."""
    return sorted(causes.items(), key=lambda one: (-one[1], list(order).index(one[0])))


def total(found: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    sums = dict.fromkeys(Tally.__struct_fields__, 0)
    for tally in found:
        for name in sums:
            sums[name] += getattr(tally, name)
    return Tally(**sums)
