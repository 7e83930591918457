"""Who may keep a compact, and who may hear neighbours and take their signatures."""

from __future__ import annotations

from collections.abc import Collection

from server.lib.actor import Actor


def may_keep(actor: Actor, community_id: int) -> bool:
    """Staff who work in the community write it, take it from stage to stage and answer what is said of it."""
    return actor.works_in(community_id)


def may_go_from_door_to_door(actor: Actor, community_id: int, *, led_in: Collection[int]) -> bool:
    """Staff, and who leads a group of the community (`led_in`: where the actor's groups are)."""
    return actor.works_in(community_id) or community_id in led_in
