"""What the forms about activities offer to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from groups.activities import queries
from groups.activities.choices import who_options
from groups.activities.tables import Activity
from groups.teams import queries as group_queries
from programs.communities.queries import access_community, community_options
from programs.method.queries import access_program, program_options
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound

# A longer list is no help on a form: there people are ticked on the activity's own page, by search.
LONGEST_PICKER = 200


class Start(msgspec.Struct, frozen=True):
    """Where a new activity begins; without a community the reader chooses one of `communities`."""

    community: int | None
    program: int | None
    group: int | None
    communities: list[tuple[int, str]]


async def start_of(actor: Actor, *, community: int | None, program: int | None, group: int | None) -> Start:
    """The place that an address names: a group or a program says its community, and the only community says itself."""
    if group is not None:
        found = await group_queries.access_group(actor, group)
        return Start(found.community, program or found.program, group, [])
    if program is not None:
        return Start((await access_program(actor, program)).community, program, None, [])
    options = await community_options(actor)
    if community is None and len(options) == 1:
        community = options[0][0]
    return Start(community, None, None, options)


async def choices_for(actor: Actor, community_id: int | None, group_id: int | None) -> dict[str, Any]:
    """The programs, groups, tasks and people of a place, for the plan's and the log's form."""
    if community_id is None:
        raise NotFound
    community = await access_community(actor, community_id)
    group = await group_queries.access_group(actor, group_id) if group_id is not None else None
    if group is not None and group.community != community.id:
        raise NotFound
    people = await people_to_tick(community.id, group_id)
    return {
        "community": community,
        "group": group,
        "programs": await program_options(actor, community.id),
        "groups": await group_queries.group_options(actor, community.id),
        "tasks": await queries.open_tasks(group.id) if group is not None else [],
        "people": people,
        "who": who_options(people),
    }


async def people_to_tick(community_id: int, group_id: int | None) -> list[dict[str, Any]]:
    """A group's members, or the community's residents when they fit on a form."""
    if group_id is not None:
        return await queries.members_of(group_id)
    residents = await db.rows(
        "SELECT id, name, phone_tail AS last_four FROM resident"
        f" WHERE community = {{}} AND moved_away_on IS NULL ORDER BY name, id LIMIT {LONGEST_PICKER + 1}",
        community_id,
    )
    return residents if len(residents) <= LONGEST_PICKER else []


async def who_of(activity: Activity, more: Iterable[int] = ()) -> list[tuple[str, Any]]:
    """Who can have carried an activity: its group's members, those ticked, and whoever is written there already."""
    people = {person["id"]: person["name"] for person in await queries.people_of(activity.id)}
    if activity.group is not None:
        people |= {person["id"]: person["name"] for person in await queries.members_of(activity.group)}
    people |= await queries.names_of(set(more) - set(people))
    return who_options([{"id": one, "name": name} for one, name in people.items()])
