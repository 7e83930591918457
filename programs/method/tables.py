"""The road of a program and the ledger of evidence under it."""

from enum import StrEnum

from piccolo.columns import (
    BigInt,
    BigSerial,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    OnDelete,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from programs.communities.tables import Community
from programs.residents.tables import Resident
from server.accounts.tables import Organisation, UserAccount


class Stage(StrEnum):
    """前期走访 → 单点切入 → 横向拓展 → 时间沉淀 → 移交 (S73)."""

    listen = "listen"
    focus = "focus"
    expand = "expand"
    consolidate = "consolidate"
    hand_over = "hand_over"


class IssueState(StrEnum):
    """A focal issue is one of several candidates until it is chosen; one is active in a program (S74)."""

    candidate = "candidate"
    active = "active"
    closed = "closed"
    dropped = "dropped"


class Program(Table, tablename="program"):
    """One community building program in one community."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    name = Varchar(length=80)
    goal = Text(default="")
    stage = Varchar(length=20, choices=Stage, default=Stage.listen)
    stage_since = Date()
    started_on = Date()
    ended_on = Date(null=True, default=None)
    lead = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    public = Boolean(default=True)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class StageAttempt(Table, tablename="stage_attempt"):
    """One try to move on, passed or refused, or one step back with its reason. Never changed, but that the reason may
    lose the name of somebody who is forgotten."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=False, on_delete=OnDelete.restrict)
    from_stage = Varchar(length=20)
    to_stage = Varchar(length=20)
    passed = Boolean(default=False)
    attempted_on = Date()
    at = Timestamptz(default=TimestamptzNow())
    by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    by_name = Varchar(length=120)
    missing = Text(default="[]")
    reason = Text(default="")


class GateThreshold(Table, tablename="gate_threshold"):
    """An NGO's own number for a gate; without a row the method's default holds."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    gate = Varchar(length=40)
    at_least = Integer()
    version = Integer(default=1)


class FocalIssue(Table, tablename="focal_issue"):
    """A problem that neighbours can see, or the facts of a crisis (money, parties, day)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=False, on_delete=OnDelete.restrict)
    title = Varchar(length=120)
    why = Text(default="")
    state = Varchar(length=12, choices=IssueState, default=IssueState.candidate)
    chosen_on = Date(null=True, default=None)
    chosen_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    closed_on = Date(null=True, default=None)
    close_reason = Text(default="")
    crisis_amount = Numeric(digits=(14, 2), null=True, default=None)
    crisis_parties = Varchar(length=200, default="")
    crisis_on = Date(null=True, default=None)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class FocalScore(Table, tablename="focal_score"):
    """One person's view of a candidate, four marks of 1 to 5 (S74)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    issue = ForeignKey(FocalIssue, null=False, on_delete=OnDelete.restrict)
    scorer = Varchar(length=60)
    by_resident = Boolean(default=True)
    visible = Integer()
    solvable = Integer()
    shared = Integer()
    cared = Integer()
    scored_on = Date()
    created_at = Timestamptz(default=TimestamptzNow())


class Step(Table, tablename="step"):
    """A step of the plan with its owner and its day; a relapse adds one by itself (`origin`)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=False, on_delete=OnDelete.restrict)
    title = Varchar(length=200)
    owner = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    owner_name = Varchar(length=120, default="")
    due_on = Date()
    done_on = Date(null=True, default=None)
    done_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    origin = Varchar(length=80, null=True, default=None)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class Indicator(Table, tablename="indicator"):
    """What a program wants to change, with baseline, target and, each month, the actual value.

    The actual values are read from the evidence rollup when `feed_kind` is set (complaints of one class), else they
    are entered as readings.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=False, on_delete=OnDelete.restrict)
    name = Varchar(length=120)
    unit = Varchar(length=40, default="")
    falls = Boolean(default=True)
    baseline = Numeric(digits=(14, 2), null=True, default=None)
    baseline_on = Date(null=True, default=None)
    baseline_source = Varchar(length=200, default="")
    target = Numeric(digits=(14, 2), null=True, default=None)
    target_on = Date(null=True, default=None)
    feed_kind = Varchar(length=40, null=True, default=None)
    feed_facet = Varchar(length=40, default="")
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class IndicatorReading(Table, tablename="indicator_reading"):
    """One entered value of an indicator for one month. A correction is a new row; the newest stands."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    indicator = ForeignKey(Indicator, null=False, on_delete=OnDelete.restrict)
    month = Varchar(length=7)
    value = Numeric(digits=(14, 2))
    source = Varchar(length=200)
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())


