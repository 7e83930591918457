"""Awards, the balance of thanks and the honour wall as JSON."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from incentives.recognition import award_actions, award_queries, balance_queries, street_queries
from incentives.recognition.schemas import (
    AwardOut,
    AwardPage,
    BalanceRow,
    EditedAward,
    HonouredNeighbour,
    HonourWall,
    RevokedAward,
)
from programs.communities.queries import access_community, public_community
from server.web.access import PLANNERS, PUBLIC, STAFF, actor_of
from server.web.asked import Cursor
from server.web.forms import Created, written


@get("/api/communities/{community_id:int}/awards", opt={"who": STAFF})
async def list_awards(request: Request, community_id: FromPath[int], after: Cursor = "") -> AwardPage:
    """What was given in a community, revoked ones too, the newest first."""
    community = await access_community(actor_of(request), community_id)
    found = await award_queries.list_awards(community.id, cursor=after or None)
    return AwardPage(msgspec.convert(found.rows, list[AwardOut]), found.next)


@put("/api/awards/{award_id:int}", opt={"who": STAFF})
async def edit_award(request: Request, award_id: FromPath[int], data: JSONBody[EditedAward]) -> Created:
    """Save the ceremony of an award and how the person is shown."""
    actor = actor_of(request)
    award = await award_queries.access_award(actor, award_id)
    return await written(award, data, "award.edited", award_actions.edit_award, actor=actor)


@post("/api/awards/{award_id:int}/revoke", opt={"who": PLANNERS})
async def revoke_award(request: Request, award_id: FromPath[int], data: JSONBody[RevokedAward]) -> Created:
    """Revoke an award for good."""
    actor = actor_of(request)
    award = await award_queries.access_award(actor, award_id, to_revoke=True)
    return await written(award, data, "award.revoked", award_actions.revoke_award, actor=actor)


@get("/api/communities/{community_id:int}/balance", opt={"who": STAFF})
async def balance(request: Request, community_id: FromPath[int]) -> list[BalanceRow]:
    """How often whom in which of the four kinds; who lacks most comes first."""
    community = await access_community(actor_of(request), community_id)
    return msgspec.convert(await balance_queries.people_thanked(community.id), list[BalanceRow])


@get("/api/c/{slug:str}/honours", opt={"who": PUBLIC})
async def honour_wall(slug: FromPath[str], after: Cursor = "") -> HonourWall:
    """Who was honoured for what, as each allows it today, the latest first."""
    community = await public_community(slug)
    found = await street_queries.wall_of(community, cursor=after or None)
    return HonourWall(msgspec.convert(found.rows, list[HonouredNeighbour]), found.next)


HANDLERS = [list_awards, edit_award, revoke_award, balance, honour_wall]
