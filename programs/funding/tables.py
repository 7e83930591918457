"""Grants and what they pay for."""

from piccolo.columns import Date, ForeignKey, Integer, Numeric, OnDelete, Serial, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from programs.method.tables import Program
from server.accounts.tables import Organisation


class Grant(Table, tablename="funding_grant"):
    """Money of one funder for some programs."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    title = Varchar(length=120)
    funder_name = Varchar(length=120)
    amount = Numeric(digits=(14, 2), null=True, default=None)
    starts_on = Date()
    ends_on = Date(null=True, default=None)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class GrantProgram(Table, tablename="grant_program"):
    """A program that a grant pays for. Taken off again, the funder sees it no longer."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    grant = ForeignKey(Grant, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=False, on_delete=OnDelete.restrict)
    added_on = Date()
    removed_on = Date(null=True, default=None)
