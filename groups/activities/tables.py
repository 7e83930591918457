"""Activities and who was there."""

from enum import StrEnum

from piccolo.columns import (
    BigSerial,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    Text,
    Time,
    Timestamptz,
    Varchar,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from groups.teams.tables import Group, GroupTask
from programs.communities.tables import Community
from programs.method.tables import Program
from programs.residents.tables import Photo, Resident
from server.accounts.tables import Organisation, UserAccount


class ActivityState(StrEnum):
    planned = "planned"
    held = "held"
    cancelled = "cancelled"


class Presence(StrEnum):
    """Whether staff were there all the time, for a part of it, or not at all (S83)."""

    full = "full"
    part = "part"
    none = "none"


class AttendanceRole(StrEnum):
    staff = "staff"
    volunteer = "volunteer"
    participant = "participant"


class Act(StrEnum):
    """由民议事、解决、担责和评估, and who proposed it (S84)."""

    proposed = "proposed"
    decided = "decided"
    did = "did"
    answered = "answered"
    evaluated = "evaluated"


class ActBy(StrEnum):
    residents = "residents"
    staff = "staff"
    others = "others"


class Lever(StrEnum):
    """协作, 智能, 动员: what made the load lighter (S19)."""

    collaboration = "collaboration"
    tools = "tools"
    mobilisation = "mobilisation"


class Activity(Table, tablename="activity"):
    """One activity, planned or held. The three counts include those ticked by name."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    group = ForeignKey(Group, null=True, default=None, on_delete=OnDelete.restrict)
    task = ForeignKey(GroupTask, null=True, default=None, on_delete=OnDelete.restrict)
    title = Varchar(length=80)
    about = Text(default="")
    place = Varchar(length=80, default="")
    held_on = Date()
    starts_at = Time(null=True, default=None)
    state = Varchar(length=10, choices=ActivityState, default=ActivityState.held)
    public = Boolean(default=True)
    capacity = Integer(null=True, default=None)
    staff = Integer(default=0)
    volunteers = Integer(default=0)
    participants = Integer(default=0)
    presence = Varchar(length=4, null=True, default=None, choices=Presence)
    staff_minutes = Integer(null=True, default=None)
    volunteer_minutes = Integer(null=True, default=None)
    cash_fen = Integer(null=True, default=None)
    lever = Varchar(length=14, null=True, default=None, choices=Lever)
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())
    voided_at = Timestamptz(null=True, default=None)
    void_reason = Text(default="")


class Attendance(Table, tablename="attendance"):
    """A resident who was there. Only added."""

    id = BigSerial(primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    activity = ForeignKey(Activity, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    role = Varchar(length=12, choices=AttendanceRole, default=AttendanceRole.participant)
    added_at = Timestamptz(default=TimestamptzNow())


class ActivityAct(Table, tablename="activity_act"):
    """Who proposed, decided, did, answered for or evaluated an activity. Residents count only with a name behind it."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    activity = ForeignKey(Activity, null=False, on_delete=OnDelete.restrict)
    act = Varchar(length=10, choices=Act)
    by = Varchar(length=10, choices=ActBy)
    resident = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)


class GroupOrigin(Table, tablename="group_origin"):
    """The activity out of which a group came (S76)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    group = ForeignKey(Group, null=False, unique=True, on_delete=OnDelete.restrict)
    activity = ForeignKey(Activity, null=False, on_delete=OnDelete.restrict)
    attendees = Integer()


class GroupInvitation(Table, tablename="group_invitation"):
    """One who came to an activity and was asked into the group that grew from it."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    group = ForeignKey(Group, null=False, on_delete=OnDelete.restrict)
    activity = ForeignKey(Activity, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    invited_on = Date()
    joined_on = Date(null=True, default=None)
    declined_on = Date(null=True, default=None)


class CeremonyFor(StrEnum):
    """What a ceremony is held for (S55, S70)."""

    compact = "compact"
    recognition = "recognition"
    both = "both"


class NameOrder(StrEnum):
    """By what the names of the honoured stand in order: 姓氏拼音 or 姓氏笔画 (S70)."""

    pinyin = "pinyin"
    strokes = "strokes"


class KitKind(StrEnum):
    """What has to be ready: 议程, 席位, 红花, 奖杯, 证书, 奖品, 主持, 音响, 照片."""

    running_order = "running_order"
    seats = "seats"
    flowers = "flowers"
    trophies = "trophies"
    certificates = "certificates"
    prizes = "prizes"
    host = "host"
    sound = "sound"
    photos = "photos"
    other = "other"


class Ceremony(Table, tablename="ceremony"):
    """An activity with a ceremony of its own: for launching a compact, for thanking people, or for both."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    activity = ForeignKey(Activity, null=False, unique=True, on_delete=OnDelete.restrict)
    purpose = Varchar(length=12, choices=CeremonyFor, default=CeremonyFor.compact)
    seats = Integer(null=True, default=None)
    guests = Text(default="")
    name_order = Varchar(length=8, choices=NameOrder, default=NameOrder.pinyin)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class CeremonyItem(Table, tablename="ceremony_item"):
    """One line of the running order (`starts_at` is set) or of the checklist; `done_at` when it is ready or over."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    ceremony = ForeignKey(Ceremony, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=14, choices=KitKind)
    position = Integer(default=0)
    text = Varchar(length=200)
    starts_at = Time(null=True, default=None)
    who = Varchar(length=60, default="")
    quantity = Integer(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)


class ActivityPhoto(Table, tablename="activity_photo"):
    """A photo of an activity. Who may see it is decided by the photo itself (`programs/residents`)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    activity = ForeignKey(Activity, null=False, on_delete=OnDelete.restrict)
    photo = ForeignKey(Photo, null=False, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())
