"""People, by the least that is needed."""

from enum import StrEnum

from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from programs.communities.tables import Building, Community
from server.accounts.tables import Organisation


class AgeBand(StrEnum):
    """Ages as they are asked for; a birthday is not."""

    under_7 = "0-6"
    under_14 = "7-13"
    under_18 = "14-17"
    under_30 = "18-29"
    under_45 = "30-44"
    under_60 = "45-59"
    under_75 = "60-74"
    from_75 = "75+"


class Household(Table, tablename="household"):
    """One door. It is known by building and door number, never by who lives behind it."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    building = ForeignKey(Building, null=False, on_delete=OnDelete.restrict)
    door = Varchar(length=20)


class Resident(Table, tablename="resident"):
    """A neighbour. The name may be a nickname (猫奶奶); the phone is kept as its last four digits only.

    `folded_name` is the name as `rules.folded` writes it: what searches and the check for duplicates compare.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    household = ForeignKey(Household, null=True, default=None, on_delete=OnDelete.restrict)
    building = ForeignKey(Building, null=True, default=None, on_delete=OnDelete.restrict)
    name = Varchar(length=60)
    folded_name = Varchar(length=120, default="")
    phone_tail = Varchar(length=4, default="")
    age_band = Varchar(length=8, null=True, default=None, choices=AgeBand)
    moved_away_on = Date(null=True, default=None)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())
