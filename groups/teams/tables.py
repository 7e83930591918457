"""Groups and their people."""

from enum import StrEnum

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from programs.communities.tables import Community
from programs.listening.tables import NeedClass
from programs.method.tables import FocalIssue, Program
from programs.residents.tables import Resident
from server.accounts.tables import Organisation, UserAccount


class GroupKind(StrEnum):
    """What draws a group's people together (S60)."""

    culture = "culture"
    sport = "sport"
    parents = "parents"
    pets = "pets"
    environment = "environment"
    mutual_aid = "mutual_aid"
    safety = "safety"
    learning = "learning"
    other = "other"


class Criterion(StrEnum):
    """The two things that can be seen of a community leader (S63)."""

    cares = "cares"
    brings = "brings"


class SourceType(StrEnum):
    """Where a community leader comes from (S63)."""

    resident = "resident"
    local_staff = "local_staff"
    local_organisation = "local_organisation"
    outside_organisation = "outside_organisation"


class Position(StrEnum):
    leader = "leader"
    deputy = "deputy"


class ChosenHow(StrEnum):
    """自荐, 推选, 轮值 (S77)."""

    offered = "offered"
    elected = "elected"
    rotation = "rotation"


class Group(Table, tablename="community_group"):
    """A group of residents."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    name = Varchar(length=60)
    kind = Varchar(length=16, choices=GroupKind, default=GroupKind.other)
    about = Text(default="")
    initiator = Varchar(length=60, default="")
    meets = Varchar(length=120, default="")
    age_from = Integer(null=True, default=None)
    age_to = Integer(null=True, default=None)
    open_to_join = Boolean(default=True)
    formed_on = Date()
    closed_on = Date(null=True, default=None)
    close_reason = Text(default="")
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class Membership(Table, tablename="group_membership"):
    """One stay of a resident in a group."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    group = ForeignKey(Group, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    joined_on = Date()
    left_on = Date(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())


class CommunityLeader(Table, tablename="community_leader"):
    """A capable resident (能人): spotted, and confirmed once both criteria are evidenced (S63)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, unique=True, on_delete=OnDelete.restrict)
    source_type = Varchar(length=24, choices=SourceType, default=SourceType.resident)
    spotted_by = Varchar(length=60)
    spotted_on = Date()
    confirmed_on = Date(null=True, default=None)
    confirmed_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)


class LeaderSighting(Table, tablename="leader_sighting"):
    """What somebody saw a candidate do, under one criterion. Only added: the development log (S63)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community_leader = ForeignKey(CommunityLeader, null=False, on_delete=OnDelete.restrict)
    criterion = Varchar(length=8, choices=Criterion)
    seen_on = Date()
    what = Text()
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())


class GroupLeader(Table, tablename="group_leader"):
    """One term of a group's leader or deputy (S77). `account` is set when the leader signs in herself.

    `honoured_as` is the title with which somebody leaves in honour (名誉顾问, S39).
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    group = ForeignKey(Group, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    position = Varchar(length=8, choices=Position)
    chosen_how = Varchar(length=8, choices=ChosenHow)
    votes_for = Integer(null=True, default=None)
    votes_cast = Integer(null=True, default=None)
    since = Date()
    until = Date(null=True, default=None)
    ended_on = Date(null=True, default=None)
    end_reason = Text(default="")
    account = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    honoured_as = Varchar(length=40, default="")


class GroupTask(Table, tablename="group_task"):
    """A class of complaints that a group made its own, with its own plan (S78)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    group = ForeignKey(Group, null=False, on_delete=OnDelete.restrict)
    program = ForeignKey(Program, null=True, default=None, on_delete=OnDelete.restrict)
    focal_issue = ForeignKey(FocalIssue, null=True, default=None, on_delete=OnDelete.restrict)
    need_class = ForeignKey(NeedClass, null=False, on_delete=OnDelete.restrict)
    title = Varchar(length=120)
    taken_on = Date()
    plan = Text(default="")
    plan_author = ForeignKey(Resident, null=True, default=None, on_delete=OnDelete.restrict)
    planned_on = Date(null=True, default=None)
    ended_on = Date(null=True, default=None)
    result = Text(default="")
    version = Integer(default=1)


