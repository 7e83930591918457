"""A workbook ready to print: text stays text, so no cell is a formula or a link."""

from __future__ import annotations

import asyncio
import math
import re
import tempfile
from collections.abc import AsyncIterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from server.export.sheet import Cell, Kind, Rows, Sheet, batches
from server.export.text import writable
from server.lib.i18n import current_language

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NUMBER_FORMATS: dict[Kind, str] = {
    "int": "#,##0",
    "decimal": "#,##0.00",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
_A4 = 9
_LANDSCAPE_FROM = 90
_LONGEST_CELL = 32_767
_LARGEST_EXACT = 10**15
_PIECE = 64 * 1024
_FIRST_DAY = date(1900, 3, 1)  # before it, Excel counts a day that never was


Part = tuple[str, Sheet, Rows]


async def as_xlsx(sheet: Sheet, rows: Rows) -> AsyncIterator[bytes]:
    """The finished file in pieces; every row has been read and written when this returns."""
    return await as_book([(_tab_name(str(sheet.title)) or sheet.name, sheet, rows)])


async def as_book(parts: Sequence[Part]) -> AsyncIterator[bytes]:
    """The same with a worksheet for each part: its tab, its columns and its rows. At least one."""
    code = current_language()
    with tempfile.TemporaryDirectory(prefix="linli-export-") as folder:
        file = tempfile.TemporaryFile()  # noqa: SIM115  # handed to the pieces, which close it
        book = Workbook(file, {**_OPTIONS, "tmpdir": folder})
        try:
            book.set_properties({"title": str(parts[0][1].title), "author": "Linli"})
            for tab, sheet, rows in parts:
                page = _Page(book, sheet, sheet.headings(), str(sheet.title), tab)
                async for batch in batches(sheet, rows, code):
                    await asyncio.to_thread(page.write, batch)
        except BaseException:
            book.close()
            file.close()
            raise
        await asyncio.to_thread(book.close)
    return _pieces(file)


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


class _Page:
    """A worksheet of the book, filled from top to bottom."""

    def __init__(self, book: Workbook, sheet: Sheet, headings: list[str], title: str, tab: str) -> None:
        self._kinds = [column.kind for column in sheet.columns]
        self._formats = {
            kind: book.add_format({"num_format": text}) for kind, text in _NUMBER_FORMATS.items()
        }
        self._text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self._page: Worksheet = book.add_worksheet(_tab_name(tab))
        self._next_row = 1
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for position, column in enumerate(sheet.columns):
            width = max(
                column.shown_width, 2 + sum(1 + (ord(letter) > 0x2E7F) for letter in headings[position])
            )
            self._page.set_column(position, position, width)
            self._page.write_string(0, position, headings[position], heading)
        self._set_up_print(sheet, title)

    def _set_up_print(self, sheet: Sheet, title: str) -> None:
        self._page.freeze_panes(1, 0)
        self._page.repeat_rows(0)
        self._page.set_paper(_A4)
        self._page.fit_to_pages(1, 0)
        if sum(column.shown_width for column in sheet.columns) > _LANDSCAPE_FROM:
            self._page.set_landscape()
        self._page.set_header(f"&C{title.replace('&', '&&')[:200]}")
        self._page.set_footer("&C&P / &N")

    def write(self, batch: list[list[Cell]]) -> None:
        """The next rows."""
        for cells in batch:
            for position, (cell, kind) in enumerate(zip(cells, self._kinds, strict=True)):
                self._write_cell(self._next_row, position, cell, kind)
            self._next_row += 1

    def _write_cell(self, row: int, position: int, cell: Cell, kind: Kind) -> None:
        if cell is None:
            return
        shape: Format | None = self._formats.get(kind)
        if isinstance(cell, int | float | Decimal) and _is_exact(cell):
            self._page.write_number(row, position, cell, shape)
        elif isinstance(cell, date) and _day(cell) >= _FIRST_DAY:
            self._page.write_datetime(row, position, cell, shape or self._formats["date"])
        else:
            self._page.write_string(row, position, _fitting(str(cell)), self._text)


def _is_exact(number: float | Decimal) -> bool:
    """Whether Excel can hold the number to its last digit."""
    return math.isfinite(number) and -_LARGEST_EXACT < number < _LARGEST_EXACT


def _day(cell: date) -> date:
    return date(cell.year, cell.month, cell.day)


def _fitting(text: str) -> str:
    """Excel refuses a longer cell, and the library would drop it in silence; its lines end with LF alone."""
    clean = writable(text).replace("\r\n", "\n").replace("\r", "\n")
    return (
        clean if len(clean.encode("utf-16-le")) // 2 <= _LONGEST_CELL else f"{clean[: _LONGEST_CELL // 2]}…"
    )


def _tab_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", writable(title)).strip()[:31]
