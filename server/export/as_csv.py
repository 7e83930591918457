"""Comma-separated values as Excel and WPS open them: UTF-8 with its mark, no cell that could be a formula."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from decimal import Decimal

from server.export.sheet import Cell, Kind, Rows, Sheet, batches
from server.export.text import inert, writable
from server.lib.i18n import current_language


def as_csv(sheet: Sheet, rows: Rows) -> AsyncIterator[bytes]:
    """The file in pieces, in the language that is current now."""
    return _pieces(sheet, rows, sheet.headings(), current_language())


async def _pieces(sheet: Sheet, rows: Rows, headings: list[str], code: str) -> AsyncIterator[bytes]:
    kinds: list[Kind] = [column.kind for column in sheet.columns]
    yield codecs.BOM_UTF8 + _lines([[inert(heading) for heading in headings]])
    async for batch in batches(sheet, rows, code):
        yield _lines([_shown(cell, kind) for cell, kind in zip(cells, kinds, strict=True)] for cells in batch)


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _shown(cell: Cell, kind: Kind) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return inert(writable(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, int | float | Decimal):
        return f"{cell:.1%}" if kind == "percent" else f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    return cell.isoformat()
