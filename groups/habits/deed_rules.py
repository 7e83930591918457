"""What holds for small deeds (S48): counted, never scored; nothing on the wall that names a number or leads away."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

# Eleven digits are a phone number, eighteen an identity card; spaces and dashes between them hide neither.
_NUMBER = re.compile(r"(?:\d[ -]?){8,}")
_LINK = re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|cn|net|org|top|xyz|vip|cc|example)\b", re.IGNORECASE)


def refuse_text(text: str) -> str | None:
    """A reason code when this cannot stand on a wall that everybody reads."""
    if _NUMBER.search(text):
        return "deeds.has_number"
    return "deeds.has_link" if _LINK.search(text) else None


def program_of(asked: int | None, running: Collection[int]) -> int | None:
    """The program for which a deed counts: the one on the poster, or the only one that runs here."""
    if asked is not None:
        return asked if asked in running else None
    return next(iter(running)) if len(running) == 1 else None


def bricks(counts: Sequence[int], *, across: int) -> list[list[int]]:
    """The wall row by row: each brick is the place of its building in `counts`; the last row may be shorter."""
    laid = [place for place, count in enumerate(counts) for _one in range(count)]
    return [laid[start : start + across] for start in range(0, len(laid), across)]
