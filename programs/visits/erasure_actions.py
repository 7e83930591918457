"""Forgetting a person in this room: what was said behind her door goes, that somebody knocked stays."""

from __future__ import annotations

from collections.abc import Sequence

from programs.residents.erasure_actions import take_names_out
from server.lib import db
from server.lib.actor import Actor

_TEXTS = (
    ("visit", ("note", "skip_reason", "visitor_name", "labels", "void_reason")),
    ("visit_cause", ("note",)),
    ("visit_concern", ("text",)),
    ("visit_round", ("note", "companion_why")),
    ("visit_day", ("companion", "note", "void_reason")),
    ("visit_target", ("name",)),
    ("target_visit", ("visitor_name", "note", "void_reason")),
    ("training", ("proof", "void_reason")),
)


async def erase_person(resident_id: int, names: Sequence[str], actor: Actor) -> None:
    """Empty the notes of visits to her and of her training, and take her name out of all other texts."""
    await db.execute("UPDATE visit SET note = '', skip_reason = '' WHERE resident = {}", resident_id)
    await db.execute(
        "UPDATE visit_concern SET text = '—' WHERE visit IN (SELECT id FROM visit WHERE resident = {})",
        resident_id,
    )
    await db.execute("UPDATE visit_round SET companion_why = '' WHERE companion = {}", resident_id)
    await db.execute("UPDATE training SET proof = '', void_reason = '' WHERE resident = {}", resident_id)
    for table, columns in _TEXTS:
        await take_names_out(
            table, columns, names, where="organisation = {}", values=(actor.organisation_id,)
        )
