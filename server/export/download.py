"""A table as the answer to a request."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Literal
from urllib.parse import quote

from litestar.response import Stream

from server.export.as_csv import as_csv
from server.export.sheet import Rows, Sheet
from server.lib.patterns import late_pattern

Format = Literal["csv", "xlsx"]
FORMATS: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_NOT_IN_NAMES = late_pattern('[\x00-\x1f\x7f"*/:<>?\\\\|\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')


async def download(sheet: Sheet, rows: Rows, format: Format, filename: str) -> Stream:
    """The sheet as a file called `filename` (without its ending), in the reader's language.

    xlsx is complete before the answer begins; csv is written as the rows come.
    """
    if format == "csv":
        pieces = as_csv(sheet, rows)
    else:
        from server.export.as_xlsx import as_xlsx  # xlsxwriter is only worth its memory to those who use it

        pieces = await as_xlsx(sheet, rows)
    return _stream(pieces, format, filename)


async def download_book(parts: Sequence[tuple[str, Sheet, Rows]], filename: str) -> Stream:
    """An xlsx file with a worksheet for each part: its tab, its columns and its rows."""
    from server.export.as_xlsx import as_book

    return _stream(await as_book(parts), "xlsx", filename)


def _stream(pieces: AsyncIterator[bytes], format: Format, filename: str) -> Stream:
    return Stream(
        pieces,
        media_type=FORMATS[format],
        headers={
            "content-disposition": content_disposition(f"{filename}.{format}"),
            "x-content-type-options": "nosniff",
            "cache-control": "no-store",
        },
    )


def content_disposition(filename: str) -> str:
    """RFC 6266: the name as it is for those who read `filename*`, and in ASCII for the rest."""
    name = _NOT_IN_NAMES.sub("_", filename).lstrip(".")[-120:] or "download"
    ascii_name = "".join(letter if letter.isascii() else "_" for letter in name)
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
