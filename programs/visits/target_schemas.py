"""What is sent and answered about the rota of offices."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from server.web.forms import RowId, Version, Write

Kind = Literal[
    "estate",
    "office_building",
    "new_organisation",
    "local_unit",
    "property_manager",
    "owners_committee",
    "residents_committee",
    "other",
]
EveryDays = Annotated[int, msgspec.Meta(ge=1, le=365)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class NewTarget(Write):
    """An office to visit in turn."""

    kind: Kind
    name: Name
    every_days: EveryDays = 30


class EditedTarget(Write):
    """An office as it should stand; `version` is the one that was read."""

    version: Version
    kind: Kind
    name: Name
    every_days: EveryDays


class RetiredTarget(Write):
    """That an office is visited in turn no longer."""


class NewTargetVisit(Write):
    """One visit to an office, in a line."""

    visited_on: date
    note: Annotated[str, msgspec.Meta(max_length=500)] | None = None
    program: RowId | None = None


class VoidedTargetVisit(Write):
    """Why a visit to an office should not have been noted."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class TargetRow(msgspec.Struct):
    """An office on the rota."""

    id: int
    kind: str
    name: str
    every_days: int
    visited_on: date | None
    days: int
    overdue: bool
