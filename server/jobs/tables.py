"""Work to be done later: written in the transaction that wants it, carried out by a worker."""

from piccolo.columns import BigSerial, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

READY = "ready"
DONE = "done"
DEAD = "dead"
REASON_LENGTH = 300


class Job(Table, tablename="job"):
    """One piece of work. `organisation` is 0 when it belongs to the installation and to no NGO.

    It is free while `state` is ready and nobody's lease (`locked_until`) runs. A unique index on
    (organisation, key) makes work that was asked for twice exist once.
    """

    id = BigSerial(primary_key=True)
    organisation = Integer()
    kind = Varchar(length=80)
    payload = Text()
    key = Varchar(length=160, null=True, default=None)
    state = Varchar(length=5, default=READY)
    run_at = Timestamptz()
    attempts = Integer(default=0)
    locked_until = Timestamptz(null=True, default=None)
    locked_by = Varchar(length=60, null=True, default=None)
    last_error = Varchar(length=REASON_LENGTH, null=True, default=None)
    created_at = Timestamptz()
    done_at = Timestamptz(null=True, default=None)
