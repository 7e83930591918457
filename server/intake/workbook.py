"""Workbooks, old and new, by calamine: it knows no macros, no entities and no links."""

from __future__ import annotations

import io
from typing import Any

from server.intake import limits
from server.intake.grid import Grid, finished, merged, shown
from server.intake.refusal import Unreadable


def grid_of_workbook(content: bytes, *, kind: str, rows_written: int | None = None) -> Grid:
    """The cells of the visible sheet that holds most rows; `rows_written` is how many its file really has."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        sheets = [sheet for sheet in (_sheet(book, name) for name in visible) if sheet and sheet.height]
    except PasswordError:
        raise Unreadable("password") from None
    except CalamineError as error:
        raise Unreadable("password" if "assword" in str(error) else "broken") from None
    if not sheets:
        raise Unreadable("empty")
    chosen = max(sheets, key=lambda sheet: sheet.height)
    _check_size(chosen, rows_written)
    rows = [
        [shown(value) for value in row]
        for row in chosen.to_python(skip_empty_area=False, nrows=limits.MOST_ROWS + 1)
    ]
    if kind == "xlsx":
        merged(rows, chosen.merged_cell_ranges or [])
    grid = finished(rows, sheet=chosen.name, kind=kind)
    grid.others = [sheet.name for sheet in sheets if sheet is not chosen][:10]
    return grid


def _sheet(book: Any, name: str) -> Any:
    """A sheet of cells; a sheet that is a chart has none."""
    from python_calamine import CalamineError, WorksheetNotFound

    try:
        return book.get_sheet_by_name(name)
    except (CalamineError, WorksheetNotFound):
        return None


def _check_size(sheet: Any, rows_written: int | None) -> None:
    last_row, last_column = sheet.end
    if last_column >= limits.MOST_COLUMNS:
        raise Unreadable("too_many_columns", limit=limits.MOST_COLUMNS)
    if last_row >= limits.MOST_ROWS:
        blank = rows_written is not None and rows_written * 2 < last_row
        raise Unreadable("blank_rows" if blank else "too_many_rows", limit=limits.MOST_ROWS)
