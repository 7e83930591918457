"""What is sent and answered about days of visits."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from server.web.forms import RowId, Write


class NewVisitDay(Write):
    """One walk from door to door."""

    visited_on: date
    tried: Annotated[int, msgspec.Meta(ge=1, le=2000)]
    opened: Annotated[int, msgspec.Meta(ge=0, le=2000)]
    building: RowId | None = None
    companion: Annotated[str, msgspec.Meta(max_length=60)] | None = None
    note: Annotated[str, msgspec.Meta(max_length=2000)] | None = None


class VoidedVisitDay(Write):
    """Why a day of visits should not have been logged."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class VisitDayOut(msgspec.Struct):
    """A day of visits as the API shows it."""

    id: int
    program: int
    building: int | None
    visited_on: date
    tried: int
    opened: int
    companion: str
    note: str
    voided: bool
    void_reason: str


class VisitDayRow(msgspec.Struct):
    """A day of visits in a list."""

    id: int
    visited_on: date
    tried: int
    opened: int
    building: int | None
    companion: str


class VisitDayPage(msgspec.Struct):
    """Part of a list with the sums of the whole; `next` is the `after` of the following part."""

    tried: int
    opened: int
    rows: list[VisitDayRow]
    next: str | None
