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


def months_between(first: str, last: str) -> list[str]:
    """All months from `first` to `last`, both in: `["2026-11", "2026-12", …]`."""
    year, month = (int(part) for part in first.split("-"))
    months: list[str] = []
    while f"{year:04d}-{month:02d}" <= last:
        months.append(f"{year:04d}-{month:02d}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months
