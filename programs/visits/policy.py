"""Who works with visits."""

from __future__ import annotations

from server.lib.actor import COORDINATOR, Actor


def may_log_visits(actor: Actor, community_id: int) -> bool:
    """Staff who work in the community."""
    return actor.works_in(community_id)


def may_choose_skills(actor: Actor) -> bool:
    """What somebody must have learned before going to doors is the NGO's to say: its coordinators do."""
    return actor.has(COORDINATOR)
