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
