"""What is sent and answered about procedures."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from programs.visits.door_schemas import Cause, Scenario
from server.web.forms import Paragraph, Version, Write

Title = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Content = Annotated[str, msgspec.Meta(min_length=1, max_length=6000)]
MoreContent = Annotated[str, msgspec.Meta(max_length=6000)]


class NewProcedure(Write):
    """A procedure as people write it: a step a line, `*` before a compulsory one; `when | words` a line."""

    title: Title
    scenario: Scenario
    steps: Content
    dress: MoreContent | None = None
    scripts: MoreContent | None = None


class EditedProcedure(Write):
    """A procedure as it should stand, and why; `version` is the one that was read."""

    version: Version
    title: Title
    steps: Content
    why: Paragraph
    dress: MoreContent | None = None
    scripts: MoreContent | None = None
    answers_cause: Cause | None = None


class TakenProcedure(Write):
    """A procedure that ships with Linli, to be taken into use."""

    key: Literal["first_visit", "notice"]


class RetiredProcedure(Write):
    """That a procedure is no longer used; rounds keep the version they used."""


class ProcedureRow(msgspec.Struct):
    """A procedure in a list."""

    id: int
    title: str
    scenario: str
    number: int
    retired_on: date | None


class StepOut(msgspec.Struct):
    """A step in the reader's language."""

    text: str
    compulsory: bool


class ScriptOut(msgspec.Struct):
    """Words to say in the reader's language."""

    when: str
    say: str


class ProcedureOut(msgspec.Struct):
    """One version of a procedure as the API shows it."""

    id: int
    title: str
    scenario: str
    version: int
    number: int
    steps: list[StepOut]
    dress: list[str]
    scripts: list[ScriptOut]
    why: str
    made_on: date