class Consolidation(Table, tablename="consolidation"):
    """How a program holds what it reached (S80): activities a month, and the indicator whose return is a relapse."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=False, unique=True, on_delete=OnDelete.restrict)
    cadence_per_month = Integer()
    indicator = ForeignKey(Indicator, null=True, default=None, on_delete=OnDelete.restrict)
    relapse_percent = Integer(default=50)
    relapse_months = Integer(default=2)
    agreed_on = Date()
    version = Integer(default=1)


class Relapse(Table, tablename="relapse"):
    """A program that slipped back: noticed on a day, until it is ended with what was done about it."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=False, on_delete=OnDelete.restrict)
    indicator = ForeignKey(Indicator, null=False, on_delete=OnDelete.restrict)
    noticed_on = Date()
    months = Varchar(length=80)
    ended_on = Date(null=True, default=None)
    answer = Text(default="")


class Evidence(Table, tablename="evidence"):
    """The ledger: one row for each thing that was done. Append-only; a correction is a row that reverses another.

    `quantity` is in the kind's own unit (people, minutes, fen). `people` is a JSON list of resident ids or null.
    """

    id = BigSerial(primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=40)
    facet = Varchar(length=40, default="")
    occurred_on = Date()
    quantity = Integer()
    people = Text(null=True, default=None)
    source_kind = Varchar(length=40)
    source_id = Integer()
    reverses = BigInt(null=True, default=None, unique=True)
    recorded_at = Timestamptz(default=TimestamptzNow())
    recorded_by = Integer(null=True, default=None)


class EvidenceMonth(Table, tablename="evidence_month"):
    """The ledger summed by month, kept in the transaction that writes the ledger."""

    id = BigSerial(primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=40)
    facet = Varchar(length=40, default="")
    month = Varchar(length=7)
    quantity = BigInt()
    entries = Integer()


class ProgramPerson(Table, tablename="program_person"):
    """The distinct people of a program, and in how many evidence rows each one stands."""

    id = BigSerial(primary_key=True)
    program = ForeignKey(Program, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    times = Integer()


class MechanismKind(StrEnum):
    """信任, 互惠, 监督 (S65)."""

    trust = "trust"
    reciprocity = "reciprocity"
    supervision = "supervision"


class ProofKind(StrEnum):
    """What shows that a mechanism works."""

    document = "document"
    meeting = "meeting"
    record = "record"


class Mechanism(Table, tablename="mechanism"):
    """What keeps a program's result without its social worker, with the proof that it works (S65)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=12, choices=MechanismKind)
    what = Varchar(length=200)
    keeper = Varchar(length=60, default="")
    proof = Varchar(length=10, choices=ProofKind)
    proof_note = Varchar(length=200)
    source_kind = Varchar(length=40, default="")
    source_id = Integer(null=True, default=None)
    proved_on = Date()
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")
    version = Integer(default=1)


class CaseQuote(Table, tablename="case_quote"):
    """What somebody said of a program, for its case (S81): named only as she allowed, and only while she consents."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    said_as = Varchar(length=60, default="")
    text = Text()
    said_on = Date()
    consented_on = Date(null=True, default=None)
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    withdrawn_on = Date(null=True, default=None)
    version = Integer(default=1)
