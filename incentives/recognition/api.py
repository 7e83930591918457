"""Titles and nominations as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from groups.teams.queries import access_group
from incentives.recognition import actions, award_actions, honour_actions, honour_queries, queries
from incentives.recognition.schemas import (
    Agreed,
    Declined,
    EditedHonour,
    GivenAward,
    HonourOut,
    LeaderNomination,
    NewHonour,
    NewNomination,
    NewReview,
    NominationOut,
    NominationPage,
    TakenBack,
)
from programs.communities.queries import access_community
from server.web.access import LEADERS, PLANNERS, STAFF, actor_of
from server.web.asked import Cursor
from server.web.forms import Created, created, written

_ONE = "/api/nominations/{nomination_id:int}"


@get("/api/honours", opt={"who": STAFF})
async def list_honours(request: Request) -> list[HonourOut]:
    """The titles with their criteria."""
    return msgspec.convert(await honour_queries.list_honours(actor_of(request)), list[HonourOut])


@post("/api/honours", opt={"who": PLANNERS})
async def make_honour(request: Request, data: JSONBody[NewHonour]) -> Created:
    """Make a title."""
    actor = actor_of(request)
    return await created(
        data, actor=actor, action="honour.made", write=lambda: honour_actions.make_honour(data, actor=actor)
    )


@put("/api/honours/{honour_id:int}", opt={"who": PLANNERS})
async def edit_honour(request: Request, honour_id: FromPath[int], data: JSONBody[EditedHonour]) -> Created:
    """Save a title; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    honour = await honour_queries.access_honour(actor, honour_id)
    return await written(honour, data, "honour.edited", honour_actions.edit_honour, actor=actor)


@get("/api/communities/{community_id:int}/nominations", opt={"who": STAFF})
async def list_nominations(
    request: Request, community_id: FromPath[int], after: Cursor = ""
) -> NominationPage:
    """A community's nominations, the newest first."""
    community = await access_community(actor_of(request), community_id)
    found = await queries.list_nominations(community.id, cursor=after or None)
    return NominationPage(msgspec.convert(found.rows, list[NominationOut]), found.next)


@post("/api/communities/{community_id:int}/nominations", opt={"who": STAFF})
async def nominate(request: Request, community_id: FromPath[int], data: JSONBody[NewNomination]) -> Created:
    """Nominate somebody, or a group."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "nomination.made", actions.nominate, actor=actor)


@post("/api/groups/{group_id:int}/nominations", opt={"who": LEADERS})
async def nominate_as_leader(
    request: Request, group_id: FromPath[int], data: JSONBody[LeaderNomination]
) -> Created:
    """A leader nominates a member of her group, or the group."""
    actor = actor_of(request)
    group = await access_group(actor, group_id)
    return await written(group, data, "nomination.made", actions.nominate_as_leader, actor=actor)


@post(_ONE + "/reviews", opt={"who": STAFF})
async def review(request: Request, nomination_id: FromPath[int], data: JSONBody[NewReview]) -> Created:
    """Say yes or no, or write down a neighbour's; the nomination's id."""
    actor = actor_of(request)
    nomination = await queries.access_nomination(actor, nomination_id)
    return await written(nomination, data, "nomination.reviewed", actions.review, actor=actor)


@post(_ONE + "/agreed", opt={"who": STAFF})
async def agree(request: Request, nomination_id: FromPath[int], data: JSONBody[Agreed]) -> Created:
    """Write down the yes of the honoured; the nomination's id."""
    actor = actor_of(request)
    nomination = await queries.access_nomination(actor, nomination_id)
    return await written(nomination, data, "nomination.agreed", actions.agree, actor=actor)


@post(_ONE + "/declined", opt={"who": STAFF})
async def decline(request: Request, nomination_id: FromPath[int], data: JSONBody[Declined]) -> Created:
    """Write down that the person would rather not; the nomination's id."""
    actor = actor_of(request)
    nomination = await queries.access_nomination(actor, nomination_id)
    return await written(nomination, data, "nomination.declined", actions.decline, actor=actor)


@post(_ONE + "/taken-back", opt={"who": STAFF})
async def take_back(request: Request, nomination_id: FromPath[int], data: JSONBody[TakenBack]) -> Created:
    """Take a nomination back; its id."""
    actor = actor_of(request)
    nomination = await queries.access_nomination(actor, nomination_id)
    return await written(nomination, data, "nomination.taken_back", actions.take_back, actor=actor)


@post(_ONE + "/award", opt={"who": STAFF})
async def give_award(request: Request, nomination_id: FromPath[int], data: JSONBody[GivenAward]) -> Created:
    """Give the award that the person agreed to; the award's id."""
    actor = actor_of(request)
    nomination = await queries.access_nomination(actor, nomination_id)
    return await written(nomination, data, "award.given", award_actions.give_award, actor=actor)


HANDLERS = [
    list_honours,
    make_honour,
    edit_honour,
    list_nominations,
    nominate,
    nominate_as_leader,
    review,
    agree,
    decline,
    take_back,
    give_award,
]
