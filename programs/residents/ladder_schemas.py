"""What is sent and answered about the ladder, and the sentences of its refusals."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from server.lib.i18n import Message, m
from server.web.forms import Paragraph, RowId, Write

REASONS = {
    "residents.step_without_act": m(
        "No act shows this step. Log what this person did first: an activity, a task, a visit."
    ),
    "residents.step_stands": m("This step has been taken already."),
    "residents.step_taken_back": m("This step was taken back already."),
}
ACTS = {
    "ladder.reached": m("put this person on a step of the ladder"),
    "ladder.taken_back": m("took a step of the ladder back"),
    "ladder.act_gone": m("took back the act that showed a step of the ladder, and the step with it"),
    "ladder.moved": m("changed the act that showed a step of the ladder: the step rests on what is left"),
}
FIELDS = {"resident": {"ladder": m("Ladder"), "reached_on": m("Day of the step")}}
STEP_WORDS: dict[str, Message] = {
    "aware": m("Knows of it"),
    "takes_part": m("Takes part"),
    "helps": m("Helps"),
    "organises": m("Organises"),
    "initiates": m("Initiates"),
}

StepName = Literal["aware", "takes_part", "helps", "organises", "initiates"]


class ReachedStep(Write):
    """A step that a person took, and the act that shows it."""

    step: StepName
    source_kind: Annotated[str, msgspec.Meta(min_length=1, max_length=40)] | None = None
    source_id: RowId | None = None


class StepTakenBack(Write):
    """Takes a step back, with the reason."""

    reason: Paragraph


class RungOut(msgspec.Struct):
    """A step as it stands, with the record of its act."""

    id: int
    step: str
    reached_on: date
    title: str
    href: str
    source_kind: str
    source_id: int


class LostStepOut(msgspec.Struct):
    """A step that stood until the act that showed it was gone: since when, and why if somebody said so."""

    id: int
    step: str
    reached_on: date
    lost_on: date
    void_reason: str
    href: str
    source_kind: str
    source_id: int


class ActOut(msgspec.Struct):
    """An act that shows a step."""

    step: str
    on: date
    title: str
    href: str
    source_kind: str
    source_id: int


class LadderOut(msgspec.Struct):
    """A person's steps, the lowest first, those that she lost with their acts, and what she did."""

    rungs: list[RungOut]
    lost: list[LostStepOut]
    acts: list[ActOut]
