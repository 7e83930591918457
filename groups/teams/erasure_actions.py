"""Forgetting a person in the groups: her stay ends, her name leaves the texts, what she did stays counted."""

from __future__ import annotations

from collections.abc import Sequence

from groups.teams.term_actions import forget_leader
from programs.residents.erasure_actions import take_names_out
from server.lib import clock, db
from server.lib.actor import Actor

_HERE = "organisation = {} AND community = (SELECT community FROM resident WHERE id = {})"
_OF_GROUP = f'organisation = {{}} AND "group" IN (SELECT id FROM community_group WHERE {_HERE})'
_OF_ENTRY = f"organisation = {{}} AND community_leader IN (SELECT id FROM community_leader WHERE {_HERE})"

_TEXTS = {
    "election": ["title", "body", "cancel_reason"],
    "leader_tie": ["note"],
    "chat_group": ["name", "purpose", "keepers"],
}


async def erase_person(resident_id: int, names: Sequence[str], actor: Actor) -> None:
    """End what goes on and take the names out of this community's groups, in the erasing transaction."""
    today, organisation = clock.today(), actor.organisation_id
    await db.execute(
        "UPDATE group_membership SET left_on = {} WHERE resident = {} AND left_on IS NULL", today, resident_id
    )
    await forget_leader(resident_id, today, actor=actor)
    await db.execute(
        "UPDATE election_candidate SET withdrew_on = {} WHERE resident = {} AND withdrew_on IS NULL"
        " AND election IN (SELECT id FROM election WHERE state = 'planned')",
        today,
        resident_id,
    )
    here = [organisation, resident_id]
    below = [organisation, *here]
    await take_names_out(
        "community_group",
        ["name", "about", "initiator", "meets", "close_reason"],
        names,
        where=_HERE,
        values=here,
    )
    await take_names_out("community_leader", ["spotted_by"], names, where=_HERE, values=here)
    await take_names_out("leader_sighting", ["what"], names, where=_OF_ENTRY, values=below)
    await take_names_out("group_leader", ["end_reason", "honoured_as"], names, where=_OF_GROUP, values=below)
    for table, columns in _TEXTS.items():
        await take_names_out(table, columns, names, where=_HERE, values=here)
    of_term = f"organisation = {{}} AND group_leader IN (SELECT id FROM group_leader WHERE {_OF_GROUP})"
    handed = ["what", "received_by"]
    await take_names_out("hand_over_item", handed, names, where=of_term, values=[organisation, *below])
    await take_names_out("group_task", ["title", "plan", "result"], names, where=_OF_GROUP, values=below)
    await db.execute(
        "UPDATE leader_tie SET ended_on = {} WHERE (resident = {} OR other = {}) AND ended_on IS NULL",
        today,
        resident_id,
        resident_id,
    )
