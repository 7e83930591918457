"""Merging notes as JSON: the same actions as the pages."""

from __future__ import annotations

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from programs.listening import merge_actions, merge_queries, queries
from programs.listening.merge_schemas import MergedNeeds, SplitNeed
from programs.listening.queries import NeedFilter
from server.lib import clock
from server.web.access import STAFF, actor_of
from server.web.asked import AskedId
from server.web.forms import Created, created, written


@post("/api/needs/{need_id:int}/merges", opt={"who": STAFF})
async def merge_needs(request: Request, need_id: FromPath[int], data: JSONBody[MergedNeeds]) -> Created:
    """Let this note speak for others that say the same."""
    actor = actor_of(request)
    kept = await queries.access_need(actor, need_id, to_edit=True)
    others = await merge_queries.access_needs(actor, data.needs)
    return await created(
        data,
        actor=actor,
        action="need.merged",
        write=lambda: merge_actions.merge_needs(kept, others, actor=actor),
    )


@post("/api/needs/{need_id:int}/splitting", opt={"who": STAFF})
async def split_need(request: Request, need_id: FromPath[int], data: JSONBody[SplitNeed]) -> Created:
    """Split a merged note off again, with the reason."""
    actor = actor_of(request)
    need = await queries.access_need(actor, need_id, to_edit=True)
    return await written(need, data, "need.split", merge_actions.split_need, actor=actor)


@get("/api/needs/duplicates", opt={"who": STAFF})
async def list_duplicates(
    request: Request, community: AskedId = None, program: AskedId = None
) -> list[list[int]]:
    """Groups of needs that likely say the same, by id, among the newest of half a year."""
    chosen = NeedFilter(community=community, program=program)
    groups = await merge_queries.likely_duplicates(actor_of(request), chosen, today=clock.today())
    return [[row["id"] for row in group] for group in groups]


HANDLERS = [merge_needs, split_need, list_duplicates]
