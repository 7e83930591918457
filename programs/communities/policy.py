"""Who may change places."""

from __future__ import annotations

from server.lib.actor import COORDINATOR, Actor


def may_add_community(actor: Actor) -> bool:
    """Only a coordinator opens work in a new community."""
    return actor.has(COORDINATOR)


def may_edit_community(actor: Actor, community_id: int) -> bool:
    """Staff who work in the community keep its record."""
    return actor.works_in(community_id)
