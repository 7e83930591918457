"""What is sent and answered about programs. Their words stand in `words.py`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from server.web.forms import Paragraph, RowId, Version, Write

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
LongText = Annotated[str, msgspec.Meta(max_length=2000)]
Mark = Annotated[int, msgspec.Meta(ge=1, le=5)]
Month = Annotated[str, msgspec.Meta(min_length=7, max_length=7, pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class NewProgram(Write):
    """A program to start."""

    community: RowId
    name: Name
    started_on: date
    goal: LongText | None = None
    lead: RowId | None = None


class EditedProgram(Write):
    """A program as it should stand."""

    version: Version
    name: Name
    goal: LongText | None = None
    lead: RowId | None = None
    public: bool = False


class MoveOn(Write):
    """A try to go on to the next stage. `to_stage` is what the person saw, so that two taps do not jump two stages."""

    to_stage: Literal["focus", "expand", "consolidate", "hand_over"]


class MoveBack(Write):
    """A step back, with its reason."""

    to_stage: Literal["listen", "focus", "expand", "consolidate"]
    reason: Paragraph


class NewIssue(Write):
    """A candidate for the focal issue."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    why: LongText | None = None
    crisis_amount: Decimal | None = None
    crisis_parties: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    crisis_on: date | None = None


class EditedIssue(NewIssue, kw_only=True):
    """A candidate or focal issue as it should stand."""

    version: Version


class NewScore(Write):
    """Four marks by one person."""

    scorer: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    visible: Mark
    solvable: Mark
    shared: Mark
    cared: Mark
    by_resident: bool = False


class IssueChoice(Write):
    """The choice of a candidate."""


class IssueEnd(Write):
    """Why an issue is closed or a candidate dropped."""

    reason: Paragraph


class NewStep(Write):
    """A step of the plan."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    due_on: date
    owner: RowId | None = None


class StepDone(Write):
    """A step is done, or is not after all."""


class NewIndicator(Write):
    """What a program wants to change."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    unit: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    falls: bool = False
    baseline: Decimal | None = None
    baseline_on: date | None = None
    baseline_source: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    target: Decimal | None = None
    target_on: date | None = None


class EditedIndicator(NewIndicator, kw_only=True):
    """An indicator as it should stand."""

    version: Version


class NewReading(Write):
    """The value of an indicator for a month, with its source."""

    month: Month
    value: Decimal
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class ConsolidationPlan(Write):
    """How a program holds what it reached; `version` is the one that was read, and none while no plan is written."""

    cadence_per_month: Annotated[int, msgspec.Meta(ge=1, le=60)]
    relapse_percent: Annotated[int, msgspec.Meta(ge=1, le=100)]
    relapse_months: Annotated[int, msgspec.Meta(ge=1, le=6)]
    indicator: RowId | None = None
    version: Version | None = None


class RelapseAnswer(Write):
    """What was done about a relapse."""

    answer: Paragraph


class Threshold(Write):
    """An NGO's own number for a gate."""

    gate: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    at_least: Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class GateOut(msgspec.Struct):
    """A gate as the API shows it."""

    key: str
    label: str
    have: int
    need: int
    met: bool


class ProgramOut(msgspec.Struct):
    """A program as the API shows it, with the gates of its next step."""

    id: int
    community: int
    name: str
    goal: str
    stage: str
    stage_since: date
    version: int
    gates: list[GateOut]


class MoveOut(msgspec.Struct):
    """The outcome of a try to move on: passed, or the keys of the gates that are missing."""

    passed: bool
    stage: str
    missing: list[str]
