"""What is sent about rosters, and how one waits in the database until it is imported."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import msgspec

from programs.residents.roster_match_rules import Answer
from programs.residents.roster_rules import Person, Problem
from server.web.forms import Line, RowId, Version, Write

Field = Literal[
    "skip",
    "name",
    "phone",
    "age",
    "estate",
    "building",
    "unit",
    "door",
    "household_size",
    "hobbies",
    "target_groups",
    "categories",
    "guardian",
    "contact",
    "address",
    "id_number",
]
Purpose = Literal["register", "contact", "interests", "care"]
How = Literal["paper", "face_to_face", "online", "phone"]
RowNumber = Annotated[int, msgspec.Meta(ge=1, le=300_000)]


class HandIn(Write):
    """What a roster is for, until when its people may be kept, and how they agreed. The file comes beside it."""

    purpose: Purpose
    delete_after: date
    how: How


class HandInFile(HandIn, kw_only=True):
    """The same with the file, as Base64 in JSON."""

    file_name: Line
    content: bytes


class HandInText(HandIn, kw_only=True):
    """The same with a list pasted from a group chat (接龙)."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=60_000)]


class Columns(Write):
    """The field of each column, from the left."""

    version: Version
    fields: Annotated[tuple[Field, ...], msgspec.Meta(min_length=1, max_length=60)]


class Fixed(msgspec.Struct, forbid_unknown_fields=True):
    """One cell as it should read. `column` is counted from 0."""

    row: RowNumber
    column: Annotated[int, msgspec.Meta(ge=0, le=59)]
    text: Annotated[str, msgspec.Meta(max_length=500)]


class FixedCells(Write):
    """Cells as they should read."""

    cells: Annotated[tuple[Fixed, ...], msgspec.Meta(min_length=1, max_length=200)]


class TypedCells(Write):
    """The same from a page, whose inputs are named after their cells and read beside this."""


class Answered(Write):
    """Who the rows are that share a name with somebody: `same` person, `another`, or `left_out`."""

    answer: Literal["same", "another", "left_out"]
    rows: Annotated[tuple[RowNumber, ...], msgspec.Meta(max_length=1000)] = ()
    all: bool = False


class Settled(msgspec.Struct, forbid_unknown_fields=True):
    """What a building that is not known is: one that exists (`means`), or one to be made in an estate (`make_in`)."""

    estate: Annotated[str, msgspec.Meta(max_length=80)]
    building: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    means: RowId | None = None
    make_in: RowId | None = None


class SettledPlaces(Write):
    """Buildings that are not known, settled; with `make_all` the others are made: in the only estate that can be meant,
    otherwise in `make_in`."""

    version: Version
    places: Annotated[tuple[Settled, ...], msgspec.Meta(max_length=100)] = ()
    make_all: bool = False
    make_in: RowId | None = None


class TypedPlaces(Write):
    """The same from a page, whose choices are named `place-<n>` in the order in which they are shown, and read beside this."""

    version: Version
    make_all: bool = False
    make_in: RowId | None = None


class ListEstate(Write):
    """The estate of all rows that name none; none to read them as they are written."""

    version: Version
    estate: RowId | None = None


class Confirmed(Write):
    """Import the list as it was shown."""

    version: Version


class TakenBack(Write):
    """Undo an import."""


class Dropped(Write):
    """Do not import a list; its rows are deleted."""


class Row(msgspec.Struct, omit_defaults=True):
    """One row that waits. `number` is its row in the sheet, from 1. `kind` is what becomes of it."""

    number: int
    cells: list[str]
    person: Person | None = None
    problems: list[Problem] = []
    kind: str = ""
    resident: int | None = None
    answer: Answer | Literal["left_out"] = ""


class Matching(msgspec.Struct, omit_defaults=True):
    """How the columns of a roster are read, what stood over them, and of which estate rows are that name none."""

    fields: list[str]
    headings: list[str]
    how: str
    sheet: str = ""
    others: list[str] = []
    estate: int | None = None


class Missing(msgspec.Struct):
    """A building that rows name and the community has not, as it is first written, in row `first`, and in how many rows."""

    estate: str
    building: str
    first: int
    rows: int = 0


class Counts(msgspec.Struct, omit_defaults=True):
    """What a check found, or an import did. `mark` is the register as it stood when it was checked.

    `unplaced` counts rows whose building several estates have.
    """

    new: int = 0
    matched: int = 0
    rejected: int = 0
    question: int = 0
    mark: list[int] = []
    missing: list[Missing] = []
    unplaced: int = 0
    doors: list[int] = []
    sized: dict[int, int] = {}
    stayed: list[int] = []
    gone: int = 0
    restored: int = 0


class BatchOut(msgspec.Struct):
    """A roster as the API shows it."""

    id: int
    community: int
    file_name: str
    purpose: str
    delete_after: date | None
    state: str
    rows: int
    progress: int
    fault: str
    version: int
    headings: list[str]
    fields: list[str]
    counts: dict[str, int]
    missing: list[Missing]
    estate: int | None


class BatchRow(msgspec.Struct):
    """A roster in a list."""

    id: int
    community: int
    file_name: str
    state: str
    rows: int


class BatchPage(msgspec.Struct):
    """Part of a list; `next` is the `after` of the following part."""

    rows: list[BatchRow]
    next: str | None


class RowOut(msgspec.Struct):
    """A row of a roster that waits, with what is wrong in it."""

    row: int
    cells: list[str]
    kind: str
    resident: int | None
    problems: list[dict[str, Any]]


class RowPage(msgspec.Struct):
    """Part of a roster's rows; `next` is the `after` of the following part."""

    rows: list[RowOut]
    next: str | None
