"""Who may still come through the door of an activity."""

from __future__ import annotations

from typing import Any

from groups.activities.tables import Activity
from programs.residents.search_queries import found_by
from server.lib import db

_AT_ONCE = 40


async def who_may_come(activity: Activity, text: str) -> list[dict[str, Any]]:
    """Residents of the community not yet ticked: those whom `text` means, else the group's members first."""
    where = (
        "r.community = {} AND r.organisation = {} AND r.moved_away_on IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM attendance AS a WHERE a.activity = {} AND a.resident = r.id)"
    )
    values: list[Any] = [activity.community, activity.organisation, activity.id]
    if text:
        means, meant = found_by(text, community_id=activity.community)
        where += f" AND {means}"
        values += meant
    return await db.rows(
        "SELECT r.id, r.name, r.phone_tail, b.name AS building FROM resident AS r"
        " LEFT JOIN building AS b ON b.id = r.building"
        ' LEFT JOIN group_membership AS m ON m.resident = r.id AND m."group" = {} AND m.left_on IS NULL'
        f" WHERE {where} ORDER BY CASE WHEN m.id IS NULL THEN 1 ELSE 0 END, r.id DESC LIMIT {_AT_ONCE}",
        activity.group,
        *values,
    )
