"""How far groups and activities reach the people whom a program wants to reach (S72)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from server.lib.days import months_later

FEWEST = 5
# Of so few reached, a part that is not told would be one of two or three numbers.
_SO_FEW = 2 * FEWEST
# How far back is looked, unless somebody asks otherwise.
MONTHS = 12


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """One target group: who of it is known, is in a group, came to an activity, and either of the two."""

    target_group: str
    known: int = 0
    in_groups: int = 0
    came: int = 0
    reached: int = 0
    estimate: int | None = None


def first_day(today: date, months: int) -> date:
    """The first day of a period of so many months that ends today."""
    return months_later(today, -months)


def told(count: int) -> str | None:
    """`<5` for a count that could point at somebody; None when the number may be told."""
    return f"<{FEWEST}" if 0 < count < FEWEST else None


def shown(row: Reached) -> dict[str, int | str]:
    """What outsiders may read of a row: who is reached first, then who is known, in groups, at activities.

    A count under five is `<5`; one that with those before it would tell how few only came, are only in a group, do both or
    are missed is `≥5`. Of fewer than ten reached, the parts are `<10`.
    """
    cells: dict[str, int | str] = {}
    exact: dict[str, int] = {}
    for name in ("reached", "known", "in_groups", "came"):
        count = int(getattr(row, name))
        part = name in ("in_groups", "came") and count not in (0, row.reached)
        if part and FEWEST <= row.reached < _SO_FEW:
            cells[name] = f"<{_SO_FEW}"
        elif few := told(count):
            cells[name] = few
        elif _gives_away({**exact, name: count}):
            cells[name] = f"≥{FEWEST}"
        else:
            cells[name] = exact[name] = count
    return cells


def _gives_away(exact: Mapping[str, int]) -> bool:
    """Whether a count under five follows from exact ones. Everybody reached is known, and in a group or came, or both."""
    parts = [
        exact[whole] - exact[part]
        for whole, part in (
            ("known", "reached"),
            ("known", "in_groups"),
            ("known", "came"),
            ("reached", "in_groups"),
            ("reached", "came"),
        )
        if whole in exact and part in exact
    ]
    if {"reached", "in_groups", "came"} <= exact.keys():
        parts.append(exact["in_groups"] + exact["came"] - exact["reached"])
    return any(told(part) for part in parts)


def share(row: Reached) -> float | None:
    """How much of the group is reached, 0 to 1; None without an estimate, or when so few are that it would tell how many."""
    if not row.estimate or told(row.reached):
        return None
    return min(row.reached / row.estimate, 1.0)


def is_missed(row: Reached) -> bool:
    """Whether a group that lives here is not reached by anything."""
    return row.reached == 0 and bool(row.known or row.estimate)


def in_order(rows: list[Reached]) -> list[Reached]:
    """Those with an estimate first, the largest on top; then the rest by how many are known."""
    return sorted(rows, key=lambda row: (-(row.estimate or 0), -row.known, row.target_group))
