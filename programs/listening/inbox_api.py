"""The inbox as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from programs.listening import queries, street_actions, street_queries
from programs.listening.street_schemas import InboxPage, SetAside, TakenIn
from server.web.access import STAFF, actor_of
from server.web.asked import AskedId, Cursor
from server.web.forms import Created, written


@get("/api/needs/inbox", opt={"who": STAFF})
async def list_inbox(request: Request, community: AskedId = None, after: Cursor = "") -> InboxPage:
    """What residents sent and nobody has taken in, the oldest first."""
    found = await street_queries.list_inbox(actor_of(request), community, cursor=after)
    return msgspec.convert(found, InboxPage, from_attributes=True)


@post("/api/needs/{need_id:int}/taking-in", opt={"who": STAFF})
async def take_in(request: Request, need_id: FromPath[int], data: JSONBody[TakenIn]) -> Created:
    """Take a note in."""
    actor = actor_of(request)
    need = await queries.access_need(actor, need_id, to_edit=True)
    return await written(need, data, "need.taken_in", street_actions.take_in, actor=actor)


@post("/api/needs/{need_id:int}/setting-aside", opt={"who": STAFF})
async def set_aside(request: Request, need_id: FromPath[int], data: JSONBody[SetAside]) -> Created:
    """Set a note aside, with the reason."""
    actor = actor_of(request)
    need = await queries.access_need(actor, need_id, to_edit=True)
    return await written(need, data, "need.set_aside", street_actions.set_aside, actor=actor)


HANDLERS = [list_inbox, take_in, set_aside]
