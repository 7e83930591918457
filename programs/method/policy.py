"""Who may plan and move programs."""

from __future__ import annotations

from server.lib.actor import COORDINATOR, Actor


def may_edit_program(actor: Actor, community_id: int) -> bool:
    """Staff who work in the community."""
    return actor.works_in(community_id)


def may_tune_method(actor: Actor) -> bool:
    """The gates' numbers are the NGO's: its coordinators set them."""
    return actor.has(COORDINATOR)
