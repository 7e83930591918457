"""Whatever is handed in: read as a person would read it, or refused with one clear sentence, within seconds."""

from __future__ import annotations

import asyncio
import contextlib
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.intake import limits
from server.intake.child import read
from server.intake.grid import plain, shown
from server.intake.reader import read_grid
from server.intake.refusal import Unreadable
from server.intake.text_file import grid_of_text
from server.intake.words import REASONS
from server.lib.errors import Refused
from tests.sheets import compound, part_of, repacked, xls, xlsx

LIST = [["姓名", "电话"], ["王阿姨", "13800000431"], ["张𠮷", "０４３１"]]
READ = [["姓名", "电话"], ["王阿姨", "13800000431"], ["张𠮷", "0431"]]
TEXT = "\n".join(",".join(row) for row in LIST)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TEXT.encode(), "a.csv"),
        (TEXT.encode("utf-8-sig"), "a.csv"),
        (TEXT.encode("gb18030"), "a.csv"),
        (TEXT.encode("utf-16"), "a.txt"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "a.txt"),
        (TEXT.encode("utf-16-le"), "a.txt"),
        (TEXT.replace(",", "\t").encode("utf-16"), "a.txt"),
        (TEXT.replace(",", "，").encode(), "a.csv"),
        (TEXT.replace(",", ";").replace("\n", "\r\n").encode(), "a.csv"),
        (TEXT.replace("\n", "\r").encode(), "a.csv"),
        (TEXT.replace(",", "|").encode() + b"\n\n\n", "名单"),
        (xlsx(LIST), "名单.xlsx"),
        (xlsx(LIST), "名单.XLSX"),
        (xlsx(LIST), "a.et"),
        (xls(LIST), "a.xls"),
    ],
)
def test_the_same_list_in_all_its_clothes(content: bytes, name: str) -> None:
    assert read(content, name).rows == READ


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (13800000431.0, "13800000431"),
        (5.10103196001011e17, "5.10103E+17"),
        (510103560302123, "510103560302123"),
        (3.5, "3.5"),
        (0.1 + 0.2, "0.3"),
        (float("nan"), ""),
        (True, "是"),
        (datetime(1956, 3, 2), "1956-03-02"),
        (datetime(1956, 3, 2, 8, 5), "1956-03-02 08:05"),
        (date(1956, 3, 2), "1956-03-02"),
        ("３栋２单元", "3栋2单元"),
        ("\u3000王\u200b阿姨\ufeff ", "王阿姨"),
        ("a\tb\nc\x07", "a b c"),
        ("👨‍👩‍👧 一家", "👨‍👩‍👧 一家"),
        ("张\ue863", "张\ue863"),
    ],
)
def test_a_cell_reads_as_on_the_screen(value: object, text: str) -> None:
    assert shown(value) == text


@given(st.text(max_size=700))
def test_no_text_is_beyond_reading(text: str) -> None:
    cell = plain(text)
    assert len(cell) <= limits.LONGEST_CELL
    assert plain(cell) == cell


def test_numbers_and_days_of_a_workbook() -> None:
    content = xlsx([["电话", "出生"], [13800000431, date(1956, 3, 2)], [510103195603021234, None]])
    assert read(content, "a.xlsx").rows[1:] == [["13800000431", "1956-03-02"], ["5.10103E+17", ""]]


def test_merged_cells_hold_the_same() -> None:
    rows = [["", "", "", ""], ["", "楼栋", "房号", ""], ["", "", "101", "王"], ["", "", "102", "李"]]
    merges = [(0, 0, 0, 3, "登记表"), (2, 1, 3, 1, "3栋")]
    grid = read(xlsx(rows, merges=merges), "a.xlsx")
    assert grid.rows[0] == ["登记表"] * 4
    assert [row[1] for row in grid.rows] == ["登记表", "楼栋", "3栋", "3栋"]


def test_the_fullest_sheet_is_read_and_the_others_are_named() -> None:
    grid = read(xlsx(LIST, more=["说明"]), "a.xlsx")
    assert (grid.sheet, grid.others, grid.rows) == ("名单", ["说明"], READ)


def _sheet(body: bytes) -> bytes:
    head = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return repacked(xlsx(LIST), extra={"xl/worksheets/sheet1.xml": head + body + b"</sheetData></worksheet>"})


def _blank_workbook() -> bytes:
    return _sheet(b"".join(b'<row r="%d"/>' % number for number in range(1, 1_000_001)))


def _far_cell() -> bytes:
    rows = (1, 1_048_576)
    return _sheet(b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in rows))


