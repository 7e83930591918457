"""What a resident does about compacts, by the step of the ladder that it shows (S28)."""

from __future__ import annotations

from programs.residents.ladder_queries import LadderAct
from programs.residents.tables import LadderStep
from server.lib import db

_ACTS = (
    "SELECT s.id, 'compact_signature' AS kind, s.signed_on AS day, c.title, c.program FROM compact_signature AS s"
    " JOIN compact AS c ON c.id = s.compact WHERE s.resident = {} AND s.withdrawn_on IS NULL"
    " UNION ALL SELECT k.id, 'compact_comment' AS kind, k.raised_on AS day, c.title, c.program"
    " FROM compact_comment AS k JOIN compact AS c ON c.id = k.compact WHERE k.resident = {}"
    " AND k.hidden_at IS NULL"
)
_STEPS = {
    "compact_signature": (LadderStep.aware, "/desk/compact-signatures/{}"),
    "compact_comment": (LadderStep.takes_part, "/desk/compact-comments/{}"),
}


async def acts_of(resident_id: int) -> list[LadderAct]:
    """Who signed knows what was agreed; who said what should stand there took part in it."""
    return [
        LadderAct(
            step=_STEPS[row["kind"]][0],
            on=row["day"],
            title=row["title"],
            href=_STEPS[row["kind"]][1].format(row["id"]),
            source_kind=row["kind"],
            source_id=row["id"],
            program=row["program"],
        )
        for row in await db.rows(_ACTS, resident_id, resident_id)
    ]
