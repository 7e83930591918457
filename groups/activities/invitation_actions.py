"""An event becomes a group (S76): those who came are asked in, and their answers become memberships."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from groups.activities import rows, rules
from groups.activities.schemas import Answered, Invited
from groups.activities.tables import Activity, GroupInvitation
from groups.teams import actions as team_actions
from groups.teams.queries import access_group
from groups.teams.schemas import NewGroup, NewMembers
from groups.teams.tables import Group
from programs.communities.tables import Community
from server import audit
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.days import refuse_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused


async def invite(
    activity: Activity, community: Community, group: Group | None, data: Invited, *, actor: Actor
) -> int:
    """Ask those who came into `group`, or into a new one that remembers the activity it came from; the group's id.

    Who was invited before keeps her invitation and her answer.
    """
    _refuse_crowd(len(data.people), "people")
    async with write_transaction():
        activity = await lock(activity)
        _refuse_invitation(activity, data, today=clock.today())
        if not set(data.people) <= set(await rows.named_in(activity.id)):
            raise NotFound
        if group is None:
            group = await _form(activity, community, data, actor=actor)
        else:
            group = await lock(group)
            team_actions.check_open(group)
        await _remember_origin(group, activity, actor=actor)
        await _insert_invitations(group, activity, data, actor=actor)
        await audit.record(
            "activity.invited",
            "activity",
            activity.id,
            actor=actor,
            program_id=activity.program,
            changes={"people": None},
        )
        return group.id


async def answer_invitations(group: Group, data: Answered, *, actor: Actor) -> int:
    """Write down who of the invited joined, as members of the group, and who declined; the group's id."""
    joined, declined = set(data.joined), set(data.declined) - set(data.joined)
    if not joined and not declined:
        raise Refused("activities.nobody_chosen", field="joined")
    _refuse_crowd(len(joined) + len(declined), "joined")
    async with write_transaction():
        group = await lock(group)
        invitations = await GroupInvitation.objects().where(
            (GroupInvitation.group == group.id) & GroupInvitation.resident.is_in(sorted(joined | declined))
        )
        _refuse_answers(invitations, joined | declined, data.answered_on, today=clock.today())
        for column, answered in (("joined_on", joined), ("declined_on", declined)):
            if answered:
                await GroupInvitation.update({column: data.answered_on}).where(
                    (GroupInvitation.group == group.id) & GroupInvitation.resident.is_in(sorted(answered))
                )
        await _add_members(group, joined, data, actor=actor)
        await audit.record(
            "group.invitations_answered", "group", group.id, actor=actor, program_id=group.program
        )
        return group.id


async def _form(activity: Activity, community: Community, data: Invited, *, actor: Actor) -> Group:
    if not data.name:
        raise Refused("activities.group_or_name", field="name")
    new = NewGroup(
        op_id=data.op_id,
        name=data.name,
        kind=data.kind,
        formed_on=data.invited_on,
        program=activity.program,
        open_to_join=True,
    )
    group_id = await team_actions.form_group(community, new, actor=actor)
    return await access_group(actor, group_id)


async def _remember_origin(group: Group, activity: Activity, *, actor: Actor) -> None:
    """Once: a group has the origin that was written first."""
    written = await db.execute(
        'INSERT INTO group_origin (organisation, "group", activity, attendees) VALUES ({}, {}, {}, {})'
        ' ON CONFLICT ("group") DO NOTHING RETURNING id',
        actor.organisation_id,
        group.id,
        activity.id,
        activity.volunteers + activity.participants,
    )
    if written:
        await audit.record("group.originated", "group", group.id, actor=actor, program_id=group.program)


async def _insert_invitations(group: Group, activity: Activity, data: Invited, *, actor: Actor) -> None:
    people = sorted(set(data.people))
    values = [
        value
        for resident_id in people
        for value in (actor.organisation_id, group.id, activity.id, resident_id, data.invited_on)
    ]
    marks = ", ".join(["({}, {}, {}, {}, {})"] * len(people))
    await db.execute(
        f'INSERT INTO group_invitation (organisation, "group", activity, resident, invited_on) VALUES {marks}'
        ' ON CONFLICT ("group", resident) DO NOTHING',
        *values,
    )


async def _add_members(group: Group, joined: Collection[int], data: Answered, *, actor: Actor) -> None:
    """Those who came in by another door meanwhile are members already; the others become members."""
    members = await db.rows(
        'SELECT resident FROM group_membership WHERE "group" = {} AND left_on IS NULL', group.id
    )
    new = tuple(sorted(set(joined) - {row["resident"] for row in members}))
    if new:
        await team_actions.add_members(
            group, NewMembers(op_id=data.op_id, joined_on=data.answered_on, residents=new), actor=actor
        )


def _refuse_crowd(people: int, field: str) -> None:
    if people > rules.MOST_NAMES:
        raise Refused("activities.too_many_names", field=field, limit=rules.MOST_NAMES)


def _refuse_invitation(activity: Activity, data: Invited, *, today: date) -> None:
    if activity.voided_at is not None:
        raise Refused("activities.taken_back")
    if activity.state != "held":
        raise Refused("activities.not_held")
    if not data.people:
        raise Refused("activities.nobody_chosen", field="people")
    code = refuse_past_day(data.invited_on, today=today)
    code = code or rules.refuse_invited_on(data.invited_on, held_on=activity.held_on)
    if code:
        raise Refused(code, field="invited_on", day=activity.held_on)


def _refuse_answers(
    invitations: Collection[GroupInvitation], asked: Collection[int], day: date, *, today: date
) -> None:
    if len(invitations) != len(asked):
        raise Refused("activities.not_invited")
    if any(one.joined_on or one.declined_on for one in invitations):
        raise Refused("activities.already_answered")
    first = max(one.invited_on for one in invitations)
    if code := refuse_past_day(day, today=today) or rules.refuse_answered_on(day, invited_on=first):
        raise Refused(code, field="answered_on", day=first)
