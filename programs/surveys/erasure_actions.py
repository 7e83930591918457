"""Forgetting a person in this room: answers stay in the figures and are nobody's."""

from __future__ import annotations

from collections.abc import Sequence

from programs.residents.erasure_actions import take_names_out
from server.lib import db
from server.lib.actor import Actor


async def erase_person(resident_id: int, names: Sequence[str], actor: Actor) -> None:
    """Cut the tie between her and what she answered, and take her name out of what people wrote."""
    await db.execute(
        "UPDATE survey_answer SET resident = NULL, household = NULL WHERE resident = {}", resident_id
    )
    for table, columns in (("survey_answer", ("replies", "void_reason")), ("survey_wave", ("title",))):
        await take_names_out(
            table, columns, names, where="organisation = {}", values=(actor.organisation_id,)
        )
