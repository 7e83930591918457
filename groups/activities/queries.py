"""Doors to activities, and what stands behind one. Raw SQL where a write or a much read page waits for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import msgspec

from groups.activities import policy
from groups.activities.rules import By
from groups.activities.tables import Activity
from groups.activities.taper_rules import KINDS
from groups.teams import queries as group_queries
from groups.teams.tables import Group
from programs.residents.policy import fields_seen
from programs.residents.queries import SPEAKS_FOR_ITSELF
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Forbidden, NotFound, Refused


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """Where an activity belongs, after its door was passed."""

    community: int
    program: int | None = None
    group: int | None = None
    task: int | None = None
    group_closed_on: date | None = None


# One question for the whole setting: this runs before every write.
_SETTING = (
    'SELECT c.id AS community, p.id AS program, g.id AS "group", g.program AS group_program,'
    " g.closed_on AS group_closed_on, t.id AS task, t.program AS task_program FROM community AS c"
    " LEFT JOIN program AS p ON p.id = {} AND p.community = c.id"
    " LEFT JOIN community_group AS g ON g.id = {} AND g.community = c.id"
    ' LEFT JOIN group_task AS t ON t.id = {} AND t."group" = g.id'
    " WHERE c.id = {} AND c.organisation = {}"
)


async def access_setting(
    actor: Actor,
    community_id: int,
    *,
    program_id: int | None = None,
    group_id: int | None = None,
    task_id: int | None = None,
) -> Setting:
    """The only way from ids that were sent to where an activity belongs; all of them have to belong together.

    Staff of the community, or the leader of the group; she proves nothing in a program that is neither the group's
    nor the task's. Without a program it is the task's, or the group's.
    """
    if not policy.may_log(actor, community_id=community_id, group_id=group_id):
        raise NotFound
    found = await db.rows(_SETTING, program_id, group_id, task_id, community_id, actor.organisation_id)
    asked = {"program": program_id, "group": group_id, "task": task_id}
    if not found or any(found[0][name] != wanted for name, wanted in asked.items()):
        raise NotFound
    row = found[0]
    if not actor.works_in(community_id) and program_id not in {
        None,
        row["group_program"],
        row["task_program"],
    }:
        raise NotFound
    return Setting(
        community=community_id,
        program=program_id or row["task_program"] or row["group_program"],
        group=group_id,
        task=task_id,
        group_closed_on=row["group_closed_on"],
    )


async def access_activity(actor: Actor, activity_id: int, *, to_edit: bool = False) -> Activity:
    """The only way from an id in an address to an Activity: for staff of its community and the leader of its group."""
    activity = await Activity.objects().get(
        (Activity.id == activity_id) & (Activity.organisation == actor.organisation_id)
    )
    if activity is None or not policy.may_log(
        actor, community_id=activity.community, group_id=activity.group
    ):
        raise NotFound
    if to_edit and not policy.may_edit(actor, community_id=activity.community):
        raise Forbidden
    return activity


async def access_to_void(actor: Actor, activity_id: int) -> Activity:
    """An activity that the actor may take back."""
    activity = await access_activity(actor, activity_id)
    if not policy.may_void(
        actor, community_id=activity.community, group_id=activity.group, recorded_by=activity.recorded_by
    ):
        raise Forbidden
    return activity


async def access_group_to_join(actor: Actor, activity: Activity, group_id: int | None) -> Group | None:
    """The existing group that people of an activity are asked into, of the same community; None when none is named."""
    if group_id is None:
        return None
    group = await group_queries.access_group(actor, group_id, to_edit=True)
    if group.community != activity.community:
        raise NotFound
    return group


async def check_people(
    actor: Actor, setting: Setting, ids: Collection[int], *, known: Collection[int] = ()
) -> None:
    """Raise NotFound unless all are residents of the community and, for a leader, were members of her group.

    Refused when one asked to be forgotten, unless the activity names her already: `known`.
    """
    wanted = sorted(set(ids))
    if not wanted:
        return
    marks = ", ".join(["{}"] * len(wanted))
    if actor.works_in(setting.community):
        sql = (
            "SELECT id, erased_at FROM resident WHERE organisation = {} AND community = {}"
            f" AND id IN ({marks}) AND {SPEAKS_FOR_ITSELF}"
        )
    else:
        sql = (
            "SELECT DISTINCT r.id, r.erased_at FROM group_membership AS m JOIN resident AS r ON r.id = m.resident"
            f' WHERE m.organisation = {{}} AND m."group" = {{}} AND r.id IN ({marks})'
        )
    place = setting.community if actor.works_in(setting.community) else setting.group
    found = await db.rows(sql, actor.organisation_id, place, *wanted)
    if len(found) != len(wanted):
        raise NotFound
    if any(row["erased_at"] is not None for row in found if row["id"] not in known):
        raise Refused("residents.erased")


async def acts_of(activity_id: int) -> dict[str, By]:
    """Who did which of the five acts."""
    found = await db.rows("SELECT act, by, resident FROM activity_act WHERE activity = {}", activity_id)
    return {row["act"]: By(row["by"], row["resident"]) for row in found}


async def people_of(activity_id: int) -> list[dict[str, Any]]:
    """Who was ticked, in the order of ticking: `id`, `name`, `phone_tail`, `role`."""
    return await db.rows(
        "SELECT r.id, r.name, r.phone_tail, a.role FROM attendance AS a JOIN resident AS r ON r.id = a.resident"
        " WHERE a.activity = {} ORDER BY a.id",
        activity_id,
    )


async def people_seen(actor: Actor, activity: Activity) -> list[dict[str, Any]]:
    """Those of the ticked whom the actor may see: all of them for staff, her own members for a leader."""
    members: set[int] = set()
    if activity.group in actor.group_ids():
        members = {resident for resident, _name, _tail in await group_queries.members_of(activity.group)}
    seen = []
    for person in await people_of(activity.id):
        fields = fields_seen(actor, community_id=activity.community, own_member=person["id"] in members)
        if "name" in fields:
            seen.append({**person, "phone_tail": person["phone_tail"] if "phone_tail" in fields else ""})
    return seen


async def names_seen(actor: Actor, activity: Activity, resident_ids: Collection[int]) -> dict[int, str]:
    """The names of those who carried an activity, as far as the actor may see them."""
    if actor.works_in(activity.community) or activity.group is None:
        return await names_of(resident_ids)
    members = await group_queries.members_of(activity.group)
    return {resident: name for resident, name, _tail in members if resident in resident_ids}


async def names_of(resident_ids: Collection[int]) -> dict[int, str]:
    """Names by id, of people whose rows were reached through a door."""
    wanted = sorted(set(resident_ids))
    if not wanted:
        return {}
    marks = ", ".join(["{}"] * len(wanted))
    found = await db.rows(f"SELECT id, name FROM resident WHERE id IN ({marks})", *wanted)
    return {row["id"]: row["name"] for row in found}


async def surroundings_of(activity: Activity) -> dict[str, Any]:
    """The names of an activity's community, program, group and task, and who wrote it down."""
    [found] = await db.rows(
        "SELECT c.name AS community, p.name AS program, g.name AS group_name, t.title AS task,"
        " u.display_name AS recorded_by FROM activity AS a JOIN community AS c ON c.id = a.community"
        " LEFT JOIN program AS p ON p.id = a.program"
        ' LEFT JOIN community_group AS g ON g.id = a."group"'
        " LEFT JOIN group_task AS t ON t.id = a.task"
        " LEFT JOIN user_account AS u ON u.id = a.recorded_by WHERE a.id = {}",
        activity.id,
    )
    return found


