"""Building leaders as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from programs.bodies import actions, queries
from programs.bodies.schemas import BuildingRow, EndedTerm, NewLeader, NewRecruit, RecruitRow
from programs.communities.queries import access_community
from programs.residents.place_queries import access_building
from server.web.access import STAFF, actor_of
from server.web.forms import Created, written


@get("/api/communities/{community_id:int}/mobilisation", opt={"who": STAFF})
async def list_buildings(request: Request, community_id: FromPath[int]) -> list[BuildingRow]:
    """The buildings of a community with their leaders and how many volunteers they have."""
    community = await access_community(actor_of(request), community_id)
    return [
        BuildingRow(
            id=row["id"],
            name=row["name"],
            estate_name=row["estate_name"],
            households=row["households"],
            leader=row["leader"],
            leader_since=row["leader_since"],
            volunteers=len(row["volunteers"]),
        )
        for estate in await queries.tree_of(community.id)
        for row in estate["buildings"]
    ]


@get("/api/communities/{community_id:int}/recruits", opt={"who": STAFF})
async def list_recruits(request: Request, community_id: FromPath[int]) -> list[RecruitRow]:
    """Where each resident stands on the way to leading a building."""
    community = await access_community(actor_of(request), community_id)
    return msgspec.convert(await queries.recruits_of(community.id), list[RecruitRow])


@post("/api/communities/{community_id:int}/recruits", opt={"who": STAFF})
async def note_recruit(request: Request, community_id: FromPath[int], data: JSONBody[NewRecruit]) -> Created:
    """Note a step of somebody on the way."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "recruit.noted", actions.note_recruit, actor=actor)


@post("/api/buildings/{building_id:int}/leader", opt={"who": STAFF})
async def appoint(request: Request, building_id: FromPath[int], data: JSONBody[NewLeader]) -> Created:
    """Appoint a building leader."""
    actor = actor_of(request)
    building = await access_building(actor, building_id)
    return await written(building, data, "building_leader.appointed", actions.appoint, actor=actor)


@post("/api/building-leaders/{leader_id:int}/end", opt={"who": STAFF})
async def end_term(request: Request, leader_id: FromPath[int], data: JSONBody[EndedTerm]) -> Created:
    """End a term."""
    actor = actor_of(request)
    term = await queries.access_term(actor, leader_id)
    return await written(term, data, "building_leader.ended", actions.end_term, actor=actor)


HANDLERS = [list_buildings, list_recruits, note_recruit, appoint, end_term]
