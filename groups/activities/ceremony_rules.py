"""What a ceremony has ready, and by when which line of it begins (S70)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

RUNNING_ORDER = "running_order"
# 红花, 席位, 奖杯, 证书 and who leads through the hour: a ceremony of thanks is ready when all five are.
_THANKS = ("seats", "flowers", "trophies", "certificates", "host")
_COMPACT = ("seats", "host", "sound", "other", "photos")
KIT: Mapping[str, Sequence[str]] = {
    "recognition": _THANKS,
    "compact": _COMPACT,
    "both": (*_THANKS, *(kind for kind in _COMPACT if kind not in _THANKS)),
}
# The lines that a new ceremony begins with, and after how many minutes each.
LINES: Mapping[str, Sequence[tuple[int, str]]] = {
    "recognition": ((0, "open"), (10, "deeds"), (25, "award"), (50, "speak"), (60, "picture")),
    "compact": ((0, "open"), (10, "story"), (20, "read"), (30, "pledge"), (40, "sign"), (60, "picture")),
    "both": (
        (0, "open"),
        (10, "story"),
        (20, "read"),
        (30, "pledge"),
        (40, "sign"),
        (60, "deeds"),
        (75, "award"),
        (100, "picture"),
    ),
}
_FIRST = time(15, 0)


def clock_times(purpose: str, starts_at: time | None) -> list[tuple[time, str]]:
    """When each of the first lines begins, and what it is; in the afternoon when nobody has said when."""
    start = datetime.combine(date(2000, 1, 1), starts_at or _FIRST)
    last = datetime.combine(date(2000, 1, 1), time(23, 59))
    return [(min(start + timedelta(minutes=after), last).time(), line) for after, line in LINES[purpose]]


def refuse_ceremony(*, state: str, voided: bool, exists: bool) -> str | None:
    """A reason code when an activity cannot be made a ceremony."""
    if voided or state == "cancelled":
        return "ceremonies.did_not_take_place"
    return "ceremonies.is_one" if exists else None


def refuse_item(*, kind: str, starts_at: time | None) -> tuple[str, str] | None:
    """`(field, reason code)` when a line has no time, or a thing to have ready has one."""
    if (kind == RUNNING_ORDER) == (starts_at is not None):
        return None
    return (
        "starts_at",
        "ceremonies.line_without_time" if starts_at is None else "ceremonies.thing_with_time",
    )


def files_of_cards(seats: int, *, most: int) -> list[tuple[int, int]]:
    """The first and the last seat of each file of name cards, when a file holds `most` of them."""
    return [(first, min(first + most - 1, seats)) for first in range(1, seats + 1, most)]


def guests_in(text: str) -> list[str]:
    """The guests as they were typed, one on a line, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
