"""What is sent and answered about groups, their people and their tasks."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from groups.teams.choices import ChosenName, CriterionName, KindName, PositionName, SourceName
from server.web.forms import Count, Paragraph, RowId, RowIds, Version, Write

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
LongText = Annotated[str, msgspec.Meta(max_length=2000)]
Age = Annotated[int, msgspec.Meta(ge=0, le=120)]


class GroupFields(Write):
    """What is known of a group."""

    name: Name
    kind: KindName
    formed_on: date
    about: LongText | None = None
    initiator: Annotated[str, msgspec.Meta(max_length=60)] | None = None
    meets: Annotated[str, msgspec.Meta(max_length=120)] | None = None
    age_from: Age | None = None
    age_to: Age | None = None
    program: RowId | None = None
    open_to_join: bool = False


class NewGroup(GroupFields):
    """A group to enter."""


class EditedGroup(GroupFields, kw_only=True):
    """A group as it should stand; `version` is the one that was read."""

    version: Version


class Closure(Write):
    """The end of a group."""

    closed_on: date
    reason: Paragraph


class Reopening(Write):
    """Why a closed group goes on."""

    reason: Paragraph


class NewMembers(Write):
    """Who joined on a day: residents by id, and one new neighbour by a name that may be a nickname."""

    joined_on: date
    residents: RowIds = ()
    nickname: Name | None = None
    phone_tail: Annotated[str, msgspec.Meta(max_length=20)] | None = None
    another: bool = False


class Departure(Write):
    """The day on which a member left."""

    left_on: date


class SpottedFields(Write):
    """Where a possible community leader comes from, who noticed, and when."""

    source_type: SourceName
    spotted_by: Name
    spotted_on: date
    program: RowId | None = None


class Spotting(SpottedFields, kw_only=True):
    """A resident to enter in the register of community leaders."""

    resident: RowId


class EditedSpotting(SpottedFields, kw_only=True):
    """An entry of the register as it should stand."""

    version: Version


class NewSighting(Write):
    """What was seen of a candidate on a day, under one criterion."""

    criterion: CriterionName
    seen_on: date
    what: Paragraph


class Confirmation(Write):
    """The day on which a community leader is confirmed."""

    confirmed_on: date


class Withdrawal(Write):
    """Why a confirmation does not stand."""

    reason: Paragraph


class NewTerm(Write):
    """A leader or deputy to confirm. `account` is hers when she signs in herself."""

    position: PositionName
    resident: RowId
    chosen_how: ChosenName
    since: date
    votes_for: Count | None = None
    votes_cast: Count | None = None
    until: date | None = None
    account: RowId | None = None


class TermEnd(Write):
    """The end of a term, and why; `honoured_as` is the title with which somebody leaves in honour (S39)."""

    ended_on: date
    reason: Paragraph
    honoured_as: Annotated[str, msgspec.Meta(max_length=40)] | None = None


class TermAccount(Write):
    """The account with which whoever serves a term signs in."""

    account: RowId


class TaskFields(Write):
    """What a group makes its own: a class of complaints."""

    title: Title
    need_class: RowId
    taken_on: date
    program: RowId | None = None
    focal_issue: RowId | None = None


class NewTask(TaskFields):
    """A task to hand to a group."""


class EditedTask(TaskFields, kw_only=True):
    """A task as it should stand."""

    version: Version


class Plan(Write):
    """What the group means to do, in its own words, and which member wrote it. No day means today."""

    version: Version
    plan: Paragraph
    plan_author: RowId
    planned_on: date | None = None


class TaskEnd(Write):
    """How a task ended."""

    ended_on: date
    result: Paragraph


class CreatedSeveral(msgspec.Struct):
    """The answer of an API call that made several rows."""

    ids: list[int]


class GroupOut(msgspec.Struct):
    """A group as the API shows it."""

    id: int
    community: int
    program: int | None
    name: str
    kind: str
    about: str
    initiator: str
    meets: str
    age_from: int | None
    age_to: int | None
    open_to_join: bool
    formed_on: date
    closed_on: date | None
    version: int


class GroupRow(msgspec.Struct):
    """A group in a list. `reminders` are codes: no_leader, no_deputy, term_ends, term_over."""

    id: int
    name: str
    kind: str
    community: int
    program: int | None
    members: int
    leader_name: str | None
    deputy_name: str | None
    closed_on: date | None
    reminders: tuple[str, ...]


class GroupPage(msgspec.Struct):
    """Part of a list; `next` is the `after` of the following part."""

    rows: list[GroupRow]
    next: str | None


class MemberOut(msgspec.Struct):
    """A present member. `id` is the stay's."""

    id: int
    resident: int
    name: str
    phone_tail: str
    joined_on: date


class TermOut(msgspec.Struct):
    """A term of a leader or deputy as the API shows it."""

    id: int
    resident: int
    name: str
    position: str
    chosen_how: str
    votes_for: int | None
    votes_cast: int | None
    since: date
    until: date | None
    ended_on: date | None
    end_reason: str
    honoured_as: str


class CommunityLeaderRow(msgspec.Struct):
    """An entry of the register in a list; `cares` and `brings` count the sightings."""

    id: int
    resident: int
    name: str
    community: int
    standing: str
    cares: int
    brings: int


class SightingOut(msgspec.Struct):
    """What was seen on a day."""

    seen_on: date
    what: str


class CommunityLeaderOut(msgspec.Struct, kw_only=True):
    """An entry of the register with the sightings under each criterion, the newest first."""

    id: int
    resident: int
    name: str
    community: int
    standing: str
    source_type: str
    spotted_by: str
    spotted_on: date
    confirmed_on: date | None
    program: int | None
    version: int
    cares: list[SightingOut]
    brings: list[SightingOut]


class TaskOut(msgspec.Struct):
    """A task as the API shows it."""

    id: int
    group: int
    title: str
    need_class: int
    program: int | None
    taken_on: date
    plan: str
    plan_author: int | None
    planned_on: date | None
    ended_on: date | None
    result: str
    version: int
