"""What is sent and answered about honours, nominations and awards."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from groups.compacts.schemas import CitedClause
from server.web.forms import RowId, Version, Write

Who = Annotated[str, msgspec.Meta(max_length=80)]
Deed = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Note = Annotated[str, msgspec.Meta(max_length=500)]
Shown = Literal["name", "nickname", "nobody"]
PublicName = Annotated[str, msgspec.Meta(max_length=60)]
How = Literal["face_to_face", "paper", "phone", "online"]


class NewHonour(Write):
    """A title, by which criteria it is given, with which prize, and who signs."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    criteria: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    signed_by: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    prize: Annotated[str, msgspec.Meta(max_length=120)] | None = None


class EditedHonour(Write):
    """A title as it should stand; `retired` ones are given no more."""

    version: Version
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    criteria: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    signed_by: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    prize: Annotated[str, msgspec.Meta(max_length=120)] | None = None
    retired: bool = False


class NewNomination(Write):
    """That somebody (by id or by a typed name), or a group, deserves an honour, and who saw the deed.

    A neighbour who nominates is named; without one it is staff who nominate.
    """

    honour: RowId
    deed: Deed
    deed_on: date
    resident: RowId | None = None
    who: Who | None = None
    group: RowId | None = None
    proposer: RowId | None = None
    proposed_by_name: Who | None = None
    program: RowId | None = None
    activity: RowId | None = None
    clause: CitedClause | None = None


class LeaderNomination(Write):
    """A leader nominates a member of her group, or the group itself: whoever forgets to choose nominates nobody."""

    honour: RowId
    deed: Deed
    deed_on: date
    resident: RowId | None = None
    whole_group: bool = False
    activity: RowId | None = None
    clause: CitedClause | None = None


class NewReview(Write):
    """A yes or a no; the actor's own, unless a neighbour who gave it is named."""

    vote: Literal["yes", "no"]
    note: Note | None = None
    reviewer: RowId | None = None
    who: Who | None = None


class Agreed(Write):
    """What the honoured person, a child's guardian, or the group said: yes, and how to be shown."""

    shown_as: Shown
    agreed_on: date
    how: How
    public_name: PublicName | None = None
    guardian_name: PublicName | None = None


class Declined(Write):
    """That the person would rather not."""

    note: Note | None = None


class TakenBack(Write):
    """Why a nomination is taken back."""

    reason: Reason


class GivenAward(Write):
    """The day of the award, its prize, and the ceremony at which it is handed over."""

    awarded_on: date
    prize: Annotated[str, msgspec.Meta(max_length=120)] | None = None
    ceremony: RowId | None = None


class EditedAward(Write):
    """At which ceremony an award is handed over, and how the person is shown from now on."""

    version: Version
    shown_as: Shown
    public_name: PublicName | None = None
    ceremony: RowId | None = None


class RevokedAward(Write):
    """Why an award is revoked: the class may be read by anybody who verifies it, the reason by staff."""

    revoke_class: Literal["mistake", "facts_untrue", "own_wish", "conduct"]
    reason: Reason


class NominationOut(msgspec.Struct):
    """A nomination in a list."""

    id: int
    honour: str
    who: str
    deed: str
    deed_on: date
    state: str
    in_favour: int
    against: int
    award: int | None


class NominationPage(msgspec.Struct):
    """Nominations, the newest first; `next` is the cursor of those after them."""

    rows: list[NominationOut]
    next: str | None


class HonourOut(msgspec.Struct):
    """A title, and how often it stands."""

    id: int
    name: str
    criteria: str
    prize: str
    signed_by: str
    retired_on: date | None
    given: int
    version: int


class BalanceRow(msgspec.Struct):
    """How often a person was thanked in each kind, and which she lacks."""

    id: int
    name: str
    counts: dict[str, int]
    missing: list[str]
    followers: int


class HonouredNeighbour(msgspec.Struct):
    """An award as the street reads it; `name` and what follows are empty for who stays unnamed."""

    honour: str
    on: date
    name: str
    deed: str
    number: str


class HonourWall(msgspec.Struct):
    """Awards as the street reads them, the latest first; `next` is the cursor of those after them."""

    rows: list[HonouredNeighbour]
    next: str | None


class AwardOut(msgspec.Struct):
    """An award in a list."""

    id: int
    number: str
    honour: str
    who: str
    awarded_on: date
    revoked_on: date | None
    revoke_class: str | None


class AwardPage(msgspec.Struct):
    """Awards, the newest first; `next` is the cursor of those after them."""

    rows: list[AwardOut]
    next: str | None
