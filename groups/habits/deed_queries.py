"""Reading small deeds: the month on the wall, and the list that staff keep."""

from __future__ import annotations

from datetime import date
from typing import Any

from groups.habits.tables import SmallDeed
from programs.communities.queries import within_reach
from server.lib import db
from server.lib.actor import Actor
from server.lib.days import months_later
from server.lib.errors import NotFound
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_id, cut

_ROW = (
    "SELECT d.id, d.community, d.text, d.done_on, d.building, b.name AS building_name, e.name AS estate_name,"
    " d.hidden_reason, CASE WHEN d.hidden_at IS NULL THEN 0 ELSE 1 END AS hidden"
    " FROM small_deed AS d LEFT JOIN building AS b ON b.id = d.building LEFT JOIN estate AS e ON e.id = b.estate"
)


async def access_deed(actor: Actor, deed_id: int) -> SmallDeed:
    """The only way from an id in an address to a deed, for staff of its community."""
    deed = await own_row(SmallDeed, deed_id, actor)
    if not actor.works_in(deed.community):
        raise NotFound
    return deed


async def running_programs(community_id: int) -> list[int]:
    """The programs of a community that go on and show themselves to the street."""
    found = await db.rows(
        "SELECT id FROM program WHERE community = {} AND ended_on IS NULL AND public ORDER BY id",
        community_id,
    )
    return [row["id"] for row in found]


async def wall_of(community_id: int, month: date) -> list[dict[str, Any]]:
    """How many deeds of a month stand on the wall, by building: `name` (empty for none named) and `deeds`."""
    found = await db.rows(
        "SELECT d.building, COALESCE(e.name, '') AS estate, COALESCE(b.name, '') AS name, COUNT(*) AS deeds"
        " FROM small_deed AS d LEFT JOIN building AS b ON b.id = d.building LEFT JOIN estate AS e ON e.id = b.estate"
        " WHERE d.community = {} AND d.hidden_at IS NULL AND d.done_on >= {} AND d.done_on < {}"
        " GROUP BY d.building, e.name, b.name ORDER BY COUNT(*) DESC, d.building",
        community_id,
        month,
        months_later(month, 1),
    )
    return [
        {
            "building": row["building"],
            "name": f"{row['estate']} {row['name']}".strip(),
            "deeds": int(row["deeds"]),
        }
        for row in found
    ]


async def month_before(community_id: int, month: date) -> date | None:
    """The last month before this one in which something was put on the wall and stands."""
    [found] = await db.rows(
        "SELECT MAX(done_on) AS day FROM small_deed WHERE community = {} AND hidden_at IS NULL AND done_on < {}",
        community_id,
        month,
    )
    # A day out of MAX is text on SQLite.
    return date.fromisoformat(str(found["day"])).replace(day=1) if found["day"] else None


async def latest_on_wall(community_id: int, month: date, *, most: int = 12) -> list[dict[str, Any]]:
    """The newest deeds of a month that everybody may read."""
    return await db.rows(
        f"{_ROW} WHERE d.community = {{}} AND d.hidden_at IS NULL AND d.done_on >= {{}} AND d.done_on < {{}}"
        " ORDER BY d.id DESC LIMIT {}",
        community_id,
        month,
        months_later(month, 1),
        most,
    )


async def list_deeds(
    actor: Actor, community_id: int | None = None, *, cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """The deeds of the actor's communities, the newest first, hidden ones too."""
    where, values = within_reach(actor, "d", community_id)
    if last := after_id(cursor):
        where.append("d.id < {}")
        values.append(last)
    found = await db.rows(f"{_ROW} WHERE {' AND '.join(where)} ORDER BY d.id DESC LIMIT {PAGE + 1}", *values)
    return cut(found, "id")
