"""Months as weeks of days, for the calendar."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from server.lib.days import months_later, read_month

_BY_WEEK = calendar.Calendar(firstweekday=calendar.MONDAY)


def read_quarter(text: str | None) -> tuple[date, date] | None:
    """The first and last day of a quarter written as `2026-Q2`; None for anything else."""
    if not text or len(text) != 7 or text[4:6] != "-Q" or text[6] not in "1234":
        return None
    last = read_month(f"{text[:4]}-{int(text[6]) * 3:02d}")
    return (months_later(last, -2), last_day(last)) if last else None


def span(month: date) -> tuple[date, date]:
    """The first and last day that a calendar of the month shows: whole weeks."""
    weeks = _BY_WEEK.monthdatescalendar(month.year, month.month)
    return weeks[0][0], weeks[-1][-1]


def last_day(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def weeks(month: date, events: Sequence[Mapping[str, Any]], *, today: date) -> list[list[dict[str, Any]]]:
    """The weeks of a month for the calendar component; each event stands on its day `on`."""
    by_day: dict[date, list[Mapping[str, Any]]] = {}
    for event in events:
        by_day.setdefault(event["on"], []).append(event)
    return [
        [
            {
                "date": day,
                "in_month": day.month == month.month,
                "is_today": day == today,
                "events": by_day.get(day, []),
            }
            for day in week
        ]
        for week in _BY_WEEK.monthdatescalendar(month.year, month.month)
    ]
