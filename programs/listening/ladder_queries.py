"""What a person's needs show of her way up the ladder (S28)."""

from __future__ import annotations

from programs.listening.tables import Need
from programs.residents.ladder_queries import LadderAct
from programs.residents.tables import LadderStep
from server.lib.i18n import _


async def ladder_acts(resident_id: int) -> list[LadderAct]:
    """Who raised a need knows whom to tell: aware, and no more, also when she would join in."""
    found = (
        await Need.select(Need.id, Need.raised_on, Need.program)
        .where((Need.resident == resident_id) & Need.voided_at.is_null())
        .order_by(Need.id)
    )
    return [
        LadderAct(
            LadderStep.aware,
            row["raised_on"],
            _("Raised a need"),
            f"/desk/needs/{row['id']}",
            "need",
            row["id"],
            row["program"],
        )
        for row in found
    ]
