"""Ties as JSON: the same actions as the pages."""

from __future__ import annotations

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from groups.teams import tie_actions, tie_queries, tie_rules
from groups.teams.tie_schemas import CircleOut, NewTie, TieEnd, TieOut
from programs.communities.queries import access_community
from programs.residents.queries import access_resident
from server.web.access import STAFF, actor_of
from server.web.forms import Created, written


@get("/api/communities/{community_id:int}/ties", opt={"who": STAFF})
async def list_ties(request: Request, community_id: FromPath[int]) -> list[TieOut]:
    """The ties that hold in a community."""
    community = await access_community(actor_of(request), community_id)
    found = await tie_queries.ties_of(community.id)
    return [TieOut(**{name: row[name] for name in TieOut.__struct_fields__}) for row in found]


@post("/api/communities/{community_id:int}/ties", opt={"who": STAFF})
async def add_tie(request: Request, community_id: FromPath[int], data: JSONBody[NewTie]) -> Created:
    """Enter a tie."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "tie.added", tie_actions.add_tie, actor=actor)


@post("/api/ties/{tie_id:int}/end", opt={"who": STAFF})
async def end_tie(request: Request, tie_id: FromPath[int], data: JSONBody[TieEnd]) -> Created:
    """Enter that a tie holds no longer."""
    actor = actor_of(request)
    tie = await tie_queries.access_tie(actor, tie_id)
    return await written(tie, data, "tie.ended", tie_actions.end_tie, actor=actor)


@get("/api/residents/{resident_id:int}/circle", opt={"who": STAFF})
async def show_circle(request: Request, resident_id: FromPath[int]) -> CircleOut:
    """Somebody's circle, and what would break without her."""
    resident = await access_resident(actor_of(request), resident_id)
    network = await tie_queries.network_of(resident.community)
    circle = network.circle(resident.id)
    links = tie_rules.links_between(network.edges, network.groups)
    return CircleOut(
        resident=resident.id,
        near=list(circle.near),
        people=len(circle.around),
        groups=list(circle.groups),
        groups_without_leader=list(tie_rules.leaderless_without(resident.id, network.groups)),
        cut_off=tie_rules.cut_off_without(resident.id, links),
    )


HANDLERS = [list_ties, add_tie, end_tie, show_circle]
