"""What is sent and answered about visits, and the sentences of their refusals."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from server.lib.i18n import m
from server.web.forms import RowId, Write

REASONS = {
    "visits.more_opened_than_tried": m("More doors opened than were tried. Check both numbers."),
    "visits.voided": m("This day of visits was taken back already."),
}
ACTS = {
    "visit.logged": m("logged this day of visits"),
    "visit.voided": m("took this day of visits back"),
}
FIELDS = {"visit": {"tried": m("Doors tried"), "opened": m("Doors that opened")}}
SOURCE_PATHS = {"visit": "/desk/visits/{id}"}


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
