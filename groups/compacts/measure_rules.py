"""What people remember of a compact, and what they keep (S57)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Round(NamedTuple):
    """A round of asking: `asked` people named `recalled` clauses in all, out of `clauses` that there are."""

    asked_on: date
    asked: int
    recalled: int
    clauses: int

    @property
    def each(self) -> float:
        """How many clauses a person named on average."""
        return self.recalled / self.asked


class Seen(NamedTuple):
    """What was counted of a clause at one place on one day."""

    clause_key: int
    seen_on: date
    kept: int
    broken: int


def refuse_recall(*, asked: int, recalled: int, clauses: int) -> str | None:
    """A reason code when nobody was asked, or people named more clauses than there are."""
    if asked < 1:
        return "compacts.nobody_asked"
    return "compacts.recalled_too_many" if recalled > asked * clauses else None


def refuse_practice(*, kept: int, broken: int) -> str | None:
    """A reason code when nothing was seen at all."""
    return None if kept + broken else "compacts.nothing_seen"


def kept_by_day(seen: Iterable[Seen]) -> dict[int, dict[date, float]]:
    """The share that kept a clause, by clause and day; all places of a day are one count."""
    sums: dict[tuple[int, date], tuple[int, int]] = {}
    for one in seen:
        kept, broken = sums.get((one.clause_key, one.seen_on), (0, 0))
        sums[one.clause_key, one.seen_on] = (kept + one.kept, broken + one.broken)
    shares: dict[int, dict[date, float]] = {}
    for (key, day), (kept, broken) in sorted(sums.items()):
        shares.setdefault(key, {})[day] = kept / (kept + broken)
    return shares
