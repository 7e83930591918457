"""What is sent and answered about small deeds."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from server.web.forms import RowId, Write


class NewDeed(Write):
    """A small thing that a neighbour did. `leave_empty` is a box that no person sees; `program` stands on the poster."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    building: RowId | None = None
    program: RowId | None = None
    leave_empty: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class HiddenDeed(Write):
    """Why a deed is taken off the wall."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class ShownDeed(Write):
    """That a hidden deed stands on the wall again."""


class DeedRow(msgspec.Struct):
    """A deed in a list."""

    id: int
    text: str
    building: int | None
    done_on: date
    hidden: bool
    hidden_reason: str


class DeedPage(msgspec.Struct):
    """Small deeds, the newest first; `next` is the cursor of those after them."""

    rows: list[DeedRow]
    next: str | None


class WallOut(msgspec.Struct):
    """A month of small deeds: how many, from how many buildings, and the latest of them."""

    month: str
    deeds: int
    buildings: int
    latest: list[str]
