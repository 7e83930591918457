"""What is said of photos: in forms, through the API, and to people."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from server.lib.i18n import m
from server.web.forms import RowIds, Version, Write

Caption = Annotated[str, msgspec.Meta(max_length=120)]


class NewPhotos(Write):
    """What is said of several photos at once, while they are handed in."""

    caption: Caption = ""
    taken_on: date | None = None
    nobody: bool = False


class NewPhoto(NewPhotos, kw_only=True):
    """One photo as JSON; `content` is the file in base64. `people` can be recognised in it."""

    content: bytes
    people: RowIds = ()


class PhotoPeople(Write):
    """Who can be recognised in a photo: these people, or nobody."""

    version: Version
    caption: Caption = ""
    people: RowIds = ()
    nobody: bool = False


class RemovedPhoto(Write):
    """That a photo is removed, with its file."""


class PhotoOut(msgspec.Struct):
    """A photo. `shown` says whether it may be seen outside of the desk today."""

    id: int
    community: int
    caption: str
    taken_on: date | None
    width: int
    height: int
    nobody_recognisable: bool
    people_named: bool
    people: list[int]
    shown: bool
    version: int


class PhotoPage(msgspec.Struct):
    """Photos of a community, the newest first; `next` is the cursor of those after them."""

    rows: list[PhotoOut]
    next: str | None


REASONS = {
    "photos.none": m("Choose at least one photo."),
    "photos.somebody_and_nobody": m("Either tick who is in it, or say that nobody can be recognised."),
    "photos.nobody_said": m("Say who is in it, or that nobody can be recognised."),
    "photos.removed": m("This photo was removed."),
}

ACTS = {
    "photo.added": m("added a photo"),
    "photo.people_said": m("said who is in the photo"),
    "photo.removed": m("removed the photo"),
}

FIELDS = {
    "photo": {"nobody_recognisable": m("Nobody can be recognised"), "people": m("People in it")},
}
