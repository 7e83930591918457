"""Whom groups and activities reach, as JSON."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from groups.activities import target_queries
from groups.activities.target_rules import MONTHS, first_day, shown
from programs.communities.queries import access_community
from programs.residents import target_actions
from programs.residents.target_schemas import GroupSize
from server.lib import clock
from server.web.access import STAFF, actor_of
from server.web.forms import Created, written


class ReachedOut(msgspec.Struct):
    """One target group; counts below five are told as `<5`, and as `≥5` what would tell one of them."""

    target_group: str
    estimate: int | None
    known: int | str
    in_groups: int | str
    came: int | str
    reached: int | str


@get("/api/communities/{community_id:int}/target-groups", opt={"who": STAFF})
async def list_reach(request: Request, community_id: FromPath[int]) -> list[ReachedOut]:
    """The groups to be reached of a community, with their reach in the last twelve months."""
    community = await access_community(actor_of(request), community_id)
    return [
        ReachedOut(
            row.target_group,
            row.estimate,
            **shown(row),
        )
        for row in await target_queries.reach_of(community.id, since=first_day(clock.today(), MONTHS))
    ]


@post("/api/communities/{community_id:int}/target-groups", opt={"who": STAFF})
async def size_group(request: Request, community_id: FromPath[int], data: JSONBody[GroupSize]) -> Created:
    """Write down how large a group is."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "target_group.sized", target_actions.size_group, actor=actor)


HANDLERS = [list_reach, size_group]
