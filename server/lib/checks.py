"""Refusals that the actions of every room share, each beside its field. The rules themselves stand in `days`.

A day that was left blank is no fault here.
"""

from __future__ import annotations

from datetime import date

from server.lib import clock, days
from server.lib.errors import Refused


def check_past_day(day: date | None, *, field: str) -> None:
    """Raise Refused when `day` cannot be the day of something that happened."""
    if day is not None and (code := days.refuse_past_day(day, today=clock.today())):
        raise Refused(code, field=field)


def check_planned_day(day: date | None, *, field: str) -> None:
    """Raise Refused when `day` cannot be the day of something planned or past."""
    if day is not None and (code := days.refuse_planned_day(day, today=clock.today())):
        raise Refused(code, field=field)


def check_left_empty(text: str | None) -> None:
    """Raise Refused when the box `leave_empty` was filled in, which no person sees: a program wrote this."""
    if text:
        raise Refused("street.leave_empty", field="leave_empty")
