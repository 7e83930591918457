"""What is sent and answered about ties between people."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from server.lib.i18n import Message, m
from server.web.forms import Line, RowId, Write

TieName = Literal["brought_in", "works_with", "friends", "family", "neighbours"]

TIES: dict[str, Message] = {
    "brought_in": m("brought in"),
    "works_with": m("do things together"),
    "friends": m("friends"),
    "family": m("family"),
    "neighbours": m("old neighbours"),
}

REASONS = {
    "teams.tie_with_oneself": m("Both names mean the same person."),
    "teams.tie_known": m("This tie is already entered."),
    "teams.tie_ended": m("This tie has already ended."),
    "teams.tie_before_start": m("This day lies before the start, %(day)s."),
}

ACTS = {
    "tie.added": m("entered a tie"),
    "tie.ended": m("ended a tie"),
}

FIELDS = {"community": {"kind": m("Kind of tie")}}

VALUES = {"community": {"kind": TIES}}


class NewTie(Write):
    """That one neighbour draws another; both by name, as the register knows them."""

    who: Line
    whom: Line
    kind: TieName
    since: date
    group: RowId | None = None
    note: Annotated[str, msgspec.Meta(max_length=120)] | None = None


class TieEnd(Write):
    """That a tie holds no longer."""

    ended_on: date


class TieOut(msgspec.Struct):
    """A tie as the API shows it."""

    id: int
    resident: int
    other: int
    kind: str
    group: int | None
    since: date


class CircleOut(msgspec.Struct):
    """A circle in numbers and names of rows."""

    resident: int
    near: list[int]
    people: int
    groups: list[int]
    groups_without_leader: list[int]
    cut_off: int
