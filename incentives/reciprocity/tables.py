"""Service between equals, a volunteer's own page, and what protects those who lead."""

from enum import StrEnum

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from groups.teams.tables import Group
from programs.communities.tables import Community
from programs.method.tables import Program
from programs.residents.tables import Household, Resident
from server.accounts.tables import Organisation, UserAccount


class AgreementState(StrEnum):
    """Drafted, accepted by both sides, paused after an incident, ended."""

    draft = "draft"
    active = "active"
    paused = "paused"
    ended = "ended"


class Side(StrEnum):
    """The one who gives a service and the one who receives it; each has duties (S86)."""

    giver = "giver"
    receiver = "receiver"


class IncidentKind(StrEnum):
    """理所当然, 越界, 冲突, 失约."""

    taken_for_granted = "taken_for_granted"
    boundary = "boundary"
    conflict = "conflict"
    no_show = "no_show"


class PressureKind(StrEnum):
    """What a leader met with (S89): 谣言, 辱骂, 网上攻击, 威胁."""

    rumour = "rumour"
    insult = "insult"
    online = "online"
    threat = "threat"


class ServiceAgreement(Table, tablename="service_agreement"):
    """What one neighbour does for another, with the duties of both sides (S86)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    giver = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    receiver = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    household = ForeignKey(Household, null=True, default=None, on_delete=OnDelete.restrict)
    service = Varchar(length=120)
    giver_duties = Text()
    receiver_duties = Text()
    state = Varchar(length=8, choices=AgreementState, default=AgreementState.draft)
    starts_on = Date()
    ended_on = Date(null=True, default=None)
    end_reason = Text(default="")
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class Acceptance(Table, tablename="agreement_acceptance"):
    """That one side said yes to the duties as they stood; after a pause it is asked again. Only added."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    agreement = ForeignKey(ServiceAgreement, null=False, on_delete=OnDelete.restrict)
    side = Varchar(length=8, choices=Side)
    accepted_on = Date()
    text_hash = Varchar(length=64)
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())


class Exchange(Table, tablename="service_exchange"):
    """One thing given, by either side: an hour of help, or a dish of dumplings in return. Never points (S86)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    agreement = ForeignKey(ServiceAgreement, null=False, on_delete=OnDelete.restrict)
    given_by = Varchar(length=8, choices=Side)
    what = Varchar(length=120)
    minutes = Integer(null=True, default=None)
    given_on = Date()
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")


class ServiceIncident(Table, tablename="service_incident"):
    """Something that hurt a service: it pauses, people talk, both sides accept again (S86). `feeling` is 1 (low) to 5."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    agreement = ForeignKey(ServiceAgreement, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=20, choices=IncidentKind)
    happened_on = Date()
    what = Text()
    feeling = Integer(null=True, default=None)
    talk_with = Varchar(length=80, default="")
    talk_by = Date(null=True, default=None)
    talked_on = Date(null=True, default=None)
    talk_note = Text(default="")
    settled_on = Date(null=True, default=None)
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class OwnLink(Table, tablename="own_link"):
    """A volunteer's private link to her own page (S90). Only the hash of its token is kept."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    token_hash = Varchar(length=64, unique=True, secret=True)
    made_on = Date()
    until = Date()
    made_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    revoked_on = Date(null=True, default=None)


class MeaningRating(Table, tablename="meaning_rating"):
    """How much her service means to a volunteer, in her own view, 1 to 5 (S90)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    rated_on = Date()
    rating = Integer()
    note = Varchar(length=200, default="")
    created_at = Timestamptz(default=TimestamptzNow())


class CorrectionRequest(Table, tablename="correction_request"):
    """What a volunteer says is wrong on her page, and the answer (S90)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    text = Varchar(length=300)
    asked_on = Date()
    corrected = Boolean(null=True, default=None)
    answer = Varchar(length=300, default="")
    answered_on = Date(null=True, default=None)
    answered_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class ServiceLetter(Table, tablename="service_letter"):
    """A letter that says what a volunteer did (S90), as JSON of its facts on the day it was made; `code` verifies it."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    code = Varchar(length=32, unique=True)
    facts = Text()
    issued_on = Date()
    revoked_on = Date(null=True, default=None)
    revoke_reason = Varchar(length=200, default="")


class InterestDeclaration(Table, tablename="interest_declaration"):
    """A leader's declaration of interests (S89). A new one follows the old one; none is changed."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    declared_on = Date()
    contracts_with_relatives = Integer(default=0)
    paid_posts = Integer(default=0)
    note = Text(default="")
    public = Boolean(default=True)
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())


class LeaderDecision(Table, tablename="leader_decision"):
    """A decision that a leader or a group answers for, open to everybody (S89)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    group = ForeignKey(Group, null=True, default=None, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    decided_on = Date()
    what = Varchar(length=200)
    why = Text()
    decided_with = Varchar(length=120, default="")
    cost_fen = Integer(null=True, default=None)
    published_on = Date(null=True, default=None)
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")


class Pressure(Table, tablename="leader_pressure"):
    """An attack on a leader, what was said to it in the open, and whether it is over (S89). Private to staff."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=8, choices=PressureKind)
    happened_on = Date()
    what = Text()
    clarification = Text(default="")
    clarified_on = Date(null=True, default=None)
    clarified_in = Varchar(length=120, default="")
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class LoadCheck(Table, tablename="load_check"):
    """How a leader is: hours a week, and how heavy it feels from 1 (light) to 5 (too much) (S89). Private to staff."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    checked_on = Date()
    hours_a_week = Integer()
    heaviness = Integer()
    note = Text(default="")
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())


class SupportTask(Table, tablename="support_task"):
    """Something to be done for a leader under pressure, by somebody, by a day (S89)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    title = Varchar(length=120)
    origin = Varchar(length=40, default="")
    owner = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    due_on = Date()
    done_on = Date(null=True, default=None)
    done_note = Varchar(length=200, default="")
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())
