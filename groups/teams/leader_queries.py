"""Reading the register of community leaders and the terms of those who lead groups."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from groups.teams import policy, rules
from groups.teams.queries import access_group, neighbours
from groups.teams.tables import CommunityLeader, Group, GroupLeader
from programs.communities.queries import within_reach
from server.lib import db
from server.lib.actor import COORDINATOR, FACILITATOR, LEADER, Actor
from server.lib.errors import Forbidden, NotFound
from server.lib.records import own_row

_ENTRY = (
    "SELECT g.id, g.community, c.name AS community_name, g.program, g.resident, r.name, r.phone_tail, g.source_type,"
    " g.spotted_by, g.spotted_on, g.confirmed_on, g.version,"
    " (SELECT COUNT(*) FROM leader_sighting AS s WHERE s.community_leader = g.id AND s.criterion = 'cares') AS cares,"
    " (SELECT COUNT(*) FROM leader_sighting AS s WHERE s.community_leader = g.id AND s.criterion = 'brings') AS brings"
    " FROM community_leader AS g JOIN community AS c ON c.id = g.community JOIN resident AS r ON r.id = g.resident"
)
_TERM = (
    'SELECT t.id, t."group", t.resident, r.name, r.moved_away_on, t.position, t.chosen_how, t.votes_for, t.votes_cast,'
    " t.since, t.until, t.ended_on, t.end_reason, t.honoured_as, t.account"
    " FROM group_leader AS t JOIN resident AS r ON r.id = t.resident"
)


async def access_community_leader(actor: Actor, entry_id: int, *, to_edit: bool = False) -> CommunityLeader:
    """The only way from an id in an address to an entry of the register, for staff of its community."""
    entry = await own_row(CommunityLeader, entry_id, actor)
    if not actor.works_in(entry.community):
        raise NotFound
    if to_edit and not policy.may_confirm_community_leader(actor, entry.community):
        raise Forbidden
    return entry


async def access_term(actor: Actor, term_id: int) -> tuple[GroupLeader, Group]:
    """One term of a leader or deputy, with the group, for staff who keep it."""
    term = await own_row(GroupLeader, term_id, actor)
    return term, await access_group(actor, term.group, to_edit=True)


async def list_community_leaders(
    actor: Actor, *, community_id: int | None = None, program_id: int | None = None
) -> list[dict[str, Any]]:
    """The register of the actor's communities: who waits to be confirmed first, each with its `standing`."""
    where, values = within_reach(actor, "g", community_id)
    if program_id is not None:
        where.append("g.program = {}")
        values.append(program_id)
    found = await db.rows(
        f"{_ENTRY} WHERE {' AND '.join(where)}"
        " ORDER BY CASE WHEN g.confirmed_on IS NULL THEN 0 ELSE 1 END, g.spotted_on DESC, g.id DESC",
        *values,
    )
    return [{**row, "standing": _standing(row)} for row in found]


async def entry_of(entry: CommunityLeader) -> dict[str, Any]:
    """An entry with the resident's name and its `standing`."""
    [row] = await db.rows(f"{_ENTRY} WHERE g.id = {{}}", entry.id)
    return {**row, "standing": _standing(row)}


def _standing(row: dict[str, Any]) -> str:
    return rules.standing_of([name for name in rules.CRITERIA if row[name]], row["confirmed_on"])


async def sightings_of(entry_id: int) -> list[dict[str, Any]]:
    """What was seen of a candidate, the newest first: `criterion`, `seen_on`, `what`, and who wrote it down."""
    return await db.rows(
        "SELECT s.id, s.criterion, s.seen_on, s.what, u.display_name AS recorded_by FROM leader_sighting AS s"
        " LEFT JOIN user_account AS u ON u.id = s.recorded_by WHERE s.community_leader = {}"
        " ORDER BY s.seen_on DESC, s.id DESC",
        entry_id,
    )


async def neighbours_to_spot(
    community_id: int, *, text: str = "", chosen: Collection[int] = ()
) -> list[dict[str, Any]]:
    """Residents of a community who are not in the register, as `queries.neighbours` finds them."""
    besides = "NOT EXISTS (SELECT 1 FROM community_leader AS e WHERE e.resident = r.id)"
    return await neighbours(community_id, besides, text=text, chosen=chosen)


async def led_now(resident_id: int) -> int:
    """How many groups a resident leads at present, as leader and not as deputy."""
    found = await db.rows(
        "SELECT COUNT(*) AS led FROM group_leader WHERE resident = {} AND position = 'leader' AND ended_on IS NULL",
        resident_id,
    )
    return int(found[0]["led"])


async def groups_of_resident(resident_id: int) -> list[dict[str, Any]]:
    """The open groups of which a resident is a member, with the position held there."""
    return await db.rows(
        "SELECT g.id, g.name, m.joined_on, t.position, t.id AS term FROM group_membership AS m"
        ' JOIN community_group AS g ON g.id = m."group"'
        ' LEFT JOIN group_leader AS t ON t."group" = g.id AND t.resident = m.resident AND t.ended_on IS NULL'
        " WHERE m.resident = {} AND m.left_on IS NULL AND g.closed_on IS NULL ORDER BY m.joined_on, g.id",
        resident_id,
    )


