"""What is sent and answered about ceremonies."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal

import msgspec

from server.web.forms import RowId, Version, Write

Purpose = Literal["compact", "recognition", "both"]
NameOrder = Literal["pinyin", "strokes"]
Kit = Literal[
    "running_order",
    "seats",
    "flowers",
    "trophies",
    "certificates",
    "prizes",
    "host",
    "sound",
    "photos",
    "other",
]
Seats = Annotated[int, msgspec.Meta(ge=1, le=5000)]
Guests = Annotated[str, msgspec.Meta(max_length=2000)]
ItemText = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
ByWhom = Annotated[str, msgspec.Meta(max_length=60)]
Quantity = Annotated[int, msgspec.Meta(ge=0, le=5000)]


class NewCeremony(Write):
    """Makes an activity a ceremony."""

    purpose: Purpose
    seats: Seats | None = None
    guests: Guests | None = None


class PlannedCeremony(Write):
    """A ceremony to come, with its activity, in one go."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    held_on: date
    purpose: Purpose
    starts_at: time | None = None
    place: Annotated[str, msgspec.Meta(max_length=80)] | None = None
    program: RowId | None = None
    group: RowId | None = None
    seats: Seats | None = None
    guests: Guests | None = None


class EditedCeremony(Write):
    """A ceremony as it should stand."""

    version: Version
    purpose: Purpose
    seats: Seats | None = None
    guests: Guests | None = None
    name_order: NameOrder | None = None  # stays as it is when it is not sent


class NewItem(Write):
    """A line of the running order (with a time), or a thing to have ready (without)."""

    kind: Kit
    text: ItemText
    starts_at: time | None = None
    who: ByWhom | None = None
    quantity: Quantity | None = None


class EditedItem(Write):
    """A line or a thing as it should stand."""

    version: Version
    text: ItemText
    starts_at: time | None = None
    who: ByWhom | None = None
    quantity: Quantity | None = None


class TickedItem(Write):
    """Whether a thing is ready, or a line is over."""

    done: bool = False


class RemovedItem(Write):
    """Strikes a line or a thing out."""

    item: RowId


class CeremonyOut(msgspec.Struct):
    """A ceremony in a list; `ready` of `things` on its checklist are done."""

    id: int
    activity: int
    title: str
    held_on: date
    state: str
    purpose: str
    ready: int
    things: int


class ItemOut(msgspec.Struct):
    """A line or a thing."""

    id: int
    kind: str
    text: str
    starts_at: time | None
    who: str
    quantity: int | None
    done: bool
    version: int
