"""Reading how a group came about: the event it grew from, who was asked in, and what it then did by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from groups.activities.rules import Story
from groups.teams.tables import Group
from server.lib import db

# Of an invitation `i`: who said yes became a member, and not by a mistaken tick that was taken back.
_JOINED = (
    'i.joined_on IS NOT NULL AND EXISTS (SELECT 1 FROM group_membership AS m WHERE m."group" = i."group"'
    " AND m.resident = i.resident AND (m.left_on IS NULL OR m.left_on <> m.joined_on))"
)


async def story_of(group: Group) -> Story:
    """The way from an event to a group that runs its own activities (S76)."""
    origin = await _origin_of(group.id)
    joined = await _joined_from(group.id, origin["id"]) if origin else []
    own = await _first_self_run(group)
    return Story(
        formed_on=group.formed_on,
        origin=origin["id"] if origin else None,
        origin_title=origin["title"] if origin else "",
        origin_on=origin["held_on"] if origin else None,
        attendees=origin["attendees"] if origin else 0,
        joined=len(joined),
        last_joined_on=joined[-1] if joined else None,
        own=own["id"] if own else None,
        own_title=own["title"] if own else "",
        own_on=own["held_on"] if own else None,
    )


async def _origin_of(group_id: int) -> dict[str, Any] | None:
    """The event, unless it was taken back, with how many came as it is known today: late names and corrections too."""
    found = await db.rows(
        "SELECT a.id, a.title, a.held_on, a.volunteers + a.participants AS attendees FROM group_origin AS o"
        ' JOIN activity AS a ON a.id = o.activity WHERE o."group" = {} AND a.voided_at IS NULL',
        group_id,
    )
    return found[0] if found else None


async def _joined_from(group_id: int, activity_id: int) -> list[date]:
    """The days on which those joined who were asked at this event; who was asked at another is of no share in it."""
    found = await db.rows(
        'SELECT i.joined_on FROM group_invitation AS i WHERE i."group" = {} AND i.activity = {}'
        f" AND {_JOINED} ORDER BY i.joined_on",
        group_id,
        activity_id,
    )
    return [row["joined_on"] for row in found]


async def _first_self_run(group: Group) -> dict[str, Any] | None:
    """The group's first activity that `rules.is_resident_run` calls the residents' own; keep the two in step."""
    found = await db.rows(
        "SELECT a.id, a.title, a.held_on FROM activity AS a WHERE a.\"group\" = {} AND a.state = 'held'"
        " AND a.held_on >= {} AND a.voided_at IS NULL AND a.presence IN ('part', 'none')"
        " AND (SELECT COUNT(*) FROM activity_act AS t"
        " WHERE t.activity = a.id AND t.act IN ('decided', 'did') AND t.by = 'residents'"
        " AND t.resident IS NOT NULL) = 2 ORDER BY a.held_on, a.id LIMIT 1",
        group.id,
        group.formed_on,
    )
    return found[0] if found else None


async def invitations_of(group_id: int) -> list[dict[str, Any]]:
    """Who was asked into a group, in the order of asking, with the answer."""
    return await db.rows(
        "SELECT r.id, r.name, r.phone_tail, i.invited_on, i.joined_on, i.declined_on FROM group_invitation AS i"
        ' JOIN resident AS r ON r.id = i.resident WHERE i."group" = {} ORDER BY i.id',
        group_id,
    )


async def groups_grown_from(activity_id: int) -> list[dict[str, Any]]:
    """The groups into which people of an activity were asked: `id`, `name`, `invited`, `joined`."""
    return await db.rows(
        f"SELECT g.id, g.name, COUNT(i.id) AS invited, COUNT(CASE WHEN {_JOINED} THEN 1 END) AS joined"
        " FROM group_invitation AS i"
        ' JOIN community_group AS g ON g.id = i."group" WHERE i.activity = {} GROUP BY g.id, g.name ORDER BY g.id',
        activity_id,
    )


async def invitable(activity_id: int) -> list[dict[str, Any]]:
    """Who was ticked at an activity, for the people picker."""
    return await db.rows(
        "SELECT r.id, r.name, r.phone_tail AS last_four FROM attendance AS a JOIN resident AS r ON r.id = a.resident"
        " WHERE a.activity = {} AND r.moved_away_on IS NULL ORDER BY r.name, r.id",
        activity_id,
    )
