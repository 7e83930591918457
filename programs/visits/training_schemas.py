"""What is sent and answered about trainings."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from programs.visits.door_schemas import Cause, Scenario
from server.web.forms import RowId, Write

Skill = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class NewTraining(Write):
    """That somebody learned something. `skill` is one of ours, `own_skill` any other in the NGO's words."""

    trained_on: date
    skill: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    own_skill: Skill | None = None
    account: RowId | None = None
    resident: RowId | None = None
    who: Annotated[str, msgspec.Meta(max_length=80)] | None = None
    community: RowId | None = None
    expires_on: date | None = None
    proof: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    answers_cause: Cause | None = None


class VoidedTraining(Write):
    """Why a training should not have been recorded."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class ChosenSkills(Write):
    """The skills that visits of a scenario need; none when nothing is chosen."""

    scenario: Scenario
    skills: Annotated[tuple[Skill, ...], msgspec.Meta(max_length=20)] = ()


class TrainingRow(msgspec.Struct):
    """A training in a list."""

    id: int
    account: int | None
    resident: int | None
    skill: str
    trained_on: date
    expires_on: date | None
    proof: str


class TrainingPage(msgspec.Struct):
    """Part of a list; `next` is the `after` of the following part."""

    rows: list[TrainingRow]
    next: str | None
