"""What is sent and answered about needs, and the sentences of their refusals."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from programs.method.schemas import NewIndicator
from server.lib.i18n import Message, m
from server.web.forms import Line, Paragraph, RowId, RowIds, Version, Write

REASONS = {
    "needs.class_exists": m("There is a class of that name here already."),
    "needs.class_too_deep": m("Classes have two levels. Choose one of the upper level, or none."),
    "needs.classes_exist": m("Classes are there already. Add what is missing one by one."),
    "needs.voided": m("This need was taken back and can no longer be changed."),
    "needs.cited_stays": m("This need justifies a focal issue of its program. Take it off the issue first."),
    "needs.issue_ended": m("This focal issue is closed. Needs can be cited for open ones only."),
    "needs.too_many_at_once": m("Cite at most 500 needs at once."),
    "needs.nothing_chosen": m("Tick the needs that justify this issue."),
}

ACTS = {
    "need.raised": m("noted this need"),
    "need.sorted": m("sorted this need"),
    "need.voided": m("took this need back"),
    "need_class.added": m("added a class of needs"),
    "need_class.renamed": m("renamed a class of needs"),
    "need_class.seeded": m("took over the usual classes"),
    "need.cited": m("cited needs for this issue"),
    "need.uncited": m("took a need off this issue"),
}
FIELDS = {
    "need": {"need_class": m("Class of need"), "program": m("Program")},
    "need_class": {"name": m("Name of the class")},
    "focal_issue": {"needs": m("Needs that justify it")},
}
SOURCE_PATHS = {"need": "/desk/needs/{id}"}

Channel = Literal["visit", "talk", "wechat", "mailbox", "hotline", "property", "meeting", "activity"]
CHANNELS: dict[str, Message] = {
    "visit": m("Door visit"),
    "talk": m("Conversation"),
    "wechat": m("WeChat group"),
    "mailbox": m("Estate letter box"),
    "hotline": m("Hotline"),
    "property": m("Property manager"),
    "meeting": m("Meeting of residents"),
    "activity": m("Activity"),
}

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


class SortedNeed(Write):
    """The class and the program that a need belongs to; `version` is the one that was read."""

    version: Version
    need_class: RowId | None = None
    program: RowId | None = None


class VoidedNeed(Write):
    """Why a need should not have been noted."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


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
