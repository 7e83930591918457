"""What is sent about compacts."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from server.web.forms import Count, Paragraph, RowId, RowIds, Version, Write

StanceName = Literal["agree", "change", "against"]
HeardName = Literal["door", "paper", "meeting"]
OutcomeName = Literal["taken_up", "partly", "explained"]
RatifiedName = Literal["assembly", "representatives", "group_meeting", "door_to_door"]
SampleKey = Literal["courtyard", "tower", "animals"]

# A clause is named by its key, which counts within its compact and is no row.
ClauseKey = Annotated[int, msgspec.Meta(ge=1, le=10_000)]
# A clause as another record names it, by its compact and its key: `12:3`.
CitedClause = Annotated[str, msgspec.Meta(pattern=r"^[1-9][0-9]{0,8}:[0-9]{1,4}$")]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
ClauseText = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Preamble = Annotated[str, msgspec.Meta(max_length=1000)]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Note = Annotated[str, msgspec.Meta(max_length=200)]
# Where a clause came from: the kind, and the row when it is one of ours.
SourceText = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^((need|meeting|comment|earlier):[1-9][0-9]{0,8}|visit|meeting|earlier|template)$"
    ),
]
LongNote = Annotated[str, msgspec.Meta(max_length=1000)]
Said = Annotated[str, msgspec.Meta(max_length=600)]
Door = Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Nickname = Annotated[str, msgspec.Meta(max_length=60)]
Drawing = Annotated[str, msgspec.Meta(max_length=40_000)]
TextHash = Annotated[str, msgspec.Meta(min_length=64, max_length=64, pattern=r"^[0-9a-f]{64}$")]
Hidden = Annotated[str, msgspec.Meta(max_length=200)]
Seen = Annotated[int, msgspec.Meta(ge=0, le=10_000)]


class CompactFields(Write):
    """What a compact is called and whose it is."""

    title: Title
    program: RowId | None = None
    group: RowId | None = None


class NewCompact(CompactFields):
    """A compact to begin: with an empty page, or with a sample whose clauses say that they are from a template."""

    sample: SampleKey | None = None


class EditedCompact(CompactFields, kw_only=True):
    """A compact's cover as it should stand."""

    version: Version


class EditedPreamble(Write):
    """The words before the first clause; `version` is that of the text that was read."""

    version: Version
    preamble: Preamble | None = None


class ClauseFields(Write):
    """One clause, where it came from (`need:12`, `visit`), and why it changed."""

    text: ClauseText
    source: SourceText
    origin_note: Note | None = None
    reason: Said | None = None


class NewClause(ClauseFields):
    """A clause to add at the end."""


class EditedClause(ClauseFields, kw_only=True):
    """A clause as it should stand; `version` is that of the text that was read."""

    version: Version


class MovedClause(Write):
    """A clause to move by one place."""

    version: Version
    way: Literal["up", "down"]


class RemovedClause(Write):
    """A clause to take out, and why."""

    version: Version
    reason: Said | None = None


class OpenedConsultation(Write):
    """Until when everybody is asked."""

    until: date


class BegunRevision(Write):
    """The asking is over: a new text is begun."""


class RatifiedText(Write):
    """By whom the text was adopted, and when."""

    ratified_on: date
    ratified_how: RatifiedName
    ratified_note: LongNote | None = None


class OpenedSigning(Write):
    """Households may sign from now on."""


class ChosenCeremony(Write):
    """The ceremony at which the compact was launched, or why there was none."""

    version: Version
    ceremony: RowId | None = None
    no_ceremony_why: LongNote | None = None


class PutInForce(Write):
    """From when the compact holds, and when it is looked at again."""

    in_force_on: date
    review_on: date


class BegunAmendment(Write):
    """A new text is begun while the old one holds."""


class PublishedText(Write):
    """A new text for the old one. `substantive` asks every household to sign again; an edit asks nobody."""

    version: Version
    reason: Reason
    substantive: bool = False


class EndedCompact(Write):
    """Why a compact holds no longer, or is not pursued."""

    reason: Reason


class RenewedCompact(Write):
    """A new draft that carries the clauses over."""


class HeardSheet(Write):
    """One evening at the doors of a building, or one paper list: who was asked."""

    heard_by: HeardName
    heard_on: date
    doors: RowIds = ()


class HeardDoor(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One door at which somebody was asked, with what was said there, if anything. No clause means the whole."""

    household: RowId
    clause: ClauseKey | None = None
    stance: StanceName | None = None
    text: Said | None = None
    nickname: Nickname | None = None


class HeardDoors(Write):
    """Doors at which people were asked; a comment each at most, more in another go."""

    heard_by: HeardName
    heard_on: date
    doors: Annotated[list[HeardDoor], msgspec.Meta(max_length=500)]


class DoorComment(Write):
    """What somebody says at one door, on a phone."""

    building: RowId
    door: Door
    heard_by: HeardName = "door"
    clause: ClauseKey | None = None
    stance: StanceName | None = None
    text: Said | None = None
    nickname: Nickname | None = None


class StreetComment(Write):
    """What somebody says on the street, without an account. `leave_empty` is a box that no person sees."""

    stance: StanceName
    clause: ClauseKey | None = None
    text: Said | None = None
    building: RowId | None = None
    leave_empty: Hidden | None = None


class AnsweredComment(Write):
    """What became of a comment, in words for whoever made it. `names` of people, parted by commas, leave what was said."""

    version: Version
    outcome: OutcomeName
    answer: Paragraph
    names: Note | None = None


class HiddenComment(Write):
    """Why a comment is set aside: it is no comment on the compact, or it hurts somebody."""

    reason: Reason


class SignedName(Write):
    """One household's yes to the text with this hash."""

    text_hash: TextHash
    building: RowId
    door: Door
    name: Name
    drawing: Drawing | None = None
    pledge: Note | None = None


class StreetSignature(SignedName):
    """The same on the street. `leave_empty` is a box that no person sees."""

    leave_empty: Hidden | None = None


class SignedSheet(Write):
    """A paper list of a building: which doors have signed it."""

    text_hash: TextHash
    signed_on: date
    doors: RowIds = ()


class SignedDoor(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One door on a paper list."""

    household: RowId
    name: Name
    pledge: Note | None = None


class SignedDoors(Write):
    """Doors that signed on paper."""

    text_hash: TextHash
    signed_on: date
    doors: Annotated[list[SignedDoor], msgspec.Meta(max_length=500)]


class WithdrawnSignature(Write):
    """A signature that is taken back; why may stay open."""

    reason: Note | None = None


class SettledDoor(Write):
    """What is found of the door of a signature: the address says which."""


class NewRecall(Write):
    """A round of asking which clauses people remember: how many people, how many clauses they named in all."""

    asked_on: date
    asked: Count
    recalled: Count


class NewPractice(Write):
    """What was counted of one clause at one place on one day."""

    clause: ClauseKey
    seen_on: date
    kept: Seen
    broken: Seen
    place: Annotated[str, msgspec.Meta(max_length=80)] | None = None


class VoidedMeasure(Write):
    """Why a round or a count does not count."""

    reason: Reason


class CompactRow(msgspec.Struct):
    """A compact in a list."""

    id: int
    community: int
    program: int | None
    title: str
    state: str
    review_on: date | None


class CompactPage(msgspec.Struct):
    """Compacts, the newest first; `next` is the cursor of those after them."""

    rows: list[CompactRow]
    next: str | None
