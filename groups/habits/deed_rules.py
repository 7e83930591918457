"""What holds for small deeds (S48): counted, never scored; nothing on the wall that names a number or leads away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

# Eleven digits are a phone number, eighteen an identity card; neither spaces and dashes between them hide them, nor that
# they are spelled out. A comma parts the numbers of a list.
_NUMBER = re.compile(r"(?:\d[^\w,、;]{0,3}){8,}")
_DAY_OR_TIME = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\d{1,2}:\d\d(?!\d)")
_SPELLED = str.maketrans("〇零一幺二三四五六七八九", "001123456789")
_LINK = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:com|cn|net|org|top|xyz|vip|cc|shop|site|club|link|info|io|me|tv|example)\b",
    re.IGNORECASE,
)


def refuse_text(text: str) -> str | None:
    """A reason code when this cannot stand on a wall that everybody reads."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf"
    )
    if _NUMBER.search(_DAY_OR_TIME.sub(" ", plain.translate(_SPELLED))):
        return "deeds.has_number"
    return "deeds.has_link" if _LINK.search(plain) else None


def program_of(asked: int | None, running: Collection[int]) -> int | None:
    """The program for which a deed counts: the one on the poster, or the only one that runs here."""
    if asked is not None:
        return asked if asked in running else None
    return next(iter(running)) if len(running) == 1 else None


def bricks(counts: Sequence[int], *, across: int) -> list[list[int]]:
    """The wall row by row: each brick is the place of its building in `counts`; the last row may be shorter."""
    laid = [place for place, count in enumerate(counts) for _one in range(count)]
    return [laid[start : start + across] for start in range(0, len(laid), across)]
