"""The walls around lists of visits, said so that an index serves them."""

from __future__ import annotations

from typing import Any

from programs.communities.queries import communities_of, within_reach
from server.lib import db
from server.lib.actor import Actor


async def reach(actor: Actor, row: str, community_id: int | None = None) -> tuple[list[str], list[Any]]:
    """`within_reach`, with the communities named one by one also for whoever works in all of them.

    The lists are ordered by day within a community; asked by organisation, the whole table would be read.
    """
    where, values = within_reach(actor, row, community_id)
    if community_id is None and actor.community_ids() is None:
        ids = [community["id"] for community in await communities_of(actor)]
        where.append(f"{row}.community IN ({db.marks(ids)})")
        values += ids
    return where, values