async def last_titles(group_id: int, *, limit: int = 3) -> list[str]:
    """What a group did last, each title once: most are done again."""
    found = await db.rows(
        "SELECT title FROM activity WHERE \"group\" = {} AND state = 'held' AND voided_at IS NULL"
        " ORDER BY held_on DESC, id DESC LIMIT 20",
        group_id,
    )
    return list(dict.fromkeys(row["title"] for row in found))[:limit]


async def members_of(group_id: int) -> list[dict[str, Any]]:
    """A group's members of today for the people picker. The phone's end tells namesakes apart, else it stays away."""
    found = await group_queries.members_of(group_id)
    names = [name for _resident, name, _tail in found]
    return [
        {"id": resident, "name": name, "last_four": tail if names.count(name) > 1 else ""}
        for resident, name, tail in found
    ]


async def open_tasks(group_id: int) -> list[tuple[int, str]]:
    """The tasks that a group is working on."""
    found = await db.rows(
        'SELECT id, title FROM group_task WHERE "group" = {} AND ended_on IS NULL ORDER BY id', group_id
    )
    return [(row["id"], row["title"]) for row in found]


async def rollup_of(program_id: int) -> list[dict[str, Any]]:
    """The monthly sums of all that the taper shows of a program, along the rollup's own index."""
    marks = ", ".join(["{}"] * len(KINDS))
    return await db.rows(
        f"SELECT kind, facet, month, quantity, entries FROM evidence_month WHERE program = {{}} AND kind IN ({marks})",
        program_id,
        *(kind.value for kind in KINDS),
    )
