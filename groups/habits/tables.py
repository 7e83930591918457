"""Twenty-one days of doing a thing, and what is left of it at day 60 and day 90."""

from enum import StrEnum

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from groups.compacts.tables import Compact
from groups.teams.tables import Group
from programs.communities.tables import Building, Community
from programs.method.tables import Program
from programs.residents.tables import Household, Resident
from server.accounts.tables import Organisation, UserAccount


class HabitOf(StrEnum):
    """Who keeps the habit: a person or a door."""

    person = "person"
    household = "household"


class TickedBy(StrEnum):
    """Where a tick came from."""

    phone = "phone"
    chart = "chart"
    staff = "staff"


class HabitChallenge(Table, tablename="habit_challenge"):
    """A habit that people try for `days` days; who misses at most `misses_allowed` of them has completed it (S79)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    group = ForeignKey(Group, null=True, default=None, on_delete=OnDelete.restrict)
    compact = ForeignKey(Compact, null=True, default=None, on_delete=OnDelete.restrict)
    clause_key = Integer(null=True, default=None)
    title = Varchar(length=80)
    what = Varchar(length=200)
    habit_of = Varchar(length=10, choices=HabitOf, default=HabitOf.household)
    starts_on = Date()
    days = Integer(default=21)
    misses_allowed = Integer(default=2)
    public = Boolean(default=True)
    closed_on = Date(null=True, default=None)
    cancelled_on = Date(null=True, default=None)
    cancel_reason = Text(default="")
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class HabitEntry(Table, tablename="habit_entry"):
    """One who takes part, by the name on the wall chart. `token_hash` is her own page's private link, the `link_number`th."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    challenge = ForeignKey(HabitChallenge, null=False, on_delete=OnDelete.restrict)
    household = ForeignKey(Household, null=True, default=None, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    label = Varchar(length=60)
    token_hash = Varchar(length=64, null=True, default=None)
    link_number = Integer(default=1)
    joined_on = Date()
    left_on = Date(null=True, default=None)
    completed_on = Date(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())


class HabitTick(Table, tablename="habit_tick"):
    """One day on which one of them did it. A tick put by mistake is taken back, not deleted."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    entry = ForeignKey(HabitEntry, null=False, on_delete=OnDelete.restrict)
    day = Date()
    done = Boolean(default=True)
    ticked_by = Varchar(length=6, choices=TickedBy)
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    ticked_at = Timestamptz(default=TimestamptzNow())


class HabitLook(Table, tablename="habit_look"):
    """Whether one of them still keeps it, asked about 60 or 90 days after the start (S79)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    entry = ForeignKey(HabitEntry, null=False, on_delete=OnDelete.restrict)
    moment = Integer()
    looked_on = Date()
    keeping = Boolean()
    note = Varchar(length=200, default="")
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())


class SmallDeed(Table, tablename="small_deed"):
    """A small thing that a neighbour did and wrote down, without an account (S48). Counted, never scored."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    building = ForeignKey(Building, null=True, default=None, on_delete=OnDelete.restrict)
    text = Varchar(length=120)
    done_on = Date()
    created_at = Timestamptz(default=TimestamptzNow())
    hidden_at = Timestamptz(null=True, default=None)
    hidden_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    hidden_reason = Varchar(length=200, default="")
