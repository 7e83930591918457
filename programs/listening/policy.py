"""Who listens, and who keeps the NGO's classes."""

from __future__ import annotations

from server.lib.actor import COORDINATOR, Actor


def may_note_needs(actor: Actor, community_id: int) -> bool:
    """Staff who work in the community."""
    return actor.works_in(community_id)


def may_listen(actor: Actor) -> bool:
    """Staff, wherever they work: what they cannot reach is kept from them by its own door."""
    return actor.is_staff


def may_keep_classes(actor: Actor) -> bool:
    """Classes are the whole NGO's, or its counts could not be compared: its coordinators keep them."""
    return actor.has(COORDINATOR)
