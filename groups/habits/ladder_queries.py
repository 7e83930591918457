"""What a resident's habits show of her way up the ladder (S28)."""

from __future__ import annotations

from programs.residents.ladder_queries import LadderAct
from programs.residents.tables import LadderStep
from server.lib import db


async def acts_of(resident_id: int) -> list[LadderAct]:
    """Who kept a habit to its end takes part, from its last day."""
    found = await db.rows(
        "SELECT e.id, e.completed_on, h.title, h.program FROM habit_entry AS e"
        " JOIN habit_challenge AS h ON h.id = e.challenge WHERE e.resident = {} AND e.completed_on IS NOT NULL"
        " AND h.cancelled_on IS NULL ORDER BY e.id",
        resident_id,
    )
    return [
        LadderAct(
            step=LadderStep.takes_part,
            on=row["completed_on"],
            title=row["title"],
            href=f"/desk/habit-entries/{row['id']}",
            source_kind="habit_entry",
            source_id=row["id"],
            program=row["program"],
        )
        for row in found
    ]
