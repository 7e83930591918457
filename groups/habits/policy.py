"""Who may keep habits and tick whom."""

from __future__ import annotations

from server.lib.actor import Actor


def may_edit(actor: Actor, community_id: int) -> bool:
    """Staff who work in the community keep its habits and see the private links."""
    return actor.works_in(community_id)


def may_tick(actor: Actor, *, community_id: int, group_id: int | None) -> bool:
    """Staff who work in the community, and who leads the group whose habit it is."""
    return actor.works_in(community_id) or (group_id is not None and group_id in actor.group_ids())
