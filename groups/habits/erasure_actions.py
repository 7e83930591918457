"""Forgetting a person in habits: her name leaves the chart and the texts, her link closes, what was done stays counted."""

from __future__ import annotations

from collections.abc import Sequence

from programs.residents.erasure_actions import SOMEBODY, take_names_out
from server.lib import db
from server.lib.actor import Actor

_HERE = "organisation = {} AND community = (SELECT community FROM resident WHERE id = {})"
_OF_HABIT = f"organisation = {{}} AND challenge IN (SELECT id FROM habit_challenge WHERE {_HERE})"
_OF_ENTRY = f"organisation = {{}} AND entry IN (SELECT id FROM habit_entry WHERE {_OF_HABIT})"


async def erase_person(resident_id: int, names: Sequence[str], actor: Actor) -> None:
    """Take the names out of this community's habits and small deeds, in the erasing transaction."""
    # A chart holds each name once: the number keeps two who were forgotten apart.
    for row in await db.rows("SELECT id FROM habit_entry WHERE resident = {}", resident_id):
        await db.execute(
            "UPDATE habit_entry SET label = {}, token_hash = NULL WHERE id = {}",
            f"{SOMEBODY} {row['id']}",
            row["id"],
        )
    here = [actor.organisation_id, resident_id]
    below = [actor.organisation_id, *here]
    await take_names_out(
        "habit_challenge", ["title", "what", "cancel_reason"], names, where=_HERE, values=here
    )
    await take_names_out("small_deed", ["text", "hidden_reason"], names, where=_HERE, values=here)
    await _clear_labels(names, below)
    await take_names_out(
        "habit_look", ["note"], names, where=_OF_ENTRY, values=[actor.organisation_id, *below]
    )


async def _clear_labels(names: Sequence[str], values: Sequence[int]) -> None:
    """Names that were typed onto the chart: the whole label goes, so that no two of them become one, and its link closes."""
    for name in names:
        if len(name) > 1:
            for row in await db.rows(
                f"SELECT id FROM habit_entry WHERE {_OF_HABIT} AND REPLACE(label, {{}}, '') <> label",
                *values,
                name,
            ):
                await db.execute(
                    "UPDATE habit_entry SET label = {}, token_hash = NULL WHERE id = {}",
                    f"{SOMEBODY} {row['id']}",
                    row["id"],
                )
