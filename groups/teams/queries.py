"""Reading groups and their members."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from groups.teams import policy, rules
from groups.teams.tables import Group, Membership
from programs.communities.queries import within_reach
from programs.residents.rules import folded
from programs.residents.search_queries import found_by
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Forbidden, NotFound
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_id, cut
from server.web.search import LIMIT, Hit, pattern

LONGEST_LIST = 200
_ROW = (
    "SELECT g.id, g.name, g.kind, g.community, c.name AS community_name, g.program, g.initiator, g.meets,"
    " g.open_to_join, g.formed_on, g.closed_on, leader.name AS leader_name, l.since AS leader_since,"
    " l.until AS leader_until, leader.moved_away_on AS leader_moved, deputy.name AS deputy_name,"
    " d.until AS deputy_until, deputy.moved_away_on AS deputy_moved,"
    ' (SELECT COUNT(*) FROM group_membership AS m WHERE m."group" = g.id AND m.left_on IS NULL) AS members'
    " FROM community_group AS g JOIN community AS c ON c.id = g.community"
    " LEFT JOIN group_leader AS l ON l.\"group\" = g.id AND l.position = 'leader' AND l.ended_on IS NULL"
    " LEFT JOIN resident AS leader ON leader.id = l.resident"
    " LEFT JOIN group_leader AS d ON d.\"group\" = g.id AND d.position = 'deputy' AND d.ended_on IS NULL"
    " LEFT JOIN resident AS deputy ON deputy.id = d.resident"
)


async def access_group(actor: Actor, group_id: int, *, to_edit: bool = False) -> Group:
    """The only way from an id in an address to a Group: staff by community, leaders to their own groups.

    To edit its record is for staff. Another organisation's group does not exist.
    """
    group = await own_row(Group, group_id, actor)
    if not policy.may_see_group(actor, community_id=group.community, group_id=group.id):
        raise NotFound
    if to_edit and not policy.may_edit_group(actor, group.community):
        raise Forbidden
    return group


async def access_membership(actor: Actor, membership_id: int) -> tuple[Membership, Group]:
    """One stay in a group, with the group, for staff who keep it."""
    membership = await own_row(Membership, membership_id, actor)
    return membership, await access_group(actor, membership.group, to_edit=True)


async def list_groups(
    actor: Actor,
    *,
    community_id: int | None = None,
    program_id: int | None = None,
    kind: str = "",
    closed: bool = False,
    text: str = "",
    today: date,
    cursor: str | None = None,
) -> Slice[dict[str, Any]]:
    """Groups of the actor's communities, the newest first, each with its people in charge and its `reminders`."""
    where, values = within_reach(actor, "g", community_id)
    where.append("g.closed_on IS NOT NULL" if closed else "g.closed_on IS NULL")
    if program_id is not None:
        where.append("g.program = {}")
        values.append(program_id)
    if kind:
        where.append("g.kind = {}")
        values.append(kind)
    if text:
        where.append(
            "(LOWER(g.name) LIKE LOWER({}) ESCAPE '\\' OR LOWER(g.initiator) LIKE LOWER({}) ESCAPE '\\')"
        )
        values += [pattern(text), pattern(text)]
    if last := after_id(cursor):
        where.append("g.id < {}")
        values.append(last)
    found = await db.rows(f"{_ROW} WHERE {' AND '.join(where)} ORDER BY g.id DESC LIMIT {PAGE + 1}", *values)
    return cut([_reminded(row, today) for row in found], "id")


async def groups_of_program(program_id: int, *, today: date) -> list[dict[str, Any]]:
    """The groups that belong to a program, open ones first, each with its people in charge and its `reminders`."""
    found = await db.rows(
        f"{_ROW} WHERE g.program = {{}} ORDER BY CASE WHEN g.closed_on IS NULL THEN 0 ELSE 1 END, g.id",
        program_id,
    )
    return [_reminded(row, today) for row in found]


def _reminded(row: dict[str, Any], today: date) -> dict[str, Any]:
    codes = rules.reminders(
        closed=row["closed_on"] is not None,
        has_leader=row["leader_name"] is not None,
        has_deputy=row["deputy_name"] is not None,
        leader_until=row["leader_until"],
        today=today,
        moved=[position for position in ("leader", "deputy") if row[f"{position}_moved"] is not None],
    )
    return {**row, "reminders": codes}


