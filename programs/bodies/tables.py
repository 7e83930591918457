"""Who stands for a building, and how people come to do it."""

from enum import StrEnum

from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from programs.communities.tables import Building, Community
from programs.residents.tables import Resident
from server.accounts.tables import Organisation, UserAccount


class RecruitStep(StrEnum):
    """居民 → 志愿者 → 楼组长 (S08)."""

    asked = "asked"
    volunteer = "volunteer"
    building_leader = "building_leader"
    declined = "declined"


class Recruit(Table, tablename="recruit"):
    """A resident on the way to standing for a building: one step, with its day. Only added."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    building = ForeignKey(Building, null=True, default=None, on_delete=OnDelete.restrict)
    step = Varchar(length=16, choices=RecruitStep)
    reached_on = Date()
    note = Text(default="")
    recorded_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=TimestamptzNow())


class BuildingLeader(Table, tablename="building_leader"):
    """One term of a building leader (楼组长). A building has one at a time."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    community = ForeignKey(Community, null=False, on_delete=OnDelete.restrict)
    building = ForeignKey(Building, null=False, on_delete=OnDelete.restrict)
    resident = ForeignKey(Resident, null=False, on_delete=OnDelete.restrict)
    since = Date()
    ended_on = Date(null=True, default=None)
    end_reason = Text(default="")
    appointed_by = ForeignKey(UserAccount, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())
