"""What is sent and answered about building leaders."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from server.web.forms import RowId, Write

Who = Annotated[str, msgspec.Meta(max_length=80)]


class NewRecruit(Write):
    """A step of a resident on the way to standing for a building; the person by id or by a typed label."""

    step: Literal["asked", "volunteer", "declined"]
    reached_on: date
    resident: RowId | None = None
    who: Who | None = None
    building: RowId | None = None
    note: Annotated[str, msgspec.Meta(max_length=500)] | None = None


class NewLeader(Write):
    """Who leads a building from which day; the person by id or by a typed label."""

    since: date
    resident: RowId | None = None
    who: Who | None = None
    program: RowId | None = None


class EndedTerm(Write):
    """When a term ended, and why."""

    ended_on: date
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class RecruitRow(msgspec.Struct):
    """Where a resident stands on the way."""

    resident: int
    building: int | None
    step: str
    reached_on: date


class BuildingRow(msgspec.Struct):
    """A building of the tree; without a leader it needs one."""

    id: int
    name: str
    estate_name: str
    households: int
    leader: int | None
    leader_since: date | None
    volunteers: int
