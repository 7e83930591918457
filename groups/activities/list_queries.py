"""Lists of activities: within the reader's reach, newest first, by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from groups.teams import queries as group_queries
from programs.communities.queries import within_reach
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.i18n import format_date
from server.web.paging import PAGE, Slice, after_day, cut
from server.web.search import LIMIT, Hit, pattern

_ROW = (
    "SELECT a.id, a.title, a.held_on, a.starts_at, a.place, a.state, a.staff, a.volunteers, a.participants, a.presence,"
    ' a."group", g.name AS group_name, c.name AS community_name FROM activity AS a'
    " JOIN community AS c ON c.id = a.community"
    ' LEFT JOIN community_group AS g ON g.id = a."group"'
)
_NEWEST = " ORDER BY a.held_on DESC, a.id DESC LIMIT"


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Which activities a list shows; nothing named means all that the actor may see."""

    community: int | None = None
    program: int | None = None
    group: int | None = None
    first: date | None = None
    last: date | None = None


async def list_activities(
    actor: Actor, chosen: Filters, *, cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """Activities within the actor's reach, newest first, those taken back left out."""
    where, values = _conditions(actor, chosen)
    if last := after_day(cursor):
        where.append("(a.held_on, a.id) < ({}, {})")
        values += last
    found = await db.rows(f"{_ROW} WHERE {' AND '.join(where)}{_NEWEST} {PAGE + 1}", *values)
    return cut(found, "held_on", "id")


async def activities_between(actor: Actor, chosen: Filters, *, limit: int) -> list[dict[str, Any]]:
    """The activities of a calendar, oldest first; one more than `limit` says that there are more."""
    where, values = _conditions(actor, chosen)
    return await db.rows(
        f"{_ROW} WHERE {' AND '.join(where)} ORDER BY a.held_on, a.starts_at IS NULL, a.starts_at, a.id LIMIT {limit + 1}",
        *values,
    )


def _conditions(actor: Actor, chosen: Filters) -> tuple[list[str], list[Any]]:
    where, values = within_reach(actor, "a", chosen.community)
    where.append("a.voided_at IS NULL")
    named = {
        "a.program = {}": chosen.program,
        'a."group" = {}': chosen.group,
        "a.held_on >= {}": chosen.first,
        "a.held_on <= {}": chosen.last,
    }
    for condition, value in named.items():
        if value is not None:
            where.append(condition)
            values.append(value)
    return where, values


# No name of a group and no join: the API's list of a community is the one that a load run measures.
_OF_COMMUNITY = (
    'SELECT id, title, held_on, state, "group", program, staff, volunteers, participants, presence FROM activity'
    " WHERE community = {} AND voided_at IS NULL"
)


async def activities_of_community(
    actor: Actor, community_id: int, cursor: str | None
) -> Slice[dict[str, Any]]:
    """The activities of one community, newest first, along its index; NotFound for a community of others."""
    if not actor.works_in(community_id):
        raise NotFound
    if not await db.rows(
        "SELECT id FROM community WHERE id = {} AND organisation = {}", community_id, actor.organisation_id
    ):
        raise NotFound
    key = after_day(cursor)
    sql = _OF_COMMUNITY + (" AND (held_on, id) < ({}, {})" if key else "")
    found = await db.rows(
        f"{sql} ORDER BY held_on DESC, id DESC LIMIT {PAGE + 1}", community_id, *(key or ())
    )
    return cut(found, "held_on", "id")


async def find(actor: Actor, text: str) -> list[Hit]:
    """Activities for the search box, by title, newest first."""
    where, values = _conditions(actor, Filters())
    found: Sequence[Mapping[str, Any]] = await db.long_rows(
        f"{_ROW} WHERE {' AND '.join(where)} AND a.title LIKE {{}} ESCAPE '\\'{_NEWEST} {LIMIT}",
        *values,
        pattern(text),
    )
    return [
        Hit(
            row["title"],
            f"/desk/activities/{row['id']}",
            f"{format_date(row['held_on'])} {row['group_name'] or ''}".strip(),
        )
        for row in found
    ]


async def on_street(community_id: int, *, today: date) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What is on in a community, and what took place last, as anybody may read it: public ones, counts and no names."""
    where = " WHERE a.community = {} AND a.public AND a.voided_at IS NULL"
    coming = await db.rows(
        f"{_ROW}{where} AND a.state = 'planned' AND a.held_on >= {{}} ORDER BY a.held_on, a.starts_at, a.id LIMIT 8",
        community_id,
        today,
    )
    held = await db.rows(f"{_ROW}{where} AND a.state = 'held'{_NEWEST} 5", community_id)
    return coming, held


_OF_GROUPS = (
    'SELECT * FROM (SELECT a.id, a."group", a.title, a.held_on, a.starts_at, a.place, a.state, a.volunteers,'
    ' a.participants, ROW_NUMBER() OVER (PARTITION BY a."group" ORDER BY {order}) AS nth FROM activity AS a'
    ' WHERE a."group" IN ({marks}) AND a.voided_at IS NULL AND a.state = {{}}) AS ranked WHERE nth <= 4'
    " ORDER BY nth"
)


async def groups_of_leader(actor: Actor) -> list[dict[str, Any]]:
    """The groups that the actor leads, open ones first, each with its next `planned` and its last `held` activities."""
    led = await group_queries.groups_led_by(actor)
    if not led:
        return []
    ids = [row["id"] for row in led]
    orders = {"planned": "a.held_on, a.id", "held": "a.held_on DESC, a.id DESC"}
    found = {
        state: await db.rows(_OF_GROUPS.format(order=order, marks=db.marks(ids)), *ids, state)
        for state, order in orders.items()
    }
    of_group = [
        {**row, **{state: [one for one in found[state] if one["group"] == row["id"]] for state in orders}}
        for row in led
    ]
    return sorted(of_group, key=lambda row: row["closed_on"] is not None)
