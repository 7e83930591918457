"""What is sent and answered about needs and their classes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from programs.method.schemas import NewIndicator
from programs.residents.schemas import AgeBand
from server.lib.i18n import Message, m
from server.web.forms import Line, Paragraph, RowId, RowIds, Version, Write

Channel = Literal["visit", "talk", "wechat", "qq", "mailbox", "hotline", "property", "meeting", "activity"]
AnyChannel = Literal[
    "visit", "talk", "wechat", "qq", "mailbox", "hotline", "property", "meeting", "activity", "form"
]
CHANNELS: dict[str, Message] = {
    "visit": m("Door visit"),
    "talk": m("Conversation"),
    "wechat": m("WeChat group"),
    "qq": m("QQ group"),
    "mailbox": m("Estate letter box"),
    "hotline": m("Hotline"),
    "property": m("Property manager"),
    "meeting": m("Meeting of residents"),
    "activity": m("Activity"),
    "form": m("Form on the community page"),
}
# Where staff can hear something; the form is what residents fill in themselves.
NOTED = {name: word for name, word in CHANNELS.items() if name != "form"}

# The classes an NGO starts from, top level and within it.
DEFAULT_CLASSES: list[tuple[Message, list[Message]]] = [
    (
        m("Environment and hygiene"),
        [
            m("Pet waste"),
            m("Waste sorting"),
            m("Clutter in stairwells"),
            m("Smells and noise"),
            m("Green spaces"),
        ],
    ),
    (m("Public safety"), [m("Theft"), m("Fire lanes"), m("Access control"), m("Electric bicycle charging")]),
    (m("Relations between neighbours"), [m("Disputes"), m("Trust between owners and committees")]),
    (m("Parking"), [m("Too few places"), m("Blocked ways")]),
    (m("Property services"), [m("Water and power bills"), m("Repairs"), m("Fees and accounts")]),
    (m("Culture and sports"), [m("Places to meet"), m("Interest groups")]),
    (
        m("Children and elders"),
        [m("Care after school"), m("Meals for elders"), m("Company for those living alone")],
    ),
]

Quantity = Annotated[int, msgspec.Meta(ge=1, le=10_000)]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
ClassName = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class NewNeed(Write):
    """A need as it was heard. `quantity` is above 1 when somebody hands on a tally of like complaints.

    Who raised it is either `resident`, by id, or `who`, a typed name that means one person of the community.
    """

    text: Paragraph
    channel: Channel
    raised_on: date
    need_class: RowId | None = None
    complaint: bool = False
    quantity: Quantity = 1
    program: RowId | None = None
    building: RowId | None = None
    resident: RowId | None = None
    who: Line | None = None
    willing: Literal["yes", "no"] | None = None
    age_band: AgeBand | None = None


class SortedNeed(Write):
    """The class and the program that a need belongs to; `version` is the one that was read."""

    version: Version
    need_class: RowId | None = None
    program: RowId | None = None


class VoidedNeed(Write):
    """Why a need should not have been noted."""

    reason: Reason


class TakenConcern(Write):
    """Makes a need of a concern that was heard on a visit."""


class NewClass(Write):
    """A class, within `parent` or on the upper level."""

    name: ClassName
    parent: RowId | None = None


class RenamedClass(Write):
    """A better name for a class."""

    name: ClassName


class SeededClasses(Write):
    """Takes over the usual classes."""


class CitedNeeds(Write):
    """Needs that justify an issue."""

    needs: RowIds = ()


class CitedClass(Write):
    """All needs of one class, and of the classes within it, that justify an issue."""

    need_class: RowId


class UncitedNeed(Write):
    """Takes a need off an issue."""


class WatchedComplaints(NewIndicator, kw_only=True):
    """An indicator that complaints of one class count by themselves."""

    need_class: RowId


class NeedOut(msgspec.Struct):
    """A need as the API shows it."""

    id: int
    community: int
    program: int | None
    need_class: int | None
    building: int | None
    resident: int | None
    channel: str
    complaint: bool
    quantity: int
    raised_on: date
    text: str
    version: int
    voided: bool
    void_reason: str
    state: str
    willing: bool | None
    age_band: str | None
    concern: int | None
    merged_into: int | None
    owner: int | None
    handle_by: date | None
    answer_by: date | None
    handled_on: date | None
    handled_how: str
    answered_on: date | None
    answer: str
    confirmed: bool | None
    unsolved_why: str


class NeedRow(msgspec.Struct):
    """A need in a list."""

    id: int
    community: int
    program: int | None
    need_class: int | None
    channel: str
    complaint: bool
    quantity: int
    raised_on: date
    text: str


class NeedPage(msgspec.Struct):
    """Part of a list; `next` is the `after` of the following part."""

    rows: list[NeedRow]
    next: str | None


class ClassOut(msgspec.Struct):
    """A class of needs."""

    id: int
    name: str
    parent: int | None


class Count(msgspec.Struct):
    """How many were written."""

    count: int
