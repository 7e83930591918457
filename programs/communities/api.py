"""Places as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from programs.communities import actions, queries
from programs.communities.schemas import (
    CommunityOut,
    EditedCommunity,
    NewBuilding,
    NewCommunity,
    NewEstate,
)
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.forms import Created, created, written


@get("/api/communities", opt={"who": STAFF})
async def list_communities(request: Request) -> list[dict]:
    """The communities in which the caller works."""
    return await queries.communities_of(actor_of(request))


@post("/api/communities", opt={"who": PLANNERS})
async def open_community(request: Request, data: JSONBody[NewCommunity]) -> Created:
    """Open a community."""
    actor = actor_of(request)
    return await created(
        data, actor=actor, action="community.opened", write=lambda: actions.open_community(data, actor=actor)
    )


@get("/api/communities/{community_id:int}", opt={"who": STAFF})
async def show_community(request: Request, community_id: FromPath[int]) -> CommunityOut:
    """One community."""
    community = await queries.access_community(actor_of(request), community_id)
    return msgspec.convert(community, CommunityOut, from_attributes=True)


@put("/api/communities/{community_id:int}", opt={"who": STAFF})
async def edit_community(
    request: Request, community_id: FromPath[int], data: JSONBody[EditedCommunity]
) -> Created:
    """Save a community; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    community = await queries.access_community(actor, community_id, to_edit=True)
    return await written(community, data, "community.edited", actions.edit_community, actor=actor)


@post("/api/communities/{community_id:int}/estates", opt={"who": STAFF})
async def add_estate(request: Request, community_id: FromPath[int], data: JSONBody[NewEstate]) -> Created:
    """Add an estate."""
    actor = actor_of(request)
    community = await queries.access_community(actor, community_id, to_edit=True)
    return await written(community, data, "estate.added", actions.add_estate, actor=actor)


@post("/api/communities/{community_id:int}/buildings", opt={"who": STAFF})
async def add_building(request: Request, community_id: FromPath[int], data: JSONBody[NewBuilding]) -> Created:
    """Add a building to an estate of this community."""
    actor = actor_of(request)
    community = await queries.access_community(actor, community_id, to_edit=True)
    estate = await queries.access_estate(actor, data.estate, community_id=community_id)
    return await created(
        data,
        actor=actor,
        action="building.added",
        write=lambda: actions.add_building(community, estate, data, actor=actor),
    )


HANDLERS = [list_communities, open_community, show_community, edit_community, add_estate, add_building]
