"""What is sent and answered about habits."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from groups.compacts.schemas import CitedClause
from groups.habits.words import HabitOfName
from server.web.forms import RowId, RowIds, Version, Write

Title = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
What = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Days = Annotated[int, msgspec.Meta(ge=7, le=31)]
Misses = Annotated[int, msgspec.Meta(ge=0, le=10)]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
# A whole chart: each box is its entry and the place of its day, `12.5`.
Marks = Annotated[tuple[Annotated[str, msgspec.Meta(max_length=20)], ...], msgspec.Meta(max_length=3000)]


class HabitFields(Write, kw_only=True):
    """What is said of a habit, new or edited. `clause` is what it practises of a compact, `12:3`."""

    title: Title
    what: What
    starts_on: date
    days: Days = 21
    misses_allowed: Misses = 2
    program: RowId | None = None
    group: RowId | None = None
    public: bool = False
    clause: CitedClause | None = None


class NewHabit(HabitFields, kw_only=True):
    """A habit to start."""

    habit_of: HabitOfName


class EditedHabit(HabitFields, kw_only=True):
    """A habit as it should stand; `version` is the one that was read."""

    version: Version


class NewEntries(Write):
    """Who is put on the chart: people and doors that are known, and `names` as they are typed, one a line."""

    residents: RowIds = ()
    households: RowIds = ()
    names: Annotated[str, msgspec.Meta(max_length=2000)] | None = None


class EntryLeft(Write):
    """That one of them stopped taking part."""

    left_on: date


class EntryLink(Write):
    """Whether the private link of one of them opens."""

    on: bool = False


class OwnTick(Write):
    """One day on somebody's own page; `done` false takes the tick back."""

    day: date
    done: bool = False


class ChartForm(Write):
    """A chart as a page sends it: the boxes that are ticked now, and those that were when the page was opened."""

    ticked: Marks = ()
    shown: Annotated[str, msgspec.Meta(max_length=40_000)] | None = None


class ChartTick(msgspec.Struct):
    """One box of a chart."""

    entry: RowId
    day: date
    done: bool


class ChartTicks(Write):
    """Boxes of a chart that are to stand ticked or empty."""

    ticks: Annotated[tuple[ChartTick, ...], msgspec.Meta(min_length=1, max_length=3000)]


class Settlement(Write):
    """That a habit is settled, or opened again."""


class Cancellation(Write):
    """Why a habit is called off: everybody on the chart may ask."""

    reason: Reason


class NewLook(Write):
    """Who still keeps a habit after 60 or 90 days; who is neither ticked as keeping nor as not met does not."""

    looked_on: date
    keeping: RowIds = ()
    unmet: RowIds = ()
    note: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class EntryOut(msgspec.Struct):
    """One name on the chart."""

    id: int
    label: str
    joined_on: date
    left_on: date | None
    done: int
    missed: int
    streak: int
    best: int
    completed: bool
    days_done: list[date]


class LookOut(msgspec.Struct):
    """What was found at one of the looks."""

    moment: int
    on: date
    asked: int
    keeping: int


class HabitOut(msgspec.Struct, kw_only=True):
    """A habit as the API shows it."""

    id: int
    community: int
    program: int | None
    group: int | None
    compact: int | None
    clause_key: int | None
    title: str
    what: str
    habit_of: str
    starts_on: date
    last_day: date
    days: int
    misses_allowed: int
    public: bool
    closed_on: date | None
    cancelled_on: date | None
    version: int
    completed: int
    entries: list[EntryOut]
    looks: list[LookOut]


class HabitRow(msgspec.Struct):
    """A habit in a list."""

    id: int
    title: str
    what: str
    habit_of: str
    group: int | None
    program: int | None
    starts_on: date
    days: int
    entries: int
    ticks: int
    completed: int
    closed_on: date | None
    cancelled_on: date | None


class HabitPage(msgspec.Struct):
    """Habits, the newest first; `next` is the cursor of those after them."""

    rows: list[HabitRow]
    next: str | None


class OwnHabitOut(msgspec.Struct):
    """What somebody's own page shows."""

    title: str
    what: str
    label: str
    done: int
    missed: int
    misses_allowed: int
    open_days: list[date]
    days_done: list[date]
