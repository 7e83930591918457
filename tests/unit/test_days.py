"""Days, months and cursors, as tables of cases."""

from __future__ import annotations

from datetime import date

import pytest

from server.lib.days import month_of, months_between, months_later, read_month
from server.web.asked import read_id
from server.web.paging import after_day, after_id


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-11", date(2026, 11, 1)),
        ("2026-13", None),
        ("1970-01", None),
        ("9999-12", None),
        ("２０２６-11", None),
        ("2026", None),
        ("", None),
        (None, None),
    ],
)
def test_a_month_in_an_address(text: str | None, month: date | None) -> None:
    assert read_month(text) == month


@pytest.mark.parametrize(
    ("day", "months", "first"),
    [
        (date(2026, 1, 31), -1, date(2025, 12, 1)),
        (date(2026, 12, 9), 1, date(2027, 1, 1)),
        (date(2026, 5, 1), 0, date(2026, 5, 1)),
        (date(2026, 5, 1), -29, date(2023, 12, 1)),
    ],
)
def test_months_later(day: date, months: int, first: date) -> None:
    assert months_later(day, months) == first


def test_months_follow_each_other() -> None:
    assert months_between("2025-11", "2026-02") == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert months_between("2026-02", "2026-01") == []
    assert month_of(date(2026, 2, 3)) == "2026-02"


@pytest.mark.parametrize(
    ("text", "row_id"),
    [("12", 12), ("-1", None), ("１２", None), ("1234567890", None), ("x", None), ("", None)],
)
def test_an_id_in_an_address(text: str, row_id: int | None) -> None:
    assert read_id(text) == row_id


@pytest.mark.parametrize(
    ("cursor", "key"), [("31", 31), ("0", None), ("", None), (None, None), ("3~1", None), ("٣", None)]
)
def test_a_cursor_by_id(cursor: str | None, key: int | None) -> None:
    assert after_id(cursor) == key


@pytest.mark.parametrize(
    ("cursor", "key"),
    [
        ("2026-03-08~31", (date(2026, 3, 8), 31)),
        ("2026-03-08", None),
        ("2026-03-08~", None),
        ("2026-02-30~31", None),
        ("~31", None),
        (None, None),
    ],
)
def test_a_cursor_by_day_and_id(cursor: str | None, key: tuple[date, int] | None) -> None:
    assert after_day(cursor) == key
