"""What is sent and answered about people, and the sentences of their refusals."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from server.lib.i18n import Message, m
from server.web.forms import RowId, Version, Write

REASONS = {
    "residents.name_empty": m("Write a name. A nickname is enough."),
    "residents.name_too_long": m("Keep the name to 60 characters."),
    "residents.name_unreadable": m(
        "This name holds signs that nobody can read. Write it again without them."
    ),
    "residents.phone_tail": m("Write only the last four digits of the phone, for example 0431."),
    "residents.door_without_building": m("Choose the building of this door."),
    "residents.door_too_long": m("Keep the door number to 20 characters."),
    "residents.same_name": m("Somebody of this name is here already. Is this really another person?"),
    "residents.already_away": m("This person is already marked as moved away."),
    "residents.not_away": m("This person is not marked as moved away."),
    "residents.door_empty": m("Write the door number, for example 302."),
    "residents.door_exists": m("This door stands in the list already."),
    "residents.door_in_use": m("People, visits or answers hang on this door, so it stays."),
    "residents.floors_upside_down": m("The last floor cannot lie below the first one."),
    "residents.too_many_doors": m("At most 2,000 doors are made in one go."),
    "residents.nobody_of_that_name": m(
        "Nobody of this name is in this community. Add the person first, or leave this empty."
    ),
    "residents.several_of_that_name": m(
        "Several people have this name. Add the last four digits of the phone."
    ),
}

ACTS = {
    "resident.added": m("added this person"),
    "resident.edited": m("changed this person's record"),
    "resident.moved_away": m("marked this person as moved away"),
    "resident.came_back": m("took back that this person moved away"),
    "doors.added": m("made the doors of this building"),
    "door.added": m("added a door"),
    "door.edited": m("changed this door"),
    "door.removed": m("removed a door"),
}
FIELDS = {
    "resident": {
        "name": m("Name or nickname"),
        "phone_tail": m("Last four digits of the phone"),
        "age_band": m("Age"),
        "building": m("Building"),
        "household": m("Door"),
        "phone": m("Whole phone number"),
        "hobbies": m("Hobbies"),
        "target_groups": m("Target groups"),
        "categories": m("Categories"),
        "reported_in_on": m("Reported in on"),
        "guardian_name": m("Guardian"),
        "keep_until": m("Keep until"),
        "moved_away_on": m("Moved away on"),
    },
    "building": {"doors": m("Doors"), "number": m("How many"), "door": m("Door")},
    "household": {
        "door": m("Door"),
        "size": m("How many live here"),
        "two_together": m("Visit in twos"),
    },
}
AgeBand = Literal["0-6", "7-13", "14-17", "18-29", "30-44", "45-59", "60-74", "75+"]
AGES: dict[str, Message] = {
    "0-6": m("Up to 6"),
    "7-13": m("7 to 13"),
    "14-17": m("14 to 17"),
    "18-29": m("18 to 29"),
    "30-44": m("30 to 44"),
    "45-59": m("45 to 59"),
    "60-74": m("60 to 74"),
    "75+": m("75 and over"),
}


Tags = Annotated[
    tuple[Annotated[str, msgspec.Meta(min_length=1, max_length=40)], ...], msgspec.Meta(max_length=30)
]
OwnTags = Annotated[str, msgspec.Meta(max_length=200)]
PurposeName = Literal["register", "contact", "interests", "care", "publicity", "photos"]
Purposes = Annotated[tuple[PurposeName, ...], msgspec.Meta(max_length=6)]
How = Literal["face_to_face", "paper", "phone", "online"]


class NewResident(Write):
    """A person to add. `another` says that a namesake is somebody else.

    `phone` is the whole number, kept only with consent to be called; left empty it stays as it is. `own_hobbies` and
    `own_target_groups` are words of one's own, apart by commas. `agreed` are the purposes to which she (for a child,
    the guardian) agreed just now, and `how`. `household_size` belongs to the door.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    phone_tail: Annotated[str, msgspec.Meta(max_length=20)] | None = None
    phone: Annotated[str, msgspec.Meta(max_length=30)] | None = None
    age_band: AgeBand | None = None
    building: RowId | None = None
    door: Annotated[str, msgspec.Meta(max_length=20)] | None = None
    household_size: Annotated[int, msgspec.Meta(ge=1, le=99)] | None = None
    hobbies: Tags = ()
    own_hobbies: OwnTags | None = None
    target_groups: Tags = ()
    own_target_groups: OwnTags | None = None
    reported_in_on: date | None = None
    guardian_name: Annotated[str, msgspec.Meta(max_length=60)] | None = None
    keep_until: date | None = None
    agreed: Purposes = ()
    how: How = "face_to_face"
    another: bool = False


class EditedResident(NewResident, kw_only=True):
    """A person as they should stand; `version` is the one that was read."""

    version: Version


class MovedAway(Write):
    """The day on which a person moved away."""

    moved_away_on: date


class CameBack(Write):
    """Takes back that a person moved away."""


class ResidentOut(msgspec.Struct):
    """A person as the API shows them."""

    id: int
    community: int
    name: str
    phone_tail: str
    age_band: str | None
    building: int | None
    door: str | None
    moved_away_on: date | None
    version: int
    household: int | None
    household_size: int | None
    hobbies: list[str]
    target_groups: list[str]
    categories: list[str]
    reported_in_on: date | None
    guardian_name: str
    keep_until: date | None
    has_phone: bool
    erased_at: datetime | None


class ResidentRow(msgspec.Struct):
    """A person in a list."""

    id: int
    name: str
    phone_tail: str
    community: int
    moved_away_on: date | None


class ResidentPage(msgspec.Struct):
    """Part of a list; `next` is the `after` of the following part."""

    rows: list[ResidentRow]
    next: str | None