async def group_options(actor: Actor, community_id: int | None = None) -> list[tuple[int, str]]:
    """The open groups of the actor's communities, to choose from."""
    where, values = within_reach(actor, "g", community_id)
    found = await db.rows(
        f"SELECT g.id, g.name FROM community_group AS g WHERE {' AND '.join(where)} AND g.closed_on IS NULL"
        " ORDER BY g.name, g.id",
        *values,
    )
    return [(row["id"], row["name"]) for row in found]


async def group_choices(actor: Actor) -> list[tuple[int, str]]:
    """The open groups to which the actor may tie a leader's role, each with its community."""
    where, values = within_reach(actor, "g")
    found = await db.rows(
        "SELECT g.id, g.name, c.name AS community FROM community_group AS g JOIN community AS c ON c.id = g.community"
        f" WHERE {' AND '.join(where)} AND g.closed_on IS NULL ORDER BY c.name, g.name, g.id",
        *values,
    )
    return [(row["id"], f"{row['name']} · {row['community']}") for row in found]


async def groups_led_by(actor: Actor) -> list[dict[str, Any]]:
    """The groups that the actor leads, by name: `id`, `name`, `community`, `program`, `closed_on`."""
    led = sorted(actor.group_ids())
    if not led:
        return []
    return await db.rows(
        "SELECT id, name, community, program, closed_on FROM community_group"
        f" WHERE organisation = {{}} AND id IN ({db.marks(led)}) ORDER BY name, id",
        actor.organisation_id,
        *led,
    )


async def members_of(group_id: int) -> list[tuple[int, str, str]]:
    """The present members by name: `(resident_id, name, phone_tail)`."""
    return [(row["resident"], row["name"], row["phone_tail"]) for row in await present_members(group_id)]


async def present_members(group_id: int) -> list[dict[str, Any]]:
    """The present members by name, each with the `id` of the stay."""
    return await db.rows(
        "SELECT m.id, m.resident, m.joined_on, r.name, r.phone_tail, r.moved_away_on FROM group_membership AS m"
        ' JOIN resident AS r ON r.id = m.resident WHERE m."group" = {} AND m.left_on IS NULL ORDER BY r.name, r.id',
        group_id,
    )


async def former_members(group_id: int) -> int:
    """How many people were members and are not now; one who was ticked by mistake never was."""
    found = await db.rows(
        'SELECT COUNT(DISTINCT m.resident) AS people FROM group_membership AS m WHERE m."group" = {}'
        " AND m.left_on IS NOT NULL AND m.left_on <> m.joined_on AND NOT EXISTS (SELECT 1 FROM group_membership AS n"
        ' WHERE n."group" = m."group" AND n.resident = m.resident AND n.left_on IS NULL)',
        group_id,
    )
    return int(found[0]["people"])


async def member_since(group_id: int, resident_id: int) -> date | None:
    """Since when a resident is a member, or None when she is not."""
    found = await db.rows(
        'SELECT joined_on FROM group_membership WHERE "group" = {} AND resident = {} AND left_on IS NULL',
        group_id,
        resident_id,
    )
    return found[0]["joined_on"] if found else None


async def neighbours_to_add(
    group: Group, *, text: str = "", ticked: Collection[int] = ()
) -> list[dict[str, Any]]:
    """Residents of the group's community who are not members, as `neighbours` finds them."""
    besides = (
        'NOT EXISTS (SELECT 1 FROM group_membership AS m WHERE m."group" = {} AND m.resident = r.id'
        " AND m.left_on IS NULL)"
    )
    return await neighbours(group.community, besides, group.id, text=text, chosen=ticked)


