"""Who may keep groups and write what in them."""

from __future__ import annotations

from server.lib.actor import Actor


def may_see_group(actor: Actor, *, community_id: int, group_id: int) -> bool:
    """Staff who work in the community, and who leads the group."""
    return actor.works_in(community_id) or group_id in actor.group_ids()


def may_edit_group(actor: Actor, community_id: int) -> bool:
    """Its record, its members and who leads it are kept by staff who work in the community."""
    return actor.works_in(community_id)


def may_write_plan(actor: Actor, *, community_id: int, group_id: int) -> bool:
    """Who leads the group writes it; staff may write down what a member dictates (the author stays the member)."""
    return may_see_group(actor, community_id=community_id, group_id=group_id)


def may_confirm_community_leader(actor: Actor, community_id: int) -> bool:
    """Staff who work in the community."""
    return actor.works_in(community_id)
