"""Forgetting a person at activities: her name leaves the texts, the counts stay."""

from __future__ import annotations

from collections.abc import Sequence

from programs.residents.erasure_actions import take_names_out
from server.lib.actor import Actor

_HERE = "organisation = {} AND community = (SELECT community FROM resident WHERE id = {})"


async def erase_person(resident_id: int, names: Sequence[str], actor: Actor) -> None:
    """Take the names out of what is written about this community's activities, in the erasing transaction."""
    await take_names_out(
        "activity",
        ["title", "about", "place", "void_reason"],
        names,
        where=_HERE,
        values=[actor.organisation_id, resident_id],
    )
