"""Counting who of the groups to be reached was reached."""

from __future__ import annotations

from datetime import date

from groups.activities.target_rules import Reached, in_order
from programs.residents.target_queries import belonging, sizes_of
from server.lib import db


async def reach_of(community_id: int, *, since: date) -> list[Reached]:
    """Each target group of a community with its reach since that day. Read off the loop: it asks of every person."""
    people, values = belonging(community_id)
    found = await db.long_rows(
        "SELECT p.target_group, COUNT(*) AS known, SUM(CASE WHEN p.member THEN 1 ELSE 0 END) AS in_groups,"
        " SUM(CASE WHEN p.came THEN 1 ELSE 0 END) AS came,"
        " SUM(CASE WHEN p.member OR p.came THEN 1 ELSE 0 END) AS reached"
        " FROM (SELECT b.target_group,"
        '  EXISTS (SELECT 1 FROM group_membership AS m JOIN community_group AS g ON g.id = m."group"'
        "   WHERE m.resident = b.resident AND (m.left_on IS NULL OR m.left_on >= {})) AS member,"
        "  EXISTS (SELECT 1 FROM attendance AS x JOIN activity AS a ON a.id = x.activity"
        "   WHERE x.resident = b.resident AND a.state = 'held' AND a.voided_at IS NULL AND a.held_on >= {}) AS came"
        f" FROM ({people}) AS b) AS p GROUP BY p.target_group",
        since,
        since,
        *values,
    )
    sizes = await sizes_of(community_id)
    counted = {row["target_group"]: row for row in found}
    return in_order(
        [
            Reached(
                target_group=group,
                **{
                    name: int(counted.get(group, {}).get(name, 0))
                    for name in ("known", "in_groups", "came", "reached")
                },
                estimate=sizes.get(group, {}).get("estimate"),
            )
            for group in counted.keys() | sizes.keys()
        ]
    )