def _declaring() -> bytes:
    book = part_of(xlsx(LIST), "xl/workbook.xml")
    evil = book.replace(b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook', 1)
    return repacked(xlsx(LIST), extra={"xl/workbook.xml": evil})


def _locked_zip() -> bytes:
    content = bytearray(xlsx(LIST))
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


def _bomb() -> bytes:
    return repacked(xlsx(LIST), extra={"xl/media/a.png": b"0" * 300_000_000})


def _bomb_of_many() -> bytes:
    return repacked(xlsx(LIST), extra={f"xl/{number}.xml": b"1" for number in range(1_200)})


# Each file under the code of its refusal. What is laborious to make is made when it is handed in.
HANDED_IN: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "empty": (b"", "a.xlsx"),
    "empty of blanks": (b"\xef\xbb\xbf \r\n\r\n", "a.csv"),
    "empty of cells": (xlsx([]), "a.xlsx"),
    "empty of commas": (b",,,\n,,,\n", "a.csv"),
    "bomb": (_bomb, "a.xlsx"),
    "bomb of many": (_bomb_of_many, "a.xlsx"),
    "bomb in a zip": (repacked(xlsx(LIST), extra={"xl/a.zip": b"PK"}), "a.xlsx"),
    "macros": (repacked(xlsx(LIST), extra={"xl/vbaProject.bin": b"1"}), "a.xlsm"),
    "macros under another name": (repacked(xlsx(LIST), extra={"xl/vbaProject.bin": b"1"}), "a.xlsx"),
    "macros of old": (compound("_VBA_PROJECT".encode("utf-16-le")), "a.xls"),
    "declares": (_declaring, "a.xlsx"),
    "password": (compound(b"x", "EncryptedPackage"), "a.xlsx"),
    "password of a zip": (_locked_zip, "a.xlsx"),
    "wrong_ending": (TEXT.encode(), "a.xlsx"),
    "wrong_ending of a workbook": (xlsx(LIST), "a.csv"),
    "wrong_ending of a letter": (TEXT.encode(), "a.doc"),
    "unknown_kind": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "a.xlsx"),
    "unknown_kind of a program": (b"MZ\x90\x00" + b"\x00\x03" * 900, "a.csv"),
    "unknown_kind of a page": (b"<html><table><tr><td>1</td></tr></table>", "a.xls"),
    "unknown_kind of a zip": (repacked(xlsx(LIST), drop="xl/workbook.xml"), "a.xlsx"),
    "unknown_kind of noise": (bytes(range(32)) * 99, "a.csv"),
    "unknown_signs": ("姓名".encode("gb18030") * 30 + b"\xff\xff\x81", "a.csv"),
    "broken": (xlsx(LIST)[:900], "a.xlsx"),
    "empty of old": (compound(b"\x00" * 9), "a.xls"),
    "blank_rows": (_blank_workbook, "a.xlsx"),
    "blank_rows of text": (b"a,b\n" + b"\n" * 1_000_000, "a.csv"),
    "blank_rows and one far below": (_far_cell, "a.xlsx"),
    "too_many_rows": (b"a,b\n" * 200_001, "a.csv"),
    "too_many_columns": (b",".join([b"a"] * 61), "a.csv"),
    "too_large": (b"a" * (limits.MOST_BYTES + 1), "a.csv"),
}


@pytest.mark.parametrize("case", HANDED_IN)
def test_what_is_no_list_is_refused_by_its_name(case: str) -> None:
    content, name = HANDED_IN[case]
    with pytest.raises(Unreadable) as refusal:
        read(content() if callable(content) else content, name)
    assert refusal.value.code == case.partition(" ")[0]
    assert f"intake.{refusal.value.code}" in REASONS


async def test_reading_happens_elsewhere() -> None:
    """The loop goes on turning while a process reads, and a refusal comes back as one."""
    many = "\n".join(
        ["姓名,电话", *(f"住户{number},1380000{number % 10_000:04}" for number in range(50_000))]
    )
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.005)
            turns += 1

    turning = asyncio.create_task(turn())
    grids = await asyncio.gather(*(read_grid(many.encode(), "a.csv") for _ in range(3)))
    turning.cancel()
    assert [len(grid.rows) for grid in grids] == [50_001] * 3
    assert turns > 10
    with pytest.raises(Refused) as refusal:
        await read_grid(repacked(xlsx(LIST), extra={"xl/vbaProject.bin": b"1"}), "a.xlsm")
    assert (refusal.value.code, refusal.value.field) == ("intake.macros", "file")


async def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.01)
    with pytest.raises(Refused) as refusal:
        await read_grid(TEXT.encode(), "a.csv")
    assert refusal.value.code == "intake.too_slow"


async def test_a_file_that_takes_too_much_memory_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package whose directory says less than it holds: the process is stopped or refuses, this one goes on."""
    content = repacked(xlsx(LIST), extra={"xl/worksheets/sheet1.xml": b"<row>" * 3_000_000})
    lying = content.replace((15_000_000).to_bytes(4, "little"), (900_000).to_bytes(4, "little"))
    assert lying != content
    with pytest.raises(Refused):
        await read_grid(lying, "a.xlsx")


ROWS = st.lists(
    st.lists(st.text(st.characters(codec="utf-8"), max_size=6), min_size=2, max_size=4),
    min_size=1,
    max_size=8,
)


@given(ROWS)
def test_any_text_is_read_or_refused(rows: list[list[str]]) -> None:
    try:
        grid = grid_of_text("\n".join(",".join(row) for row in rows))
    except Unreadable:
        return
    assert len({len(row) for row in grid.rows}) == 1


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for name in ("a.csv", "a.xls", "a.xlsx"):
        with contextlib.suppress(Unreadable):
            read(content, name)


def test_a_workbook_of_a_hundred_thousand_people_is_within_bounds() -> None:
    row = b"%d,1380000%04d,3,2,502,60,3,x\n"
    assert len(b"".join(row % (number, number % 10_000) for number in range(100_000))) < limits.MOST_BYTES
    with zipfile.ZipFile(
        BytesIO(xlsx([[f"住户{number}", "3栋", "2-502"] for number in range(2_000)]))
    ) as file:
        for entry in file.infolist():
            assert entry.file_size < entry.compress_size * limits.MOST_RATIO
