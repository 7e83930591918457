"""Who asks, who writes down what was answered, and who keeps the questionnaires."""

from __future__ import annotations

from server.lib.actor import Actor


def may_ask(actor: Actor, community_id: int) -> bool:
    """Staff who work in the community open waves there and enter what was answered."""
    return actor.works_in(community_id)


def may_keep_questionnaires(actor: Actor) -> bool:
    """All staff: a published version never changes, so nobody can spoil what another has asked."""
    return actor.is_staff
