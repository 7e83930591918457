"""What is sent about publicity, talks of care, examples and who followed them, and honours of the community itself."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from incentives.recognition.schemas import Reason, Who
from server.web.forms import RowId, Version, Write

MediumName = Literal["board", "wechat", "newspaper", "broadcast", "website", "assembly"]
CareName = Literal["talk", "thanks", "birthday", "illness", "home_visit"]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Place = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]


class NewPublicity(Write):
    """Where and when a person (by id or typed name) or a group was shown."""

    medium: MediumName
    title: Title
    place: Place
    shown_on: date
    resident: RowId | None = None
    who: Who | None = None
    group: RowId | None = None
    program: RowId | None = None


class SentPublicity(NewPublicity, kw_only=True):
    """Publicity as JSON; `picture` is a file of the board in base64."""

    picture: bytes | None = None


class NewCare(Write):
    """A talk or a visit of care; the note is for staff's eyes and may stay away."""

    kind: CareName
    talked_on: date
    note: Annotated[str, msgspec.Meta(max_length=1000)] | None = None
    program: RowId | None = None


class NewStory(Write):
    """The story of somebody whom others follow, as it was read to her."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    story: Annotated[str, msgspec.Meta(min_length=1, max_length=3000)]
    told_on: date
    program: RowId | None = None


class EditedStory(Write):
    """A story as it should stand, while it is not on the street."""

    version: Version
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    story: Annotated[str, msgspec.Meta(min_length=1, max_length=3000)]
    told_on: date


class PublishedStory(Write):
    """Puts a story on the street, or takes it down."""


class NewFollower(Write):
    """A neighbour who joined and named this person as the reason."""

    joined_on: date
    resident: RowId | None = None
    who: Who | None = None
    said: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    program: RowId | None = None


class NewCommunityHonour(Write):
    """An honour that the community itself was given; `nobody` when no person can be recognised in its picture."""

    title: Title
    given_by: Title
    given_on: date
    nobody: bool = False


class SentCommunityHonour(NewCommunityHonour, kw_only=True):
    """An honour of the community as JSON; `picture` is a file of it in base64."""

    picture: bytes | None = None


class VoidedDeed(Write):
    """Why a note is taken back."""

    reason: Reason


class PublicityOut(msgspec.Struct):
    """Where somebody was shown."""

    id: int
    medium: str
    title: str
    place: str
    shown_on: date


class CareOut(msgspec.Struct):
    """A talk of care, for staff. `note` is empty when it was not written or can no longer be read."""

    id: int
    kind: str
    talked_on: date
    by_name: str
    note: str


class StoryOut(msgspec.Struct):
    """A story of an example."""

    id: int
    title: str
    story: str
    told_on: date
    published_on: date | None
    taken_down_on: date | None
    version: int


class FollowerOut(msgspec.Struct):
    """A neighbour who joined because of this person."""

    id: int
    resident: int
    name: str
    joined_on: date
    said: str
