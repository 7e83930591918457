"""A program told to others (S81): chapters of sentences that stand on records, and what is never in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec


class Line(msgspec.Struct, frozen=True):
    """One sentence, with the address of the records that it rests on when it tells a number."""

    text: str
    href: str = ""


class Chapter(msgspec.Struct, frozen=True):
    """A heading with its sentences. A chapter without any is left out."""

    title: str
    lines: Sequence[Line]


class Numbered(msgspec.Struct, frozen=True):
    """Sentences on paper: each with the number of its source (0 for none), and the addresses in the order of their numbers."""

    numbers: Sequence[int]
    addresses: Sequence[str]


def numbered(hrefs: Iterable[str]) -> Numbered:
    """Numbers for the addresses of sentences, from 1; the same address has one number."""
    numbers: list[int] = []
    known: dict[str, int] = {}
    for href in hrefs:
        numbers.append(known.setdefault(href, len(known) + 1) if href else 0)
    return Numbered(numbers, list(known))


# Telephone numbers of any spelling from seven digits on, and identity numbers; with points only as a mobile number is
# grouped, for a sum has a point, too.
_NUMBER = re.compile(
    r"(?<![\d.])\+?\d[\d\u3000 ()（）·－–—‑-]{5,22}[\dXx](?![\d.])|(?<!\d)1\d\d\.\d{4}\.\d{4}(?!\d)"
)
# Signs that are not seen part no number.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
# 3栋2单元501, 5号楼602室, 六栋三〇一, 12-3-401: a door by which somebody can be found.
_SPOKEN, _SPELLED = "[一二三四五六七八九十百]", "[〇零一二三四五六七八九]"
_DOOR = re.compile(
    rf"(?:\d{{1,3}}|{_SPOKEN}{{1,4}})\s*(?:栋|幢|号楼|座)\s*(?:(?:\d{{1,2}}|{_SPOKEN}{{1,3}})\s*单元)?"
    rf"\s*(?:\d{{2,4}}|{_SPELLED}{{3,4}})\s*(?:室|号)?|\d{{1,3}}-\d{{1,2}}-\d{{3,4}}|\d{{1,4}}\s*(?:室|号房)"
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def without_contacts(text: str, *, instead: str) -> str:
    """The text without telephone numbers, identity numbers, addresses of mail and doors; dates and sums stay."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found.group())
        return f"\x00{len(kept) - 1}\x00"

    bare = _DATE.sub(keep, _UNSEEN.sub("", text))
    for pattern in (_MAIL, _DOOR):
        bare = pattern.sub(instead, bare)
    bare = _NUMBER.sub(
        lambda found: instead if sum(map(str.isdigit, found.group())) >= 7 else found.group(), bare
    )
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found.group(1))], bare)


def without_names(text: str, names: Iterable[str], *, instead: str) -> str:
    """The text with each of these names replaced, the longest first; a name of one character is left alone."""
    wanted = sorted(
        {name for name in names if len(name) > 1 and name in text}, key=lambda name: (-len(name), name)
    )
    if not wanted:
        return text
    return re.sub("|".join(map(re.escape, wanted)), instead, text)


def may_quote(*, named: bool, consents: bool, withdrawn_on: date | None) -> bool:
    """Whether what somebody said may be told: never after it was taken back, and of a known person only while she consents."""
    return withdrawn_on is None and (consents or not named)
