"""A concern of a visit as a need, as JSON."""

from __future__ import annotations

from litestar import Request, post
from litestar.params import FromPath, JSONBody

from programs.communities.queries import access_community
from programs.listening import concern_actions
from programs.listening.schemas import TakenConcern
from programs.visits.door_queries import concern_of
from server.web.access import STAFF, actor_of
from server.web.forms import Created, created


@post("/api/concerns/{concern_id:int}/need", opt={"who": STAFF})
async def make_need(request: Request, concern_id: FromPath[int], data: JSONBody[TakenConcern]) -> Created:
    """Make a need of what was heard on a visit; the need's id."""
    actor = actor_of(request)
    concern = await concern_of(actor, concern_id)
    community = await access_community(actor, concern["community"], to_edit=True)
    return await created(
        data,
        actor=actor,
        action="need.raised",
        write=lambda: concern_actions.make_need(community, concern, op_id=data.op_id, actor=actor),
    )


HANDLERS = [make_need]
