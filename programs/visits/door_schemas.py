"""What is sent and answered about visits to doors."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from server.web.forms import RowId, Write

Outcome = Literal["not_home", "opened", "refused", "rescheduled", "moved_away"]
Mode = Literal["door", "phone", "talk", "written"]
Scenario = Literal["first_visit", "survey", "dispute", "notice"]
Purpose = Literal["concern", "duty"]
CompanionKind = Literal["building_leader", "elder", "group_leader", "neighbour", "volunteer", "other"]
Label = Literal["policy", "notice", "register", "care", "listening", "mediation", "invitation", "safety"]
Cause = Literal[
    "dress",
    "words",
    "timing",
    "attitude",
    "knew_little",
    "no_companion",
    "property_manager",
    "entrance",
    "empty_flat",
    "bad_memory",
    "other_outer",
]
StepNumber = Annotated[int, msgspec.Meta(ge=1, le=60)]
Steps = Annotated[tuple[StepNumber, ...], msgspec.Meta(max_length=60)]
Labels = Annotated[tuple[Label, ...], msgspec.Meta(max_length=8)]
Causes = Annotated[tuple[Cause, ...], msgspec.Meta(max_length=11)]
Short = Annotated[str, msgspec.Meta(max_length=500)]
Long = Annotated[str, msgspec.Meta(max_length=2000)]
TimeOfDay = Annotated[str, msgspec.Meta(max_length=5, pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Knock(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What came of one door of a round."""

    household: RowId
    outcome: Outcome
    steps_done: Steps = ()
    skip_reason: Short | None = None
    again_on: date | None = None
    resident: RowId | None = None
    note: Long | None = None
    labels: Labels = ()
    concern: Short | None = None
    benefit: Short | None = None
    visited_at: TimeOfDay | None = None


class WalkedDoors(Write):
    """Doors of a round, each with its outcome, all of one day: today's when none is named."""

    doors: Annotated[tuple[Knock, ...], msgspec.Meta(min_length=1, max_length=500)]
    visited_on: date | None = None


class TappedDoors(Write):
    """One outcome for one or several doors of a round, as tapped on a phone or copied from the printed sheet."""

    outcome: Outcome
    households: Annotated[tuple[RowId, ...], msgspec.Meta(max_length=500)] = ()
    visited_on: date | None = None
    steps_done: Steps = ()
    skip_reason: Short | None = None
    again_on: date | None = None
    resident: RowId | None = None
    note: Long | None = None
    labels: Labels = ()
    concern: Short | None = None
    benefit: Short | None = None


class UndoneTap(Write):
    """The newest visit that was shown when "undo" was tapped; all that the same tap wrote goes with it."""

    visit: RowId


class NewVisit(Write):
    """One call, talk, letter or visit with one household, outside of rounds."""

    building: RowId
    door: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
    mode: Mode
    visited_on: date
    outcome: Outcome = "opened"
    purpose: Purpose = "concern"
    scenario: Scenario = "first_visit"
    program: RowId | None = None
    resident: RowId | None = None
    who: Annotated[str, msgspec.Meta(max_length=80)] | None = None
    companion: RowId | None = None
    companion_kind: CompanionKind | None = None
    steps_done: Steps = ()
    skip_reason: Short | None = None
    again_on: date | None = None
    note: Long | None = None
    labels: Labels = ()
    causes: Causes = ()
    concern: Short | None = None
    benefit: Short | None = None


class VoidedVisit(Write):
    """Why a visit should not have been noted."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class Debrief(Write):
    """Why a door stayed shut, as the visitors see it; replaces what they said before."""

    causes: Causes = ()
    note: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class RoundDebrief(Write):
    """The same causes for several doors of a round."""

    visits: Annotated[tuple[RowId, ...], msgspec.Meta(max_length=500)] = ()
    causes: Causes = ()
    note: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class NewConcern(Write):
    """Something that a household cares about; `benefit` when it is what they would gain by."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    benefit: bool = False


class ConcernOut(msgspec.Struct):
    """A concern as the API shows it."""

    id: int
    text: str
    benefit: bool


class VisitOut(msgspec.Struct):
    """A visit as the API shows it."""

    id: int
    community: int
    building: int
    household: int
    door: str
    mode: str
    outcome: str
    scenario: str
    purpose: str
    visited_on: date
    visited_at: str
    round: int | None
    procedure_version: int | None
    companion_kind: str | None
    steps_done: list[int]
    skip_reason: str
    note: str
    labels: list[str]
    causes: list[str]
    concerns: list[ConcernOut]
    voided: bool
    void_reason: str


class VisitRow(msgspec.Struct):
    """A visit in a list."""

    id: int
    building: int
    household: int
    door: str
    mode: str
    outcome: str
    visited_on: date


class VisitPage(msgspec.Struct):
    """Part of a list; `next` is the `after` of the following part."""

    rows: list[VisitRow]
    next: str | None
