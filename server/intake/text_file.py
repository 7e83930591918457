"""Comma- or tab-separated text, as programs of the last thirty years have saved it."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter

from server.intake import limits
from server.intake.grid import Grid, finished, plain
from server.intake.kinds import utf16_of
from server.intake.refusal import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BETWEEN = ",\t;|，"
_LOOKED_AT = 30


def decoded(content: bytes) -> str:
    """The text of a file: by its mark, else UTF-8, else UTF-16 that left its mark out, else GB18030."""
    for mark, code in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], code)
    if b"\x00" in content[:4096]:
        return _strictly(content, utf16_of(content[:4096]))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(content, "gb18030")


def _strictly(content: bytes, code: str) -> str:
    try:
        return content.decode(code)
    except UnicodeDecodeError:
        raise Unreadable("unknown_signs") from None


def grid_of_text(text: str) -> Grid:
    """The cells of separated text; Unreadable when it is too long or no table."""
    if "\x00" in text:
        raise Unreadable("unknown_kind")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    csv.field_size_limit(100_000)
    rows: list[list[str]] = []
    blank = 0
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)):
            rows.append([plain(cell) for cell in cells])
            blank += not any(cells)
            if len(rows) > limits.MOST_ROWS:
                code = "blank_rows" if blank * 2 > len(rows) else "too_many_rows"
                raise Unreadable(code, limit=limits.MOST_ROWS)
    except csv.Error:
        raise Unreadable("broken") from None
    return finished(rows, sheet="", kind="text")


def _separator(text: str) -> str:
    """The sign that stands in most of the first lines, and as often in each."""
    lines = [line for line in text.split("\n", _LOOKED_AT)[:_LOOKED_AT] if line.strip()]

    def agreement(sign: str) -> int:
        counts = Counter(line.count(sign) for line in lines)
        return max((lines_so * per_line for per_line, lines_so in counts.items()), default=0)

    return max(_BETWEEN, key=agreement)
