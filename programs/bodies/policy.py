"""Who appoints building leaders."""

from __future__ import annotations

from server.lib.actor import Actor


def may_appoint(actor: Actor, community_id: int) -> bool:
    """Staff who work in the community."""
    return actor.works_in(community_id)
