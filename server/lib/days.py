"""What days can be: rules shared by every room that is told a day."""

from __future__ import annotations

from datetime import date, timedelta

EARLIEST = date(2000, 1, 1)
FAR_AHEAD = timedelta(days=5 * 366)


def refuse_past_day(day: date, *, today: date) -> str | None:
    """A reason code when `day` cannot be the day of something that happened."""
    if day < EARLIEST:
        return "day.too_early"
    return "day.in_future" if day > today else None


def refuse_planned_day(day: date, *, today: date) -> str | None:
    """A reason code when `day` cannot be the day of something planned or past."""
    if day < EARLIEST:
        return "day.too_early"
    return "day.too_late" if day > today + FAR_AHEAD else None


def refuse_span(start: date, end: date | None) -> str | None:
    """A reason code when the end lies before the start."""
    return "day.end_before_start" if end is not None and end < start else None


def month_of(day: date) -> str:
    """The month of a day as it is stored in rollups: `2026-11`."""
    return f"{day.year:04d}-{day.month:02d}"


def read_month(text: str | None) -> date | None:
    """The first day of a month written as `2026-11`, from 2000 to 2100; None for anything else."""
    if not text or len(text) != 7 or not text.isascii():
        return None
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return found if EARLIEST.year <= found.year <= 2100 else None


def months_later(day: date, months: int) -> date:
    """The first day of the month so many months after that of `day`; before it when negative."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def months_between(first: str, last: str) -> list[str]:
    """All months from `first` to `last`, both in: `["2026-11", "2026-12", …]`."""
    year, month = (int(part) for part in first.split("-"))
    months: list[str] = []
    while f"{year:04d}-{month:02d}" <= last:
        months.append(f"{year:04d}-{month:02d}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months
