"""Spreadsheets to hand in, made on the spot: new ones by xlsxwriter, old and broken ones by hand."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook

Merge = tuple[int, int, int, int, str]


def xlsx(rows: Sequence[Sequence[Any]], *, merges: Sequence[Merge] = (), more: Sequence[str] = ()) -> bytes:
    """A workbook; `merges` are (top, left, bottom, right, text), `more` names further sheets with one cell."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet("名单")
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, place, cell)
            elif cell is not None:
                page.write(number, place, cell)
    for top, left, bottom, right, text in merges:
        page.merge_range(top, left, bottom, right, text)
    for name in more:
        book.add_worksheet(name).write_string(0, 0, "别处")
    book.close()
    return file.getvalue()


def repacked(content: bytes, *, extra: dict[str, bytes] | None = None, drop: str = "") -> bytes:
    """The same package with files put in, replaced or taken out."""
    changed = extra or {}
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename not in changed and entry.filename != drop:
                new.writestr(entry.filename, old.read(entry))
        for name, part in changed.items():
            new.writestr(name, part)
    return file.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """One file of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def xls(rows: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook of 1997: BIFF8 records in one stream of a compound file ([MS-XLS], [MS-CFB])."""
    cells = b"".join(
        _cell(number, place, cell) for number, row in enumerate(rows) for place, cell in enumerate(row)
    )
    name = "名单".encode("utf-16-le")
    opening = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6))
    sheet = struct.pack("<BB", 2, 1) + name
    directory_length = len(_record(0x0085, struct.pack("<IBB", 0, 0, 0) + sheet)) + len(_record(0x000A, b""))
    bound = _record(0x0085, struct.pack("<IBB", len(opening) + directory_length, 0, 0) + sheet)
    page = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6))
    page += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    return compound(opening + bound + _record(0x000A, b"") + page + cells + _record(0x000A, b""))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        signs = value.encode("utf-16-le")
        return _record(0x0204, place + struct.pack("<HB", len(signs) // 2, 1) + signs)
    return _record(0x0203, place + struct.pack("<d", value))


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file of one stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\x00")
    sectors = len(stream) // 512
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * 4 * 108
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table = b"".join(struct.pack("<I", link) for link in chain).ljust(512, b"\xff")
    assert len(table) == 512, "one sector of links is enough for a test"
    parts = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry(name, 2, 2, len(stream))
    return header + table + parts.ljust(512, b"\x00") + stream


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF) -> bytes:
    signs = name.encode("utf-16-le") + b"\x00\x00"
    head = signs.ljust(64, b"\x00") + struct.pack("<HBB", len(signs), kind, 1)
    return (
        head
        + struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
        + b"\x00" * 36
        + struct.pack("<IQ", start, size)
    )
