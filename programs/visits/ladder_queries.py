"""What visits say of a person's steps: she was told at her door, she helped by going along (S28)."""

from __future__ import annotations

from datetime import date

from programs.residents.ladder_queries import LadderAct
from programs.residents.tables import LadderStep
from server.lib import db
from server.lib.i18n import _

# A volunteer walks many doors in one round: the round is the act, not each door.
_WALKED = (
    "SELECT r.id, r.program, e.name AS estate_name, b.name AS building_name, MIN(v.visited_on) AS walked_on"
    " FROM visit_round AS r JOIN visit AS v ON v.round = r.id AND v.voided_at IS NULL"
    " JOIN building AS b ON b.id = r.building JOIN estate AS e ON e.id = b.estate"
    " WHERE r.visitor_resident = {} OR r.companion = {} GROUP BY r.id, r.program, e.name, b.name ORDER BY r.id"
)
_MET = (
    "SELECT v.id, v.visited_on, v.program FROM visit AS v WHERE v.resident = {} AND v.outcome = 'opened'"
    " AND v.voided_at IS NULL ORDER BY v.visited_on, v.id"
)


async def acts_of(resident_id: int) -> list[LadderAct]:
    """The rounds on which a person went along, and the visits on which somebody spoke with her."""
    walked = await db.rows(_WALKED, resident_id, resident_id)
    met = await db.rows(_MET, resident_id)
    return [
        LadderAct(
            step=LadderStep.helps,
            on=date.fromisoformat(str(row["walked_on"])),  # a day out of MIN is text on SQLite
            title=_("Round: %(place)s", place=f"{row['estate_name']} {row['building_name']}"),
            href=f"/desk/rounds/{row['id']}",
            source_kind="round",
            source_id=row["id"],
            program=row["program"],
        )
        for row in walked
    ] + [
        LadderAct(
            step=LadderStep.aware,
            on=row["visited_on"],
            title=_("Visit"),
            href=f"/desk/door-visits/{row['id']}",
            source_kind="door_visit",
            source_id=row["id"],
            program=row["program"],
        )
        for row in met
    ]
