"""Who sees and keeps grants."""

from __future__ import annotations

from collections.abc import Collection

from server.lib.actor import COORDINATOR, Actor


def may_keep_grants(actor: Actor) -> bool:
    """Coordinators answer to the funder: they keep the grants."""
    return actor.has(COORDINATOR)


def may_read_grant(actor: Actor, community_ids: Collection[int]) -> bool:
    """Staff of the whole organisation, and those who work in a community of which the grant pays a program."""
    if not actor.is_staff:
        return False
    mine = actor.community_ids()
    return mine is None or not mine.isdisjoint(community_ids)