async def entry_of_resident(resident_id: int) -> dict[str, Any] | None:
    """A resident's entry in the register with its `standing`, or None when she is not in it."""
    found = await db.rows(f"{_ENTRY} WHERE g.resident = {{}}", resident_id)
    return {**found[0], "standing": _standing(found[0])} if found else None


async def standings_of_members(group_id: int) -> dict[int, dict[str, Any]]:
    """Where the present members stand in the register, by resident: `id` of the entry and `standing`."""
    found = await db.rows(
        f'{_ENTRY} WHERE g.resident IN (SELECT m.resident FROM group_membership AS m WHERE m."group" = {{}}'
        " AND m.left_on IS NULL)",
        group_id,
    )
    return {row["resident"]: {"id": row["id"], "standing": _standing(row)} for row in found}


async def terms_of(group_id: int) -> list[dict[str, Any]]:
    """Who leads the group and who led it, the present ones first, then the latest."""
    return await db.rows(
        f'{_TERM} WHERE t."group" = {{}} ORDER BY CASE WHEN t.ended_on IS NULL THEN 0 ELSE 1 END, t.since DESC, t.id DESC',
        group_id,
    )


def present(terms: Sequence[dict[str, Any]], position: str) -> dict[str, Any] | None:
    """The term of this position that has not ended."""
    return next((term for term in terms if term["position"] == position and term["ended_on"] is None), None)


async def open_terms(group_id: int) -> list[GroupLeader]:
    """The rows of those in charge now."""
    return await GroupLeader.objects().where((GroupLeader.group == group_id) & GroupLeader.ended_on.is_null())


async def last_ended_on(group_id: int, position: str) -> date | None:
    """When the newest of a group's terms in this position ended; None when none has."""
    found = await db.rows(
        'SELECT ended_on FROM group_leader WHERE "group" = {} AND position = {} AND ended_on IS NOT NULL'
        " ORDER BY ended_on DESC LIMIT 1",
        group_id,
        position,
    )
    return found[0]["ended_on"] if found else None


async def term_by(group_id: int | None, user_id: int | None) -> int | None:
    """The resident who is in charge of the group through this account."""
    if group_id is None or user_id is None:
        return None
    found = await db.rows(
        'SELECT resident FROM group_leader WHERE "group" = {} AND account = {} AND ended_on IS NULL ORDER BY id LIMIT 1',
        group_id,
        user_id,
    )
    return found[0]["resident"] if found else None


async def leader_accounts(actor: Actor) -> list[tuple[int, str]]:
    """The accounts of the organisation whose people lead groups and are not staff, to choose from."""
    found = await db.rows(
        "SELECT u.id, u.display_name, u.username FROM user_account AS u WHERE u.organisation = {} AND u.active"
        ' AND EXISTS (SELECT 1 FROM role_assignment AS a WHERE a."user" = u.id AND a.role = {} AND a.ended_at IS NULL)'
        ' AND NOT EXISTS (SELECT 1 FROM role_assignment AS a WHERE a."user" = u.id AND a.role IN ({}, {})'
        " AND a.ended_at IS NULL) ORDER BY u.display_name, u.id",
        actor.organisation_id,
        LEADER,
        COORDINATOR,
        FACILITATOR,
    )
    return [(row["id"], f"{row['display_name']} ({row['username']})") for row in found]


async def account_name(user_id: int | None) -> str:
    """How the account behind a term is called; empty without one."""
    found = await db.rows("SELECT display_name, username FROM user_account WHERE id = {}", user_id)
    return f"{found[0]['display_name']} ({found[0]['username']})" if found else ""


async def who_signs_in(group_id: int) -> list[str]:
    """The names of the accounts that may enter a group as its leader, whether or not a term stands behind them."""
    found = await db.rows(
        'SELECT DISTINCT u.id, u.display_name FROM role_assignment AS a JOIN user_account AS u ON u.id = a."user"'
        " WHERE a.role = {} AND a.scope = 'group' AND a.scope_id = {} AND a.ended_at IS NULL AND u.active"
        " ORDER BY u.display_name, u.id",
        LEADER,
        group_id,
    )
    return [row["display_name"] for row in found]


async def is_staff_account(resident_id: int) -> bool:
    """Whether a resident has an account that is also the staff's own: such a person writes no plan for a group."""
    found = await db.rows(
        'SELECT 1 AS staff FROM group_leader AS t JOIN role_assignment AS a ON a."user" = t.account'
        " WHERE t.resident = {} AND a.role IN ({}, {}) AND a.ended_at IS NULL LIMIT 1",
        resident_id,
        COORDINATOR,
        FACILITATOR,
    )
    return bool(found)


async def held_role(user_id: int, group_id: int) -> int | None:
    """The id of the open role with which an account leads this group."""
    found = await db.rows(
        "SELECT id FROM role_assignment WHERE \"user\" = {} AND role = {} AND scope = 'group' AND scope_id = {}"
        " AND ended_at IS NULL",
        user_id,
        LEADER,
        group_id,
    )
    return found[0]["id"] if found else None
