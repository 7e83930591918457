"""Who may nominate, review, award and revoke, and who may read what was said in a talk of care."""

from __future__ import annotations

from server.lib.actor import COORDINATOR, Actor


def may_handle(actor: Actor, community_id: int) -> bool:
    """Staff who work in the community review, write down consent, award, and note publicity."""
    return actor.works_in(community_id)


def may_keep_titles(actor: Actor) -> bool:
    """The titles are the NGO's: only a coordinator makes and retires them."""
    return actor.has(COORDINATOR)


def may_revoke(actor: Actor, community_id: int) -> bool:
    """Only a coordinator of the community revokes an award: nobody can undo it."""
    return actor.has(COORDINATOR) and actor.works_in(community_id)


def may_read_care(actor: Actor, community_id: int) -> bool:
    """What was said in a talk of care is for staff who work in the community, and for nobody else (S69)."""
    return actor.works_in(community_id)
