"""Days of knocking on doors."""

from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from programs.communities.tables import Building
from programs.method.tables import Program
from server.accounts.tables import Organisation, UserAccount


class VisitDay(Table, tablename="visit_day"):
    """One walk: doors tried and doors opened, by whom and with whom. Only added; a wrong one is voided."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=False, on_delete=OnDelete.restrict)
    building = ForeignKey(Building, null=True, default=None, on_delete=OnDelete.restrict)
    visited_on = Date()
    tried = Integer()
    opened = Integer()
    companion = Varchar(length=60, default="")
    note = Text(default="")
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")
