"""What is taken away reads back as it was, and no cell of it is carried out."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import zipfile
from collections.abc import AsyncIterable, AsyncIterator, Awaitable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from server.export import Column, Sheet, download
from server.export.as_csv import as_csv
from server.export.as_xlsx import as_xlsx
from server.export.download import content_disposition
from server.export.text import inert, restored, writable
from server.lib.i18n import language, m

PEOPLE = Sheet("people", m("People"), (Column(m("Name"), "name"), Column(m("Phone"), "phone")))
FIGURES = Sheet(
    "figures",
    m("Figures"),
    (
        Column(m("Month"), "month", "date"),
        Column(m("Hours"), "hours", "decimal"),
        Column(m("People"), "people", "int"),
        Column(m("Share"), "share", "percent"),
        Column(m("Written"), "written", "moment"),
    ),
)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|calc", "＝1", "＋1", "－1", "＠x"]
BLANKS = ["", " ", "\u00a0", "\u3000", "\ufeff", "\u200b", " \u3000"]

texts = st.text(max_size=80) | st.builds(
    lambda blank, formula, rest: blank + formula + rest,
    st.sampled_from(BLANKS),
    st.sampled_from([*FORMULAS, "'=1", "''=", "0123", "510104199001011234", "𠮷·阿", "a\r\n=1", '"', ","]),
    st.text(max_size=5),
)


def read_csv(pieces: AsyncIterable[bytes]) -> list[list[str]]:
    content = asyncio.run(_joined(pieces))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def xlsx_of(making: Awaitable[AsyncIterable[bytes]]) -> bytes:
    async def made() -> bytes:
        return await _joined(await making)

    return asyncio.run(made())


async def _joined(pieces: AsyncIterable[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


def read_xlsx(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_made_inert(blank: str, formula: str) -> None:
    assert inert(blank + formula).startswith("'")


@pytest.mark.parametrize("formula", [formula for formula in FORMULAS if formula[0] not in "\r\n"])
def test_a_formula_in_a_later_line_is_made_inert(formula: str) -> None:
    assert inert(f"安\n\u3000{formula}") == f"安\n'\u3000{formula}"


@pytest.mark.parametrize(
    "text", ["王芳", "3-2-501", "a=b", "13800138000", "12", "𠮷·阿", "", "1.5", "'", "''a"]
)
def test_plain_text_stays_plain(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize("text", ["02885551234", "510104199001011234", "0"])
def test_long_numbers_and_leading_zeros_stay_text(text: str) -> None:
    assert inert(text) == (text if text == "0" else f"'{text}")


@given(texts)
def test_what_was_made_inert_can_be_restored(text: str) -> None:
    assert restored(inert(text)) == text


@given(texts)
def test_no_line_of_an_inert_text_begins_as_a_formula(text: str) -> None:
    for line in re.split(r"\r\n|\r|\n", inert(text)):
        assert not re.match(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@|＝＋－＠]", line)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(texts, texts), max_size=5))
def test_csv_reads_back_equal(people: list[tuple[str, str]]) -> None:
    rows = [{"name": name, "phone": phone} for name, phone in people]
    with language("en"):
        heading, *found = read_csv(as_csv(PEOPLE, rows))
    assert heading == ["Name", "Phone"]
    assert [tuple(map(restored, row)) for row in found] == [
        (writable(name), writable(phone)) for name, phone in people
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5))
def test_xlsx_reads_back_equal_and_holds_no_formula_and_no_link(people: list[tuple[str, str]]) -> None:
    rows = [{"name": name, "phone": phone} for name, phone in people]
    # The last row keeps the reader from trimming the empty ones before it.
    content = xlsx_of(as_xlsx(PEOPLE, [*rows, {"name": "end", "phone": "end"}]))
    found = [tuple(row) for row in read_xlsx(content)[1:-1]]
    assert found == [(_as_excel_reads(name), _as_excel_reads(phone)) for name, phone in people]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page


def _as_excel_reads(text: str) -> str:
    return writable(text).replace("\r\n", "\n").replace("\r", "\n")


def test_a_link_is_text() -> None:
    [_, row] = read_xlsx(
        xlsx_of(as_xlsx(PEOPLE, [{"name": "https://example.org/", "phone": "mailto:a@example.org"}]))
    )
    assert row == ["https://example.org/", "mailto:a@example.org"]


ROW = {
    "month": date(2026, 11, 1),
    "hours": Decimal("-1234.50"),
    "people": 1000,
    "share": 0.3684,
    "written": datetime(2026, 11, 20, 16, 30, tzinfo=UTC),
}


def test_numbers_and_days_are_numbers_and_days_in_xlsx() -> None:
    [_, row] = read_xlsx(xlsx_of(as_xlsx(FIGURES, [ROW])))
    assert row == [date(2026, 11, 1), -1234.5, 1000, 0.3684, datetime(2026, 11, 21, 0, 30)]


def test_numbers_and_days_are_plain_in_csv() -> None:
    [_, row] = read_csv(as_csv(FIGURES, [ROW]))
    assert row == ["2026-11-01", "-1234.50", "1000", "36.8%", "2026-11-21 00:30"]


def test_nothing_known_is_an_empty_cell_and_a_small_cell_is_text() -> None:
    row: dict[str, Any] = dict.fromkeys(ROW) | {"people": "<5"}
    assert read_csv(as_csv(FIGURES, [row]))[1] == ["", "", "<5", "", ""]
    assert read_xlsx(xlsx_of(as_xlsx(FIGURES, [row])))[1][:3] == ["", "", "<5"]


@pytest.mark.parametrize("value", [10**18, float("nan"), float("inf"), date(1900, 1, 1), "字" * 40_000])
def test_what_excel_cannot_hold_is_written_as_text(value: Any) -> None:
    row = {"name": value, "phone": "x"}
    [_, found] = read_xlsx(xlsx_of(as_xlsx(PEOPLE, [row])))
    assert isinstance(found[0], str)
    assert found[0][:100] == str(value)[:100]


def test_rows_may_come_one_by_one_and_be_objects() -> None:
    async def rows() -> AsyncIterator[Any]:
        for number in range(1200):
            yield timedelta(days=number)

    sheet = Sheet("days", m("Days"), (Column(m("Days"), "days", "int"), Column(m("Text"), str)))
    with language("en"):
        assert len(read_csv(as_csv(sheet, rows()))) == 1201
        assert read_xlsx(xlsx_of(as_xlsx(sheet, rows())))[1200] == [1199, "1199 days, 0:00:00"]


def test_headings_are_in_the_language_of_who_asks_even_when_written_later() -> None:
    with language("en"):
        pieces = as_csv(Sheet("s", m("S"), (Column(m("Name"), lambda row: m("Name")),)), [1])
    with language("zh_CN"):
        assert read_csv(pieces) == [["Name"], ["Name"]]


def test_the_first_row_stays_in_sight_and_is_printed_on_each_page() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_of(as_xlsx(PEOPLE, [])))) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
        book = parts.read("xl/workbook.xml").decode()
    assert 'state="frozen"' in page
    assert 'paperSize="9"' in page
    assert "_xlnm.Print_Titles" in book


def test_a_fault_among_the_rows_breaks_no_answer_off() -> None:
    async def rows() -> AsyncIterator[Any]:
        yield {"name": "a", "phone": "b"}
        raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError, match="away"):
        xlsx_of(as_xlsx(PEOPLE, rows()))


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_download_says_what_it_is(format: Any) -> None:
    answer = asyncio.run(download(PEOPLE, [{"name": "王芳", "phone": ""}], format, "居民 2026"))
    assert asyncio.run(_joined(answer.iterator))
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="__ 2026.{format}";')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("filename", "plain", "full"),
    [
        ("a.csv", "a.csv", "a.csv"),
        ("居民.csv", "__.csv", "%E5%B1%85%E6%B0%91.csv"),
        ('a"b\r\nc/..\\d.csv', "a_b__c_.._d.csv", "a_b__c_.._d.csv"),
        ("\u202egpj.csv", "_gpj.csv", "_gpj.csv"),
        ("...", "download", "download"),
    ],
)
def test_file_names(filename: str, plain: str, full: str) -> None:
    assert content_disposition(filename) == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"
