"""What was heard on a visit becomes a need with one click, linked both ways (S07)."""

from __future__ import annotations

from typing import Any

from programs.communities.tables import Community
from programs.listening import actions, concern_queries
from programs.listening.schemas import NewNeed
from programs.visits.tables import VisitConcern
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused


async def make_need(community: Community, concern: dict[str, Any], *, op_id: str, actor: Actor) -> int:
    """The need that a concern becomes, as it was heard: where, by whom, on which day. Refused when it is one already."""
    async with write_transaction():
        found = await VisitConcern.objects().get(VisitConcern.id == concern["id"])
        if found is None:
            raise NotFound
        row = await lock(found)
        if await concern_queries.need_of(row.id) is not None:
            raise Refused("needs.concern_taken")
        data = NewNeed(
            op_id=op_id,
            text=row.text,
            channel="visit",
            raised_on=concern["visited_on"],
            program=concern["program"],
            building=concern["building"],
            resident=concern["resident"],
        )
        return await actions.note_need(community, data, concern=row.id, actor=actor)
