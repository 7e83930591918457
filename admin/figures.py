"""A year of all that a reader sees, summed over the programs, as a page and as JSON show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from admin.tables import FEWEST, KINDS, OF_PEOPLE
from programs.method.kinds import IN_MINUTES, Kind

MONTHS = 12
MONTH = r"^20\d\d-(0[1-9]|1[0-2])$"


class Line(msgspec.Struct, frozen=True):
    """One kind of what was done; a figure for each month, as the admin's tables write it."""

    kind: str
    name: str
    quantities: list[str]


class Year(msgspec.Struct, frozen=True):
    """Twelve months, the oldest first, and a line for each kind that has a figure in one of them."""

    months: list[str]
    lines: list[Line]


def months_until(last: str) -> list[str]:
    """The months of a year that ends with `last`."""
    return [shifted(last, -back) for back in reversed(range(MONTHS))]


def shifted(month: str, by: int) -> str:
    """The month so many months later, or earlier."""
    year, number = (int(part) for part in month.split("-"))
    counted = year * 12 + number - 1 + by
    return f"{counted // 12:04d}-{counted % 12 + 1:02d}"


def year_of(months: Sequence[str], sums: Sequence[dict[str, Any]]) -> Year:
    """The year from its sums: rows of kind, month and quantity."""
    found = {(row["kind"], row["month"]): (row["quantity"], row["few"]) for row in sums}
    done = {kind for (kind, month), figures in found.items() if any(figures) and month in months}
    kinds = [kind for kind in KINDS if kind in done]
    return Year(
        list(months),
        [
            Line(kind, str(KINDS[kind]), [told(kind, *found.get((kind, month), (0, 0))) for month in months])
            for kind in kinds
        ],
    )


def told(kind: str, quantity: int, few: int = 0) -> str:
    """A sum as `ReportMonth` tells it: few residents are `<5`, fen are yuan, minutes are hours.

    `few` programs are told as `<5` and not in `quantity`: the sum then says how many there are at least, so that nobody
    finds them by taking the others off it (S72).
    """
    if few:
        return f"<{FEWEST}" if (quantity, few) == (0, 1) else f"≥{quantity + few}"
    if kind in OF_PEOPLE and 0 < quantity < FEWEST:
        return f"<{FEWEST}"
    if kind == Kind.CASH:
        return f"{quantity // 100}.{quantity % 100:02d}"
    if kind in IN_MINUTES:
        return f"{quantity // 60}.{quantity % 60 * 100 // 60:02d}"
    return str(quantity)