async def neighbours(
    community_id: int, besides: str, *values: Any, text: str = "", chosen: Collection[int] = ()
) -> list[dict[str, Any]]:
    """Residents for whom `besides` holds, as the people picker wants them: at most `LONGEST_LIST` and one more.

    First the chosen ones, then those whom `text` means. A longer list is no help: there one searches.
    """
    means, meant = found_by(text, community_id=community_id)
    ids = sorted(set(chosen))[:LONGEST_LIST]
    picked = f"r.id IN ({db.marks(ids)})"
    return await db.rows(
        "SELECT r.id, r.name, r.phone_tail AS last_four, COALESCE(b.name, '') AS note FROM resident AS r"
        " LEFT JOIN building AS b ON b.id = r.building WHERE r.community = {} AND r.moved_away_on IS NULL"
        f" AND {besides} AND (({means}) OR {picked})"
        f" ORDER BY CASE WHEN {picked} THEN 0 ELSE 1 END, r.name, r.id LIMIT {LONGEST_LIST + 1}",
        community_id,
        *values,
        *meant,
        *ids,
        *ids,
    )


async def open_names(community_id: int, *, besides: int = 0) -> list[str]:
    """The names of a community's open groups, folded."""
    found = await db.rows(
        "SELECT name FROM community_group WHERE community = {} AND closed_on IS NULL AND id <> {}",
        community_id,
        besides,
    )
    return [folded(row["name"]) for row in found]


async def last_news_on(group: Group) -> date:
    """The last day on which something is recorded of a group that cannot come after its end."""
    found = await db.rows(
        'SELECT joined_on AS day FROM group_membership WHERE "group" = {} AND left_on IS NULL'
        ' UNION ALL SELECT since FROM group_leader WHERE "group" = {} AND ended_on IS NULL',
        group.id,
        group.id,
    )
    days: list[date] = [group.formed_on, *(row["day"] for row in found)]
    return max(days)


async def first_joined_on(group_id: int) -> date | None:
    """The day on which the first member joined; one who was ticked by mistake did not."""
    found = await db.rows(
        'SELECT joined_on FROM group_membership WHERE "group" = {} AND (left_on IS NULL OR left_on <> joined_on)'
        " ORDER BY joined_on LIMIT 1",
        group_id,
    )
    return found[0]["joined_on"] if found else None


async def groups_to_join(community_id: int) -> list[dict[str, Any]]:
    """What the street reads of a community's groups that take new people: nobody's name, as nobody was asked for it."""
    return await db.rows(
        "SELECT g.id, g.name, g.kind, g.about, g.meets, g.age_from, g.age_to FROM community_group AS g"
        " WHERE g.community = {} AND g.closed_on IS NULL AND g.open_to_join ORDER BY g.name, g.id",
        community_id,
    )


async def find(actor: Actor, text: str) -> list[Hit]:
    """Groups for the search box, by their name or who began them; two hanzi are enough."""
    where, values = within_reach(actor, "g")
    found = await db.rows(
        "SELECT g.id, g.name, c.name AS community FROM community_group AS g JOIN community AS c ON c.id = g.community"
        f" WHERE {' AND '.join(where)} AND (LOWER(g.name) LIKE LOWER({{}}) ESCAPE '\\'"
        " OR LOWER(g.initiator) LIKE LOWER({}) ESCAPE '\\')"
        f" ORDER BY CASE WHEN g.closed_on IS NULL THEN 0 ELSE 1 END, g.id DESC LIMIT {LIMIT}",
        *values,
        pattern(text),
        pattern(text),
    )
    return [Hit(row["name"], f"/desk/groups/{row['id']}", row["community"]) for row in found]


async def stays_by_resident(group_id: int, resident_ids: Sequence[int]) -> dict[int, list[date | None]]:
    """When each of these residents left the group, by resident; None stands for a stay that goes on.

    A stay that was ticked by mistake is none: whoever was entered on a wrong day is entered again on the right one.
    """
    if not resident_ids:
        return {}
    found = await db.rows(
        'SELECT resident, left_on FROM group_membership WHERE "group" = {}'
        f" AND resident IN ({db.marks(resident_ids)}) AND (left_on IS NULL OR left_on <> joined_on)",
        group_id,
        *resident_ids,
    )
    stays: dict[int, list[date | None]] = {}
    for row in found:
        stays.setdefault(row["resident"], []).append(row["left_on"])
    return stays


async def is_in_charge(group_id: int, resident_id: int) -> bool:
    """Whether a resident is the group's leader or deputy now."""
    found = await db.rows(
        'SELECT 1 AS leads FROM group_leader WHERE "group" = {} AND resident = {} AND ended_on IS NULL',
        group_id,
        resident_id,
    )
    return bool(found)
