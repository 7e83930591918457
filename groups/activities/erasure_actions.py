"""Forgetting a person at activities: her name leaves the texts, the counts stay."""

from __future__ import annotations

from collections.abc import Sequence

from programs.residents.erasure_actions import take_names_out
from server.lib.actor import Actor

_HERE = "organisation = {} AND community = (SELECT community FROM resident WHERE id = {})"
_OF_ACTIVITY = f"organisation = {{}} AND activity IN (SELECT id FROM activity WHERE {_HERE})"


async def erase_person(resident_id: int, names: Sequence[str], actor: Actor) -> None:
    """Take the names out of what is written about this community's activities, in the erasing transaction."""
    here = [actor.organisation_id, resident_id]
    texts = ["title", "about", "place", "void_reason"]
    await take_names_out("activity", texts, names, where=_HERE, values=here)
    below = [actor.organisation_id, *here]
    await take_names_out("ceremony", ["guests"], names, where=_OF_ACTIVITY, values=below)
    of_ceremony = f"organisation = {{}} AND ceremony IN (SELECT id FROM ceremony WHERE {_OF_ACTIVITY})"
    lines = ["text", "who"]
    await take_names_out(
        "ceremony_item", lines, names, where=of_ceremony, values=[actor.organisation_id, *below]
    )