class ElectionState(StrEnum):
    """How far an election is."""

    planned = "planned"
    counted = "counted"
    published = "published"
    cancelled = "cancelled"


class HandOverKind(StrEnum):
    """What an outgoing leader hands on: 公章, 账号, 文件, 钥匙, 款项, 关系."""

    seal = "seal"
    account = "account"
    documents = "documents"
    keys = "keys"
    money = "money"
    contacts = "contacts"


class TieKind(StrEnum):
    """What ties two neighbours: 带出来的, 一起做事, 朋友, 亲戚, 老邻居."""

    brought_in = "brought_in"
    works_with = "works_with"
    friends = "friends"
    family = "family"
    neighbours = "neighbours"


class Election(Table, tablename="election"):
    """An election of a group's leaders or of one of the three bodies (`body`), watched by residents (S39)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    group = ForeignKey(Group, null=True, default=None, on_delete=OnDelete.restrict)
    body = Varchar(length=80, default="")
    title = Varchar(length=80)
    held_on = Date()
    seats = Integer(default=1)
    term_months = Integer(default=12)
    electors = Integer(null=True, default=None)
    votes_cast = Integer(null=True, default=None)
    state = Varchar(length=10, choices=ElectionState, default=ElectionState.planned)
    counted_on = Date(null=True, default=None)
    published_on = Date(null=True, default=None)
    cancelled_on = Date(null=True, default=None)
    cancel_reason = Text(default="")
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())


class ElectionCandidate(Table, tablename="election_candidate"):
    """One who stands. `position` is what she stands for; `group_leader` is the term that came of it."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    election = ForeignKey(Election, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    position = Varchar(length=8, choices=Position, default=Position.leader)
    votes = Integer(null=True, default=None)
    elected = Boolean(default=False)
    withdrew_on = Date(null=True, default=None)
    group_leader = ForeignKey(GroupLeader, null=True, default=None, on_delete=OnDelete.restrict)


class ElectionObserver(Table, tablename="election_observer"):
    """A resident, not standing herself, who watched the count."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    election = ForeignKey(Election, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    watched_on = Date()


class HandOverItem(Table, tablename="hand_over_item"):
    """One thing that goes from an outgoing leader to the next, with the day on which it was received (S39)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    group_leader = ForeignKey(GroupLeader, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=10, choices=HandOverKind)
    what = Varchar(length=120)
    none_held = Boolean(default=False)
    received_by = Varchar(length=60, default="")
    received_on = Date(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())


class LeaderTie(Table, tablename="leader_tie"):
    """That one neighbour draws another (S64), perhaps in one group. Drawn from `resident` to `other`."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    other = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    group = ForeignKey(Group, null=True, default=None, on_delete=OnDelete.restrict)
    kind = Varchar(length=12, choices=TieKind)
    since = Date()
    ended_on = Date(null=True, default=None)
    note = Varchar(length=120, default="")


class ChatGroup(Table, tablename="chat_group"):
    """A chat group (微信群) that a group or a community uses: what for, who keeps it. Never what is said in it (S22)."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    group = ForeignKey(Group, null=True, default=None, on_delete=OnDelete.restrict)
    name = Varchar(length=60)
    purpose = Varchar(length=120)
    keepers = Varchar(length=120, default="")
    started_on = Date()
    closed_on = Date(null=True, default=None)
    version = Integer(default=1)


class ChatGroupCount(Table, tablename="chat_group_count"):
    """How many were in a chat group in a month."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    chat_group = ForeignKey(ChatGroup, null=False, on_delete=OnDelete.restrict)
    month = Varchar(length=7)
    members = Integer()
