"""Who may plan, log and take back activities."""

from __future__ import annotations

from server.lib.actor import Actor


def may_log(actor: Actor, *, community_id: int, group_id: int | None) -> bool:
    """Staff of the community, and the leader of the group."""
    return actor.works_in(community_id) or group_id in actor.group_ids()


def may_edit(actor: Actor, *, community_id: int) -> bool:
    """Staff of the community."""
    return actor.works_in(community_id)


def may_void(actor: Actor, *, community_id: int, group_id: int | None, recorded_by: int | None) -> bool:
    """Staff of the community; a leader takes back what she herself logged for her group."""
    if actor.works_in(community_id):
        return True
    return group_id in actor.group_ids() and recorded_by is not None and recorded_by == actor.user_id


def may_say_who_is_seen(actor: Actor, community_id: int) -> bool:
    """Staff who work in the community say who can be recognised in a photo, or that nobody can: then it may be shown."""
    return actor.works_in(community_id)
