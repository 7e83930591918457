"""Places."""

from piccolo.columns import Boolean, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from server.accounts.tables import Organisation


class Community(Table, tablename="community"):
    """A residential community (社区). `slug` is its address on the street: `/c/<slug>`."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    name = Varchar(length=80)
    slug = Varchar(length=60, unique=True)
    district = Varchar(length=120, default="")
    about = Text(default="")
    households = Integer(null=True, default=None)
    households_source = Varchar(length=120, default="")
    public = Boolean(default=True)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class Estate(Table, tablename="estate"):
    """A walled estate (小区) of a community."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    name = Varchar(length=80)


class Building(Table, tablename="building"):
    """A building (楼栋) of an estate, with how many households it holds when that is known."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    estate = ForeignKey(Estate, null=False, on_delete=OnDelete.restrict)
    name = Varchar(length=40)
    households = Integer(null=True, default=None)
