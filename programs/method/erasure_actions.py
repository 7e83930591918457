"""Forgetting a person in programs: her name leaves the texts."""

from __future__ import annotations

from collections.abc import Sequence

from programs.residents.erasure_actions import take_names_out
from server.lib import clock, db
from server.lib.actor import Actor

_HERE = "organisation = {} AND community = (SELECT community FROM resident WHERE id = {})"
_OF_PROGRAM = f"organisation = {{}} AND program IN (SELECT id FROM program WHERE {_HERE})"
_TEXTS = {
    "focal_issue": ["title", "why", "close_reason", "crisis_parties"],
    "step": ["title", "owner_name"],
    "relapse": ["answer"],
    "stage_attempt": ["reason"],
    "indicator": ["name", "baseline_source"],
    "mechanism": ["what", "keeper", "proof_note", "void_reason"],
    "case_quote": ["said_as", "text"],
}
# Of rows that hang on others: the column, and the table that it points to.
_BELOW = (
    ("indicator_reading", "indicator", "indicator", ["source"]),
    ("focal_score", "issue", "focal_issue", ["scorer"]),
)


async def erase_person(resident_id: int, names: Sequence[str], actor: Actor) -> None:
    """Take the names out of this community's programs, and what she said of them, in the erasing transaction."""
    here = [actor.organisation_id, resident_id]
    await take_names_out("program", ["name", "goal"], names, where=_HERE, values=here)
    for table, columns in _TEXTS.items():
        await take_names_out(table, columns, names, where=_OF_PROGRAM, values=[actor.organisation_id, *here])
    for table, column, above, columns in _BELOW:
        within = f"organisation = {{}} AND {column} IN (SELECT id FROM {above} WHERE {_OF_PROGRAM})"
        await take_names_out(
            table, columns, names, where=within, values=[actor.organisation_id, actor.organisation_id, *here]
        )
    await db.execute(
        "UPDATE case_quote SET text = '', said_as = '', withdrawn_on = COALESCE(withdrawn_on, {}) WHERE resident = {}",
        clock.today(),
        resident_id,
    )
