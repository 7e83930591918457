"""The log and the ids of carried-out writes. None of these rows is ever changed or deleted, but for the head.

And but for the texts of an entry (`rules`): the database lets them become fewer, and nothing else.
"""

from piccolo.columns import BigSerial, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class AuditEntry(Table, tablename="audit_entry"):
    """One change, chained to the one before it in the same organisation.

    `texts` is JSON: what was typed, by the digest that stands for it in `changes` and `reason`. NULL where nothing was.
    """

    id = BigSerial(primary_key=True)
    organisation = Integer()
    position = Integer()
    at = Timestamptz()
    user_id = Integer(null=True, default=None)
    actor_name = Varchar(length=120)
    action = Varchar(length=80)
    subject_kind = Varchar(length=40)
    subject_id = Integer()
    program_id = Integer(null=True, default=None)
    changes = Text(null=True, default=None)
    reason = Text(null=True, default=None)
    prev_hash = Varchar(length=64)
    hash = Varchar(length=64)
    texts = Text(null=True, default=None)


class AuditHead(Table, tablename="audit_head"):
    """The end of an organisation's chain: a chain cut short no longer matches it."""

    organisation = Integer(primary_key=True)
    length = Integer()
    hash = Varchar(length=64)


class Op(Table, tablename="op"):
    """One write as a person meant it; sent twice, it is answered from here."""

    id = BigSerial(primary_key=True)
    organisation = Integer()
    op_id = Varchar(length=36)
    user_id = Integer(null=True, default=None)
    action = Varchar(length=80)
    body_hash = Varchar(length=64)
    answer = Text()
    at = Timestamptz()
