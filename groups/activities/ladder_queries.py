"""What a resident did at activities, by the step of the ladder that it shows (S28)."""

from __future__ import annotations

from programs.residents.ladder_queries import LadderAct
from programs.residents.tables import LadderStep
from server.lib import db

# Whoever proposed an activity initiated it; whoever decided on it, did it or answered for it organised it.
_BY_ACT = {
    "proposed": LadderStep.initiates,
    "decided": LadderStep.organises,
    "did": LadderStep.organises,
    "answered": LadderStep.organises,
    "evaluated": LadderStep.helps,
}
_BY_ROLE = {"participant": LadderStep.takes_part, "volunteer": LadderStep.helps}
_HELD = "a.state = 'held' AND a.voided_at IS NULL"


async def acts_of(resident_id: int) -> list[LadderAct]:
    """The activities at which she was, helped, or which she proposed, decided, did."""
    found = await db.rows(
        "SELECT a.id, a.title, a.held_on, a.program, t.role AS what FROM attendance AS t"
        f" JOIN activity AS a ON a.id = t.activity WHERE t.resident = {{}} AND {_HELD}"
        " UNION ALL SELECT a.id, a.title, a.held_on, a.program, t.act AS what FROM activity_act AS t"
        f" JOIN activity AS a ON a.id = t.activity WHERE t.resident = {{}} AND t.by = 'residents' AND {_HELD}",
        resident_id,
        resident_id,
    )
    steps = {**_BY_ACT, **_BY_ROLE}
    return [
        LadderAct(
            step=steps[row["what"]],
            on=row["held_on"],
            title=row["title"],
            href=f"/desk/activities/{row['id']}",
            source_kind="activity",
            source_id=row["id"],
            program=row["program"],
        )
        for row in found
        if row["what"] in steps
    ]
