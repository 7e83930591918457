"""What residents send from the street, and what staff do with it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from programs.listening.schemas import Reason
from programs.residents.schemas import AgeBand
from server.web.forms import Line, Paragraph, RowId, Write


class StreetNeed(Write):
    """What troubles somebody, without an account. `leave_empty` is a box that no person sees."""

    text: Paragraph
    building: RowId | None = None
    age_band: AgeBand | None = None
    nickname: Annotated[str, msgspec.Meta(max_length=60)] | None = None
    willing: Literal["yes", "no"] | None = None
    leave_empty: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class SentIn(msgspec.Struct):
    """The private address at which whoever sent a note follows it, and its last part, the token."""

    follow: str
    token: str


class FollowedNeed(msgspec.Struct):
    """What became of a note, for whoever has its token; nothing of who else said the same."""

    text: str
    state: str
    raised_on: date
    taken_in_on: date | None
    handle_by: date | None
    handled_on: date | None
    answer_by: date | None
    answered_on: date | None
    answer: str
    confirmed: bool | None
    set_aside_why: str


class TakenIn(Write):
    """A note out of the inbox: from now on it counts. Who wrote it, when staff know her, is a typed name."""

    need_class: RowId | None = None
    program: RowId | None = None
    complaint: bool = False
    who: Line | None = None


class SetAside(Write):
    """Why a note is not taken up; whoever sent it reads this."""

    reason: Reason


class InboxRow(msgspec.Struct):
    """A note that waits."""

    id: int
    community: int
    building: int | None
    raised_on: date
    text: str
    willing: bool | None
    age_band: str | None


class InboxPage(msgspec.Struct):
    """Part of the inbox, what waits longest first; `next` is the `after` of the following part."""

    rows: list[InboxRow]
    next: str | None
