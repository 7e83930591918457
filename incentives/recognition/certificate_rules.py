"""What stands on a certificate (S70): the name as agreed, the deed, the number, the day in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

_DIGITS = "〇一二三四五六七八九"
_TENS = ("", "十", "二十", "三十")
_ENDS = "。．.！!；;，,、 \n\t"
# A deed longer than this is set smaller by the template; what is longer still is told on the award's page.
LONGEST_DEED = 400
IN_A_FILE = 100


def printed_name(shown_as: str | None, *, name: str, public_name: str) -> str:
    """The name on the paper, which is the person's own: only who chose another name is called by it."""
    return public_name if shown_as == "nickname" and public_name else name


def parts(cards: Sequence[Mapping[str, Any]]) -> list[Sequence[Mapping[str, Any]]]:
    """The certificates of a ceremony by files, in their order."""
    return [cards[start : start + IN_A_FILE] for start in range(0, len(cards), IN_A_FILE)]


def within(number: tuple[int, int], first: tuple[int, int] | None, last: tuple[int, int] | None) -> bool:
    """Whether a certificate, by its year and number in it, lies in a part: whatever became of others since it was shown."""
    return (first is None or first <= number) and (last is None or number <= last)


def refuse_file(count: int, *, most: int) -> str | None:
    """Why so many are not put into one file."""
    return "recognition.too_many_in_a_file" if count > most else None


def refuse_cards(cards: Iterable[Mapping[str, Any]]) -> str | None:
    """Why nothing is printed, and no badge made, for awards one of which is like that."""
    found = [(card["revoked_on"] is not None, card["erased_at"] is not None) for card in cards]
    return refuse_printing(
        revoked=any(revoked for revoked, _ in found), forgotten=any(gone for _, gone in found)
    )


def refuse_printing(*, revoked: bool, forgotten: bool) -> str | None:
    """Why nothing is printed for an award: it was revoked, or whose it is asked to be forgotten."""
    if revoked:
        return "recognition.revoked"
    return "recognition.forgotten" if forgotten else None


def chinese_date(day: date) -> str:
    """二〇二一年五月四日, as papers with a seal write it."""
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_count(day.month)}月{_count(day.day)}日"


def _count(number: int) -> str:
    """1 to 31 as they are spoken."""
    if number < 10:
        return _DIGITS[number]
    tens, ones = divmod(number, 10)
    return ("十" if tens == 1 else _TENS[tens]) + (_DIGITS[ones] if ones else "")


def told(deed: str) -> str:
    """The deed as a part of one sentence: on one line, without the mark that ends it."""
    line = "".join(piece.strip() for piece in deed.splitlines()) if "\n" in deed else deed.strip()
    line = line.rstrip(_ENDS)
    return line if len(line) <= LONGEST_DEED else f"{line[: LONGEST_DEED - 1]}…"


def grouped(code: str) -> str:
    """A code in groups of four, for those who type it."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
