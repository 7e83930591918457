"""What a tally says: means and shares with their n, what may be compared, and which cells stay hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import msgspec

from programs.method import cell_rules
from programs.surveys.answer_rules import ANSWERED, CAME_IN, Cell
from programs.surveys.wave_rules import ENOUGH

Tally = Mapping[Cell, int]
Side = Literal["few", "most", "both"]

# Below this a count could point at somebody (S72).
FEWEST = 5


class Mean(msgspec.Struct, frozen=True):
    """A mean and of how many; None where nobody answered."""

    value: Decimal | None
    n: int


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """One wave as far as an index needs it: when it was, what was asked, and the mean that came out."""

    wave: int
    program: int | None
    version: int
    moment: str
    opens_on: date
    closed_on: date | None
    mean: Mean


def times_of(tally: Tally, question: str, choice: str, segment: str | None = None) -> int:
    """How often a choice was made, by everybody or by one segment."""
    return sum(
        times
        for (one, chosen, whose), times in tally.items()
        if one == question and chosen == choice and segment in (None, whose)
    )


def people(tally: Tally, segment: str | None = None) -> int:
    """How many questionnaires came in."""
    return times_of(tally, *CAME_IN, segment)


def answered(tally: Tally, question: str, segment: str | None = None) -> int:
    """How many answered a question."""
    return times_of(tally, question, ANSWERED, segment)


def mean_of(tally: Tally, question: str, segment: str | None = None) -> Mean:
    """The mean of a scale, a number or an index, to two decimals."""
    found = [
        (Decimal(choice), times)
        for (one, choice, whose), times in tally.items()
        if one == question and choice != ANSWERED and segment in (None, whose)
    ]
    n = sum(times for _value, times in found)
    if not n:
        return Mean(None, 0)
    total = sum((value * times for value, times in found), Decimal())
    return Mean((total / n).quantize(Decimal("0.01"), ROUND_HALF_UP), n)


def share_of(tally: Tally, question: str, choice: str, segment: str | None = None) -> float | None:
    """The share of those who answered a question and made this choice; None when nobody did."""
    n = answered(tally, question, segment)
    return times_of(tally, question, choice, segment) / n if n else None


def why_not_compared(earlier_version: int, earlier_n: int, later_version: int, later_n: int) -> str | None:
    """Why two waves stand side by side without a change between them: `other_version` or `too_few` (S12)."""
    if earlier_version != later_version:
        return "other_version"
    return "too_few" if min(earlier_n, later_n) < ENOUGH else None


def apart(members: int, others: int) -> bool:
    """Whether members and non-members may be told apart: a group of under five hides both, for the other is the rest."""
    return all(count == 0 or count >= FEWEST for count in (members, others)) and members > 0 and others > 0


def share_tells(tally: Tally, question: str, choice: str) -> bool:
    """Whether the shares of members and of others would, with their n, tell how many of under five made a choice or not."""
    for segment in ("member", "other"):
        times = times_of(tally, question, choice, segment)
        rest = answered(tally, question, segment) - times
        if 0 < times < FEWEST or 0 < rest < FEWEST:
            return True
    return False


def side_of(tally: Tally, question: str, choice: str) -> Side | None:
    """Which side of a share is too few to be told to outsiders, who know its n: `few` made the choice, or all but a few did.

    97 % of 33 is one person who said no. None where the share may be told; `both` where so few answered that each side is.
    """
    times = times_of(tally, question, choice)
    few, most = 0 < times < FEWEST, 0 < answered(tally, question) - times < FEWEST
    if few and most:
        return "both"
    return "few" if few else "most" if most else None


def guarded(cells: Sequence[int]) -> list[int | None]:
    """Counts that make up a known whole, None where one stays hidden: those under five, and what would tell them."""
    return [None if hide else cell for cell, hide in zip(cells, cell_rules.hidden(cells), strict=True)]


def newest_told(waves: Sequence[Taken]) -> Taken | None:
    """The wave whose figure stands first on a page: the newest with enough answers, else the newest that has any.

    A wave that has just begun does not push away the last whole one.
    """
    ordered = sorted(waves, key=lambda one: (one.opens_on, one.wave), reverse=True)
    for least in (ENOUGH, FEWEST, 1):
        found = next((one for one in ordered if one.mean.n >= least), None)
        if found is not None:
            return found
    return None


def wave_before(waves: Sequence[Taken], newest: Taken) -> Taken | None:
    """The newest earlier wave of the same program, or of the community as a whole, that may be compared with this one."""
    earlier = [
        one
        for one in waves
        if one.program == newest.program
        and (one.opens_on, one.wave) < (newest.opens_on, newest.wave)
        and why_not_compared(one.version, one.mean.n, newest.version, newest.mean.n) is None
    ]
    return max(earlier, key=lambda one: (one.opens_on, one.wave), default=None)
