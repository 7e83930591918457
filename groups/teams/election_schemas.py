"""What is sent and answered about elections and hand-overs."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from groups.teams.choices import PositionName
from groups.teams.election_words import HandOverName
from server.web.forms import Count, RowId, RowIds, Version, Write

Seats = Annotated[int, msgspec.Meta(ge=1, le=30)]
Months = Annotated[int, msgspec.Meta(ge=1, le=120)]
Counts = Annotated[tuple[Count, ...], msgspec.Meta(max_length=100)]


class ElectionFields(Write, kw_only=True):
    """What is said of an election: of a group's leader and deputy, or of a body."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    held_on: date
    group: RowId | None = None
    body: Annotated[str, msgspec.Meta(max_length=80)] | None = None
    seats: Seats = 1
    term_months: Months = 12


class NewElection(ElectionFields, kw_only=True):
    """An election to plan."""


class EditedElection(ElectionFields, kw_only=True):
    """An election as it should stand; `version` is the one that was read."""

    version: Version


class NewCandidate(Write):
    """One who stands; for a body the position says nothing."""

    resident: RowId
    position: PositionName = "leader"


class Withdrew(Write):
    """That a candidate stands no longer, or that an observer is taken out."""


class NewObserver(Write):
    """A resident who watched, and when."""

    resident: RowId
    watched_on: date


class CountedElection(Write):
    """The count: the votes of each candidate in the order of `candidates`, and how many voted at all.

    `version` is the election's that was read.
    """

    candidates: RowIds
    votes: Counts
    votes_cast: Count
    version: Version
    electors: Count | None = None


class Publication(Write):
    """That the result is laid open, as it stood in the `version` of the election that was read."""

    version: Version


class TakingOver(Write):
    """The day on which an elected leader takes over from the one before."""

    since: date


class ElectionCancelled(Write):
    """Why an election is called off."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class NewHandOverItem(Write):
    """One line of a hand-over list: what there is of a kind, or that there is none."""

    kind: HandOverName
    what: Annotated[str, msgspec.Meta(max_length=120)] | None = None
    none_held: bool = False


class Receipt(Write):
    """Who received a thing, and when."""

    received_by: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    received_on: date


class ItemRemoved(Write):
    """That a line of a hand-over list was a mistake."""


class CandidateOut(msgspec.Struct):
    """One who stands or stood."""

    id: int
    resident: int
    name: str
    position: str
    votes: int | None
    elected: bool
    withdrew_on: date | None
    term: int | None


class ElectionOut(msgspec.Struct, kw_only=True):
    """An election as the API shows it."""

    id: int
    community: int
    group: int | None
    body: str
    title: str
    held_on: date
    seats: int
    term_months: int
    electors: int | None
    votes_cast: int | None
    state: str
    published_on: date | None
    version: int
    candidates: list[CandidateOut]
    observers: int


class ElectionRow(msgspec.Struct):
    """An election in a list."""

    id: int
    title: str
    group: int | None
    body: str
    held_on: date
    state: str


class ElectionPage(msgspec.Struct):
    """Elections, the newest first; `next` is the cursor of those after them."""

    rows: list[ElectionRow]
    next: str | None


class HandOverOut(msgspec.Struct):
    """A hand-over list: its lines, and the kinds that are still open."""

    term: int
    missing: list[str]
    items: list[HandOverLine]


class HandOverLine(msgspec.Struct):
    """One line of a hand-over list."""

    id: int
    kind: str
    what: str
    none_held: bool
    received_by: str
    received_on: date | None
