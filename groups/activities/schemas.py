"""What is sent and answered about activities."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal

import msgspec

from groups.teams.choices import KindName
from server.web.forms import RowId, RowIds, Version, Write

Title = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Place = Annotated[str, msgspec.Meta(max_length=80)]
About = Annotated[str, msgspec.Meta(max_length=2000)]
Capacity = Annotated[int, msgspec.Meta(ge=1, le=100_000)]
StaffCount = Annotated[int, msgspec.Meta(ge=0, le=500)]
VolunteerCount = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
ParticipantCount = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
StaffHours = Annotated[float, msgspec.Meta(ge=0, le=5_000)]
ResidentHours = Annotated[float, msgspec.Meta(ge=0, le=100_000)]
Yuan = Annotated[float, msgspec.Meta(ge=0, le=10_000_000)]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]

# Who did an act: r12 is resident 12; residents without a name are kept, but prove nothing.
Who = Annotated[str, msgspec.Meta(max_length=11, pattern=r"^(staff|others|residents|r[1-9][0-9]{0,8})$")]
PresenceSaid = Literal["full", "part"]
LeverName = Literal["collaboration", "tools", "mobilisation"]


class Counts(Write, kw_only=True):
    """What took place: who came, who carried it (S84), what it cost and what made it lighter (S19).

    Blank `participants` are those ticked. Without staff, `presence` says nothing.
    """

    held_on: date
    staff: StaffCount | None = None
    volunteers: VolunteerCount | None = None
    participants: ParticipantCount | None = None
    presence: PresenceSaid | None = None
    people: RowIds = ()
    proposed: Who | None = None
    decided: Who | None = None
    did: Who | None = None
    answered: Who | None = None
    evaluated: Who | None = None
    staff_hours: StaffHours | None = None
    resident_hours: ResidentHours | None = None
    cash: Yuan | None = None
    lever: LeverName | None = None


class GroupLog(Counts, kw_only=True):
    """What a leader logs for a group: on a phone it is what, when, who came, who carried it."""

    title: Title
    task: RowId | None = None


class LoggedActivity(GroupLog, kw_only=True):
    """An activity that took place in a community, perhaps one of a program and of a group."""

    community: RowId
    program: RowId | None = None
    group: RowId | None = None
    about: About | None = None
    place: Place | None = None
    starts_at: time | None = None
    public: bool = False


class HeldActivity(Counts, kw_only=True):
    """How a planned activity went; `version` is the one that was read."""

    version: Version


class Setting(Write, kw_only=True):
    """What can be said of an activity before it takes place."""

    title: Title
    held_on: date
    program: RowId | None = None
    group: RowId | None = None
    task: RowId | None = None
    about: About | None = None
    place: Place | None = None
    starts_at: time | None = None
    capacity: Capacity | None = None
    public: bool = False


class PlannedActivity(Setting, kw_only=True):
    """An activity to come."""

    community: RowId


class EditedPlan(Setting, kw_only=True):
    """A planned activity as it should stand; `version` is the one that was read."""

    version: Version


class EditedActivity(EditedPlan, kw_only=True):
    """A held activity as it should stand. Who was ticked stays: names are only added."""

    staff: StaffCount
    volunteers: VolunteerCount
    participants: ParticipantCount
    presence: PresenceSaid | None = None
    proposed: Who | None = None
    decided: Who | None = None
    did: Who | None = None
    answered: Who | None = None
    evaluated: Who | None = None
    staff_hours: StaffHours | None = None
    resident_hours: ResidentHours | None = None
    cash: Yuan | None = None
    lever: LeverName | None = None


class Cancelled(Write, kw_only=True):
    """Why a planned activity does not take place."""

    version: Version
    reason: Reason


class Voided(Write, kw_only=True):
    """Why an activity is taken back. A leader who taps undo need not say."""

    reason: Reason | None = None


class CheckIn(Write, kw_only=True):
    """A resident who came."""

    resident: RowId
    role: Literal["participant", "volunteer"] = "participant"


class Invited(Write, kw_only=True):
    """Those who came and are asked into a group: `group`, or a new one with a name and a kind, formed on that day."""

    invited_on: date
    people: RowIds
    group: RowId | None = None
    name: Annotated[str, msgspec.Meta(max_length=60)] | None = None
    kind: KindName = "other"


class Answered(Write, kw_only=True):
    """Who of the invited joined and who declined, on one day."""

    answered_on: date
    joined: RowIds = ()
    declined: RowIds = ()


class ActivityOut(msgspec.Struct):
    """One activity in a list."""

    id: int
    title: str
    held_on: date
    state: str
    group: int | None
    program: int | None
    staff: int
    volunteers: int
    participants: int
    presence: str | None


class ActivityPage(msgspec.Struct):
    """Some activities, newest first, and the cursor of the next ones."""

    activities: list[ActivityOut]
    next: str | None = None


class ActivityWhole(msgspec.Struct):
    """One activity with who carried it and who was ticked."""

    id: int
    community: int
    program: int | None
    group: int | None
    task: int | None
    title: str
    about: str
    place: str
    held_on: date
    starts_at: time | None
    state: str
    public: bool
    capacity: int | None
    staff: int
    volunteers: int
    participants: int
    presence: str | None
    staff_minutes: int | None
    volunteer_minutes: int | None
    cash_fen: int | None
    lever: str | None
    version: int
    voided: bool
    acts: dict[str, str]
    people: list[int]


class Announcement(msgspec.Struct):
    """The text that is pasted into a chat group, and the address in it; empty where nothing is shown to the street."""

    text: str
    address: str
