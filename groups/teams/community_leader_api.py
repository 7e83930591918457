"""The register of community leaders as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from groups.teams import community_leader_actions as actions
from groups.teams import leader_queries
from groups.teams.choices import CRITERIA
from groups.teams.schemas import (
    CommunityLeaderOut,
    CommunityLeaderRow,
    Confirmation,
    EditedSpotting,
    NewSighting,
    Spotting,
    Withdrawal,
)
from programs.communities.queries import access_community
from server.web.access import STAFF, actor_of
from server.web.forms import Created, written


@get("/api/communities/{community_id:int}/community-leaders", opt={"who": STAFF})
async def list_entries(request: Request, community_id: FromPath[int]) -> list[CommunityLeaderRow]:
    """The register of a community, who waits to be confirmed first."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    found = await leader_queries.list_community_leaders(actor, community_id=community.id)
    return msgspec.convert(found, list[CommunityLeaderRow])


@post("/api/communities/{community_id:int}/community-leaders", opt={"who": STAFF})
async def spot(request: Request, community_id: FromPath[int], data: JSONBody[Spotting]) -> Created:
    """Enter a resident in the register."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "community_leader.spotted", actions.spot, actor=actor)


@get("/api/community-leaders/{entry_id:int}", opt={"who": STAFF})
async def show_entry(request: Request, entry_id: FromPath[int]) -> CommunityLeaderOut:
    """An entry of the register with what was seen under each criterion."""
    entry = await leader_queries.access_community_leader(actor_of(request), entry_id)
    seen = await leader_queries.sightings_of(entry.id)
    columns = {key: [one for one in seen if one["criterion"] == key] for key in CRITERIA}
    return msgspec.convert({**await leader_queries.entry_of(entry), **columns}, CommunityLeaderOut)


@put("/api/community-leaders/{entry_id:int}", opt={"who": STAFF})
async def edit_entry(request: Request, entry_id: FromPath[int], data: JSONBody[EditedSpotting]) -> Created:
    """Save an entry; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    entry = await leader_queries.access_community_leader(actor, entry_id, to_edit=True)
    return await written(entry, data, "community_leader.edited", actions.edit_entry, actor=actor)


@post("/api/community-leaders/{entry_id:int}/sightings", opt={"who": STAFF})
async def add_sighting(request: Request, entry_id: FromPath[int], data: JSONBody[NewSighting]) -> Created:
    """Write down what was seen under one criterion."""
    actor = actor_of(request)
    entry = await leader_queries.access_community_leader(actor, entry_id, to_edit=True)
    return await written(entry, data, "community_leader.seen", actions.add_sighting, actor=actor)


@post("/api/community-leaders/{entry_id:int}/confirmation", opt={"who": STAFF})
async def confirm(request: Request, entry_id: FromPath[int], data: JSONBody[Confirmation]) -> Created:
    """Confirm a community leader; refused, naming what is missing, until both criteria were seen."""
    actor = actor_of(request)
    entry = await leader_queries.access_community_leader(actor, entry_id, to_edit=True)
    return await written(entry, data, "community_leader.confirmed", actions.confirm, actor=actor)


@post("/api/community-leaders/{entry_id:int}/withdrawal", opt={"who": STAFF})
async def withdraw(request: Request, entry_id: FromPath[int], data: JSONBody[Withdrawal]) -> Created:
    """Withdraw a confirmation."""
    actor = actor_of(request)
    entry = await leader_queries.access_community_leader(actor, entry_id, to_edit=True)
    return await written(entry, data, "community_leader.withdrawn", actions.withdraw, actor=actor)


HANDLERS = [list_entries, spot, show_entry, edit_entry, add_sighting, confirm, withdraw]
