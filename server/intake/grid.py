"""Cells as text, as a person reads them on the screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from server.intake import limits
from server.intake.refusal import Unreadable

_EXACT = 10**15
# What spreadsheets and chats leave between signs and nobody sees.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF]
)
_JOINERS = "\u200c\u200d"
_WIDE = {ord("０") + number: str(number) for number in range(10)} | {0x3000: " ", 0xA0: " "}


class Grid(msgspec.Struct):
    """One sheet: every row as wide as the widest. The first row is row 1 of the sheet.

    `others` names sheets that also hold something and are not read. `kind` is "xlsx", "xls" or "text".
    """

    rows: list[list[str]]
    sheet: str
    kind: str
    others: list[str] = []


class Answer(msgspec.Struct):
    """What the process that reads a file says first: a grid whose rows follow, or the code and facts of a refusal."""

    grid: Grid | None = None
    code: str = ""
    facts: dict[str, str | int] = {}


def shown(value: Any) -> str:
    """A cell's value as text. A number that the spreadsheet has cut keeps its exponent: 5.10103E+17."""
    if value is None:
        return ""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, int):
        return str(value) if abs(value) < _EXACT else f"{value:.5E}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return plain(str(value))


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if abs(value) >= _EXACT:
        return f"{value:.5E}"
    return str(int(value)) if value.is_integer() else f"{value:.10g}"


def plain(text: str) -> str:
    """Text with plain digits and spaces, and nothing in it that cannot be seen."""
    if text.isascii() and text.isprintable():
        return text.strip()[: limits.LONGEST_CELL]
    composed = unicodedata.normalize("NFC", text.translate(_INVISIBLE).translate(_WIDE))
    kept = "".join(sign if sign.isprintable() else _kept(sign) for sign in composed)
    return kept.strip()[: limits.LONGEST_CELL]


def _kept(sign: str) -> str:
    """Rare hanzi of older systems stand in the private area, joiners in emoji; breaks part words; the rest goes."""
    if sign in _JOINERS or unicodedata.category(sign) in {"Co", "Cn"}:
        return sign
    return " " if sign.isspace() else ""


def merged(rows: list[list[str]], ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Write what stands in the first cell of each merged range into all of it."""
    budget = limits.MOST_ROWS * 4
    for (top, left), (bottom, right) in ranges:
        bottom, right = min(bottom, len(rows) - 1), min(right, limits.MOST_COLUMNS - 1)
        budget -= max(bottom - top + 1, 0) * max(right - left + 1, 0)
        if budget < 0:
            raise Unreadable("too_many_rows", limit=limits.MOST_ROWS)
        if top > bottom or left >= len(rows[top]):
            continue
        text = rows[top][left]
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [text] * len(row[left : right + 1])


def finished(rows: list[list[str]], *, sheet: str, kind: str) -> Grid:
    """A grid without the empty edge on the right and below; Unreadable when nothing or too much is left."""
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((_filled(row) for row in rows), default=0)
    if not width:
        raise Unreadable("empty")
    if width > limits.MOST_COLUMNS:
        raise Unreadable("too_many_columns", limit=limits.MOST_COLUMNS)
    if len(rows) > limits.MOST_ROWS:
        raise Unreadable("too_many_rows", limit=limits.MOST_ROWS)
    return Grid([row[:width] + [""] * (width - len(row)) for row in rows], sheet, kind)


def _filled(row: list[str]) -> int:
    return next((place for place in range(len(row), 0, -1) if row[place - 1]), 0)
