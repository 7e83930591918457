"""Activities as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from groups.activities import actions, attendance_actions, invitation_actions, list_queries, queries, rules
from groups.activities.queries import Setting
from groups.activities.schemas import (
    ActivityOut,
    ActivityPage,
    ActivityWhole,
    Answered,
    Cancelled,
    CheckIn,
    EditedActivity,
    EditedPlan,
    GroupLog,
    HeldActivity,
    Invited,
    LoggedActivity,
    PlannedActivity,
    Voided,
)
from groups.teams import queries as group_queries
from programs.communities.queries import access_community
from server.lib.actor import Actor
from server.web.access import LEADERS, STAFF, actor_of
from server.web.forms import Created, created, written


@get("/api/communities/{community_id:int}/activities", opt={"who": STAFF})
async def list_of_community(
    request: Request, community_id: FromPath[int], before: FromQuery[str | None] = None
) -> ActivityPage:
    """Fifty activities of a community, newest first; `before` is the cursor that came as `next`."""
    found = await list_queries.activities_of_community(actor_of(request), community_id, before)
    return ActivityPage(msgspec.convert(found.rows, list[ActivityOut]), found.next)


@get("/api/activities/{activity_id:int}", opt={"who": LEADERS})
async def show_activity(request: Request, activity_id: FromPath[int]) -> ActivityWhole:
    """One activity, with who carried it and who was ticked."""
    actor = actor_of(request)
    activity = await queries.access_activity(actor, activity_id)
    acts = await queries.acts_of(activity.id)
    extra = {"voided", "acts", "people"}
    plain = {name: getattr(activity, name) for name in ActivityWhole.__struct_fields__ if name not in extra}
    return ActivityWhole(
        **plain,
        voided=activity.voided_at is not None,
        acts={act: rules.write_who(by) for act, by in acts.items()},
        people=[person["id"] for person in await queries.people_seen(actor, activity)],
    )


@post("/api/activities", opt={"who": LEADERS})
async def log_activity(request: Request, data: JSONBody[LoggedActivity]) -> Created:
    """Log an activity that took place."""
    actor = actor_of(request)
    setting = await _setting(actor, data.community, data)
    return await _log(actor, setting, data)


@post("/api/groups/{group_id:int}/activities", opt={"who": LEADERS})
async def log_of_group(request: Request, group_id: FromPath[int], data: JSONBody[GroupLog]) -> Created:
    """Log an activity of a group, as its leader does on a phone."""
    actor = actor_of(request)
    group = await group_queries.access_group(actor, group_id)
    setting = await queries.access_setting(actor, group.community, group_id=group.id, task_id=data.task)
    return await _log(actor, setting, data)


async def _log(actor: Actor, setting: Setting, data: GroupLog) -> Created:
    return await written(setting, data, "activity.logged", actions.log_activity, actor=actor)


@post("/api/planned-activities", opt={"who": STAFF})
async def plan_activity(request: Request, data: JSONBody[PlannedActivity]) -> Created:
    """Plan an activity."""
    actor = actor_of(request)
    setting = await _setting(actor, data.community, data)
    return await written(setting, data, "activity.planned", actions.plan_activity, actor=actor)


@put("/api/planned-activities/{activity_id:int}", opt={"who": STAFF})
async def edit_plan(request: Request, activity_id: FromPath[int], data: JSONBody[EditedPlan]) -> Created:
    """Save a planned activity; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    activity = await queries.access_activity(actor, activity_id, to_edit=True)
    setting = await _setting(actor, activity.community, data)
    return await created(
        data,
        actor=actor,
        action="activity.edited",
        write=lambda: actions.edit_plan(activity, setting, data, actor=actor),
    )


@post("/api/planned-activities/{activity_id:int}/held", opt={"who": LEADERS})
async def hold_activity(
    request: Request, activity_id: FromPath[int], data: JSONBody[HeldActivity]
) -> Created:
    """Write down how a planned activity went."""
    actor = actor_of(request)
    activity = await queries.access_activity(actor, activity_id)
    return await written(activity, data, "activity.held", actions.hold_activity, actor=actor)


@post("/api/planned-activities/{activity_id:int}/cancellation", opt={"who": STAFF})
async def cancel_activity(request: Request, activity_id: FromPath[int], data: JSONBody[Cancelled]) -> Created:
    """Call a planned activity off."""
    actor = actor_of(request)
    activity = await queries.access_activity(actor, activity_id, to_edit=True)
    return await written(activity, data, "activity.cancelled", actions.cancel_activity, actor=actor)


@put("/api/activities/{activity_id:int}", opt={"who": STAFF})
async def edit_activity(
    request: Request, activity_id: FromPath[int], data: JSONBody[EditedActivity]
) -> Created:
    """Save a held activity; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    activity = await queries.access_activity(actor, activity_id, to_edit=True)
    setting = await _setting(actor, activity.community, data)
    return await created(
        data,
        actor=actor,
        action="activity.edited",
        write=lambda: actions.edit_activity(activity, setting, data, actor=actor),
    )


@post("/api/activities/{activity_id:int}/void", opt={"who": LEADERS})
async def void_activity(request: Request, activity_id: FromPath[int], data: JSONBody[Voided]) -> Created:
    """Take an activity back."""
    actor = actor_of(request)
    activity = await queries.access_to_void(actor, activity_id)
    return await written(activity, data, "activity.voided", actions.void_activity, actor=actor)


@post("/api/activities/{activity_id:int}/attendances", opt={"who": LEADERS})
async def check_in(request: Request, activity_id: FromPath[int], data: JSONBody[CheckIn]) -> Created:
    """Tick a resident who came; the same one twice is one attendance."""
    actor = actor_of(request)
    activity = await queries.access_activity(actor, activity_id)
    return await written(activity, data, "activity.checked_in", attendance_actions.check_in, actor=actor)


@post("/api/activities/{activity_id:int}/invitations", opt={"who": STAFF})
async def invite(request: Request, activity_id: FromPath[int], data: JSONBody[Invited]) -> Created:
    """Invite those who came into a group; the group's id."""
    actor = actor_of(request)
    activity = await queries.access_activity(actor, activity_id, to_edit=True)
    community = await access_community(actor, activity.community)
    group = await queries.access_group_to_join(actor, activity, data.group)
    return await created(
        data,
        actor=actor,
        action="activity.invited",
        write=lambda: invitation_actions.invite(activity, community, group, data, actor=actor),
    )


@post("/api/groups/{group_id:int}/invitations", opt={"who": STAFF})
async def answer_invitations(request: Request, group_id: FromPath[int], data: JSONBody[Answered]) -> Created:
    """Write down who of the invited joined and who declined."""
    actor = actor_of(request)
    group = await group_queries.access_group(actor, group_id, to_edit=True)
    return await written(
        group, data, "group.invitations_answered", invitation_actions.answer_invitations, actor=actor
    )


async def _setting(
    actor: Actor, community_id: int, data: LoggedActivity | PlannedActivity | EditedPlan
) -> Setting:
    return await queries.access_setting(
        actor, community_id, program_id=data.program, group_id=data.group, task_id=data.task
    )


HANDLERS = [
    list_of_community,
    show_activity,
    log_activity,
    log_of_group,
    plan_activity,
    edit_plan,
    hold_activity,
    cancel_activity,
    edit_activity,
    void_activity,
    check_in,
    invite,
    answer_invitations,
]
