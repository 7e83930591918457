"""What is sent and answered about the three steps of a need."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from programs.listening.schemas import AnyChannel, Reason
from server.lib.i18n import Message, m
from server.web.forms import Paragraph, RowId, Version, Write

STATES: dict[str, Message] = {
    "inbox": m("In the inbox"),
    "raised": m("To be handled"),
    "handled": m("Waits for the answer"),
    "not_solved": m("Not solved, says the person"),
    "answered": m("Answered"),
    "confirmed": m("Confirmed by the person"),
    "merged": m("Merged"),
    "voided": m("Taken back"),
}

Days = Annotated[int, msgspec.Meta(ge=1, le=365)]


class FollowedNeed(Write):
    """Who looks after a need and until when; `version` is the one that was read."""

    version: Version
    handle_by: date
    answer_by: date
    owner: RowId | None = None


class HandledNeed(Write):
    """What was done. With `answer` the person knows already, and the answer is recorded at once."""

    handled_on: date
    handled_how: Paragraph
    answer: Annotated[str, msgspec.Meta(max_length=2000)] | None = None
    answered_how: AnyChannel | None = None


class AnsweredNeed(Write):
    """What the person was told, and how it reached them."""

    answered_on: date
    answer: Paragraph
    answered_how: AnyChannel


class ConfirmedNeed(Write):
    """What the person says to the answer, and in a line why it is not solved."""

    solved: Literal["yes", "no"]
    why: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class ReopenedNeed(Write):
    """Why the steps are taken back."""

    reason: Reason


class SetDeadlines(Write):
    """Within how many days an NGO handles a need, and answers it, from the day it knows of it."""

    handle_days: Days
    answer_days: Days


class CaseRow(msgspec.Struct):
    """A case in a list."""

    id: int
    community: int
    program: int | None
    text: str
    state: str
    raised_on: date
    owner: int | None
    due: date | None
    handled_on: date | None
    answered_on: date | None
    confirmed: bool | None


class CasePage(msgspec.Struct):
    """Part of a list with how many each view holds; `next` is the `after` of the following part."""

    counts: dict[str, int]
    days: dict[str, float | None]
    rows: list[CaseRow]
    next: str | None
