"""What people said they need."""

from enum import StrEnum

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from programs.communities.tables import Building, Community
from programs.method.tables import FocalIssue, Program
from programs.residents.tables import AgeBand, Resident
from programs.visits.tables import VisitConcern
from server.accounts.tables import Organisation, UserAccount


class Channel(StrEnum):
    """Where a need was heard (S50)."""

    visit = "visit"
    talk = "talk"
    wechat = "wechat"
    mailbox = "mailbox"
    hotline = "hotline"
    property = "property"
    meeting = "meeting"
    activity = "activity"
    qq = "qq"
    form = "form"


class NeedClass(Table, tablename="need_class"):
    """A class of needs, of two levels (S51)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    parent: ForeignKey = ForeignKey(
        LazyTableReference("NeedClass", module_path="programs.listening.tables"),
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
    )
    name = Varchar(length=60)


class Need(Table, tablename="need"):
    """One note of a need. `quantity` is above 1 when the property manager hands on a month's tally.

    What residents wrote on the street themselves (`from_street`) counts once staff took it in (`taken_in_on`). Then the
    three steps of S20: raised, handled, answered, each with its day; only the person can confirm, or say in a line why it
    is not solved (`unsolved_why`). `merged_into` points to the note that says the same.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    need_class = ForeignKey(NeedClass, null=True, default=None, on_delete=OnDelete.restrict)
    building = ForeignKey(Building, null=True, default=None, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    channel = Varchar(length=12, choices=Channel)
    complaint = Boolean(default=False)
    quantity = Integer(default=1)
    raised_on = Date()
    text = Text()
    concern = ForeignKey(VisitConcern, null=True, default=None, on_delete=OnDelete.restrict)
    willing = Boolean(null=True, default=None)
    age_band = Varchar(length=8, null=True, default=None, choices=AgeBand)
    nickname = Varchar(length=60, default="")
    from_street = Boolean(default=False)
    taken_in_on = Date(null=True, default=None)
    follow_hash = Varchar(length=64, null=True, default=None)
    merged_into: ForeignKey = ForeignKey(
        LazyTableReference("Need", module_path="programs.listening.tables"),
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
    )
    owner = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    handle_by = Date(null=True, default=None)
    answer_by = Date(null=True, default=None)
    handled_on = Date(null=True, default=None)
    handled_how = Text(default="")
    answered_on = Date(null=True, default=None)
    answer = Text(default="")
    answered_how = Varchar(length=12, null=True, default=None, choices=Channel)
    confirmed_on = Date(null=True, default=None)
    confirmed = Boolean(null=True, default=None)
    unsolved_why = Varchar(length=200, default="")
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")


class NeedCitation(Table, tablename="need_citation"):
    """A need that justifies a focal issue (S51, S74)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    issue = ForeignKey(FocalIssue, null=False, on_delete=OnDelete.restrict)
    need = ForeignKey(Need, null=False, on_delete=OnDelete.restrict)
    cited_on = Date()


class NeedMerge(Table, tablename="need_merge"):
    """That two notes were found to say the same, and, when they were parted again, that too. The trail of S51."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    kept = ForeignKey(Need, null=False, on_delete=OnDelete.restrict)
    merged = ForeignKey(Need, null=False, on_delete=OnDelete.restrict)
    merged_at = Timestamptz(default=TimestamptzNow())
    merged_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    split_at = Timestamptz(null=True, default=None)
    split_reason = Text(default="")


class CaseDeadlines(Table, tablename="case_deadlines"):
    """An NGO's own promise: within how many days a need is handled, and within how many it is answered (S20)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    handle_days = Integer()
    answer_days = Integer()
    version = Integer(default=1)
