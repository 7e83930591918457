"""What is sent and answered about rounds."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from programs.visits.door_schemas import CompanionKind, Purpose, Scenario
from server.web.forms import RowId, Version, Write

Who = Annotated[str, msgspec.Meta(max_length=80)]
Days = Annotated[int, msgspec.Meta(ge=1, le=3650)]


class RoundFields(Write):
    """Who walks where. The visitor is a colleague or a resident; a person may be named by id or by a typed label."""

    building: RowId
    scenario: Scenario
    purpose: Purpose
    planned_on: date
    days: Days = 90
    program: RowId | None = None
    procedure: RowId | None = None
    visitor_account: RowId | None = None
    visitor_resident: RowId | None = None
    visitor_who: Who | None = None
    companion: RowId | None = None
    companion_who: Who | None = None
    companion_kind: CompanionKind | None = None
    companion_why: Annotated[str, msgspec.Meta(max_length=120)] | None = None


class NewRound(RoundFields, kw_only=True):
    """A round to plan."""

    doors: Literal["all", "unreached"] = "all"


class EditedRound(RoundFields, kw_only=True):
    """A plan as it should stand; `kept` leaves the doors of the same building as they are."""

    version: Version
    doors: Literal["kept", "all", "unreached"] = "kept"


class ReopenedRound(Write):
    """Why a closed round is walked on."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class ClosedRound(Write):
    """What the walk as a whole was like."""

    note: Annotated[str, msgspec.Meta(max_length=2000)] | None = None


class CancelledRound(Write):
    """Why nobody walks it."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class RoundRow(msgspec.Struct):
    """A round in a list."""

    id: int
    building: int
    building_name: str
    planned_on: date
    state: str
    doors: int
    tried: int


class RoundPage(msgspec.Struct):
    """Part of a list; `next` is the `after` of the following part."""

    rows: list[RoundRow]
    next: str | None


class RoundDoorOut(msgspec.Struct):
    """A door of a round and what came of it, if anything yet."""

    household: int
    door: str
    two_together: bool
    outcome: str | None
    visit: int | None


class RoundOut(msgspec.Struct):
    """A round as the API shows it; `lacking` are the skills that its visitor has not been trained in."""

    id: int
    community: int
    building: int
    program: int | None
    procedure_version: int | None
    scenario: str
    purpose: str
    planned_on: date
    state: str
    visitor: str
    companion: str
    companion_kind: str | None
    version: int
    lacking: list[str]
    doors: list[RoundDoorOut]
