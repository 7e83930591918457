"""Knocking on doors: how it is done, who went where, what came of it."""

from enum import StrEnum

from piccolo.columns import (
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from programs.communities.tables import Building, Community
from programs.method.tables import Program
from programs.residents.tables import Household, Resident
from server.accounts.tables import Organisation, UserAccount


class Scenario(StrEnum):
    """What a visit is for: 初访, 入户调查, 纠纷, 送通知 (S02)."""

    first_visit = "first_visit"
    survey = "survey"
    dispute = "dispute"
    notice = "notice"


class Outcome(StrEnum):
    """开门, 无人, 隔门拒绝, 改约, 已搬离 (S01)."""

    opened = "opened"
    not_home = "not_home"
    refused = "refused"
    rescheduled = "rescheduled"
    moved_away = "moved_away"


class VisitPurpose(StrEnum):
    """行政任务 or 居民关切 (S07)."""

    duty = "duty"
    concern = "concern"


class Mode(StrEnum):
    """腿勤, 嘴勤, 笔头勤: at the door, by phone, in a talk, in writing (S17)."""

    door = "door"
    phone = "phone"
    talk = "talk"
    written = "written"


class CompanionKind(StrEnum):
    """Who the companion is to the household (S06)."""

    building_leader = "building_leader"
    elder = "elder"
    group_leader = "group_leader"
    neighbour = "neighbour"
    volunteer = "volunteer"
    other = "other"


class RoundState(StrEnum):
    planned = "planned"
    walked = "walked"
    cancelled = "cancelled"


class TargetKind(StrEnum):
    """院落(小区), 楼宇, 两新组织, 辖区单位, 物业, 业委会: offices that are visited in turn (S50)."""

    estate = "estate"
    office_building = "office_building"
    new_organisation = "new_organisation"
    local_unit = "local_unit"
    property_manager = "property_manager"
    owners_committee = "owners_committee"
    residents_committee = "residents_committee"
    other = "other"


class Procedure(Table, tablename="procedure"):
    """A visit procedure (SOP, S02). `key` names the ones that ship with Linli."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    title = Varchar(length=80)
    scenario = Varchar(length=12, choices=Scenario)
    key = Varchar(length=40, null=True, default=None)
    retired_on = Date(null=True, default=None)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class ProcedureVersion(Table, tablename="procedure_version"):
    """What a procedure said at one time. Never changed: an edit is the next number.

    JSON: `steps` is a list of `{text, compulsory}`, `dress` a list of texts, `scripts` a list of `{when, say}`.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    procedure = ForeignKey(Procedure, null=False, on_delete=OnDelete.restrict)
    number = Integer()
    steps = Text(default="[]")
    dress = Text(default="[]")
    scripts = Text(default="[]")
    why = Text(default="")
    answers_cause = Varchar(length=24, default="")
    made_on = Date()
    made_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())


class Round(Table, tablename="visit_round"):
    """A walk from door to door of a building, planned before and printed: who goes, with whom, by which procedure."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    building = ForeignKey(Building, null=False, on_delete=OnDelete.restrict)
    procedure_version = ForeignKey(ProcedureVersion, null=True, default=None, on_delete=OnDelete.restrict)
    scenario = Varchar(length=12, choices=Scenario)
    purpose = Varchar(length=8, choices=VisitPurpose)
    planned_on = Date()
    visitor_account = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    visitor_resident = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    companion = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    companion_kind = Varchar(length=16, null=True, default=None, choices=CompanionKind)
    companion_why = Varchar(length=120, default="")
    state = Varchar(length=10, choices=RoundState, default=RoundState.planned)
    closed_on = Date(null=True, default=None)
    note = Text(default="")
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class RoundDoor(Table, tablename="round_door"):
    """A door that a round is to knock on."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    round = ForeignKey(Round, null=False, on_delete=OnDelete.restrict)
    household = ForeignKey(Household, null=False, on_delete=OnDelete.restrict)
    position = Integer()


class Visit(Table, tablename="visit"):
    """One knock, call or talk with one household. Only added; a wrong one is voided.

    It keeps the version of the procedure it used and, as JSON, the numbers of the steps ticked. `labels` is a JSON list
    of what was done there (服务标签 of the official sheet).
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    building = ForeignKey(Building, null=False, on_delete=OnDelete.restrict)
    household = ForeignKey(Household, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    round = ForeignKey(Round, null=True, default=None, on_delete=OnDelete.restrict)
    procedure_version = ForeignKey(ProcedureVersion, null=True, default=None, on_delete=OnDelete.restrict)
    scenario = Varchar(length=12, choices=Scenario)
    purpose = Varchar(length=8, choices=VisitPurpose)
    mode = Varchar(length=8, choices=Mode, default=Mode.door)
    outcome = Varchar(length=12, choices=Outcome)
    visited_on = Date()
    visited_at = Varchar(length=5, default="")
    again_on = Date(null=True, default=None)
    visitor_account = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    visitor_resident = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    visitor_name = Varchar(length=120, default="")
    companion = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    companion_kind = Varchar(length=16, null=True, default=None, choices=CompanionKind)
    steps_done = Text(default="[]")
    skip_reason = Text(default="")
    note = Text(default="")
    labels = Text(default="[]")
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")


class VisitCause(Table, tablename="visit_cause"):
    """Why a door stayed shut, as the visitors see it: one code, inner or outer (S03)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    visit = ForeignKey(Visit, null=False, on_delete=OnDelete.restrict)
    code = Varchar(length=24)
    note = Varchar(length=200, default="")
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())


class VisitConcern(Table, tablename="visit_concern"):
    """What a household cares about or would gain by (关切点, 利益点, S07). May become a need."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    visit = ForeignKey(Visit, null=False, on_delete=OnDelete.restrict)
    benefit = Boolean(default=False)
    text = Text()
    created_at = Timestamptz(default=TimestamptzNow())


class VisitTarget(Table, tablename="visit_target"):
    """An office or body that is visited in turn, every so many days (S50)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=20, choices=TargetKind)
    name = Varchar(length=80)
    every_days = Integer()
    since = Date()
    retired_on = Date(null=True, default=None)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class TargetVisit(Table, tablename="target_visit"):
    """One visit to such an office. Only added; a wrong one is voided."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    target = ForeignKey(VisitTarget, null=False, on_delete=OnDelete.restrict)
    visited_on = Date()
    visitor_name = Varchar(length=120, default="")
    note = Text(default="")
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")


class Training(Table, tablename="training"):
    """That a colleague or a resident volunteer learned something, until when it counts, and how that is known (S04)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    account = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    skill = Varchar(length=40)
    trained_on = Date()
    expires_on = Date(null=True, default=None)
    proof = Varchar(length=200, default="")
    answers_cause = Varchar(length=24, default="")
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")


class SkillNeeded(Table, tablename="skill_needed"):
    """A skill that an NGO asks for before somebody is sent on visits of one scenario (S04)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    scenario = Varchar(length=12, choices=Scenario)
    skill = Varchar(length=40)


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
