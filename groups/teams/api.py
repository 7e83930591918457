"""Groups, their members and who leads them as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from groups.teams import actions, closure_actions, queries, term_actions
from groups.teams.leader_queries import access_term, terms_of
from groups.teams.schemas import (
    Closure,
    CreatedSeveral,
    Departure,
    EditedGroup,
    GroupOut,
    GroupPage,
    MemberOut,
    NewGroup,
    NewMembers,
    NewTerm,
    Reopening,
    TermAccount,
    TermEnd,
    TermOut,
)
from programs.communities.queries import access_community
from server.lib import clock
from server.web.access import LEADERS, STAFF, actor_of
from server.web.asked import Cursor
from server.web.forms import Created, carry_out, created, written


@get("/api/communities/{community_id:int}/groups", opt={"who": STAFF})
async def list_groups(
    request: Request,
    community_id: FromPath[int],
    closed: FromQuery[bool] = False,
    after: Cursor = "",
) -> GroupPage:
    """Groups of a community, the newest first."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    found = await queries.list_groups(
        actor, community_id=community.id, closed=closed, today=clock.today(), cursor=after
    )
    return msgspec.convert(found, GroupPage, from_attributes=True)


@post("/api/communities/{community_id:int}/groups", opt={"who": STAFF})
async def form_group(request: Request, community_id: FromPath[int], data: JSONBody[NewGroup]) -> Created:
    """Enter a group."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "group.formed", actions.form_group, actor=actor)


@get("/api/groups/{group_id:int}", opt={"who": LEADERS})
async def show_group(request: Request, group_id: FromPath[int]) -> GroupOut:
    """One group."""
    group = await queries.access_group(actor_of(request), group_id)
    return msgspec.convert(group, GroupOut, from_attributes=True)


@put("/api/groups/{group_id:int}", opt={"who": STAFF})
async def edit_group(request: Request, group_id: FromPath[int], data: JSONBody[EditedGroup]) -> Created:
    """Save a group; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    group = await queries.access_group(actor, group_id, to_edit=True)
    return await written(group, data, "group.edited", actions.edit_group, actor=actor)


@post("/api/groups/{group_id:int}/closure", opt={"who": STAFF})
async def close_group(request: Request, group_id: FromPath[int], data: JSONBody[Closure]) -> Created:
    """Close a group."""
    actor = actor_of(request)
    group = await queries.access_group(actor, group_id, to_edit=True)
    return await written(group, data, "group.closed", closure_actions.close_group, actor=actor)


@post("/api/groups/{group_id:int}/reopening", opt={"who": STAFF})
async def reopen_group(request: Request, group_id: FromPath[int], data: JSONBody[Reopening]) -> Created:
    """Open a closed group again."""
    actor = actor_of(request)
    group = await queries.access_group(actor, group_id, to_edit=True)
    return await written(group, data, "group.reopened", closure_actions.reopen_group, actor=actor)


@get("/api/groups/{group_id:int}/members", opt={"who": LEADERS})
async def list_members(request: Request, group_id: FromPath[int]) -> list[MemberOut]:
    """The present members: for staff, and for the leader of this very group."""
    group = await queries.access_group(actor_of(request), group_id)
    return msgspec.convert(await queries.present_members(group.id), list[MemberOut])


@post("/api/groups/{group_id:int}/members", opt={"who": STAFF})
async def add_members(
    request: Request, group_id: FromPath[int], data: JSONBody[NewMembers]
) -> CreatedSeveral:
    """Add members; the ids of their stays."""
    actor = actor_of(request)
    group = await queries.access_group(actor, group_id, to_edit=True)
    ids = await carry_out(
        data, actor=actor, action="group.joined", write=lambda: actions.add_members(group, data, actor=actor)
    )
    return CreatedSeveral(ids)


@post("/api/memberships/{membership_id:int}/departure", opt={"who": STAFF})
async def end_stay(request: Request, membership_id: FromPath[int], data: JSONBody[Departure]) -> Created:
    """Enter that a member left; the id of the group."""
    actor = actor_of(request)
    stay, group = await queries.access_membership(actor, membership_id)
    return await created(
        data, actor=actor, action="group.left", write=lambda: actions.end_stay(stay, group, data, actor=actor)
    )


@get("/api/groups/{group_id:int}/leaders", opt={"who": LEADERS})
async def list_terms(request: Request, group_id: FromPath[int]) -> list[TermOut]:
    """Who leads the group and, for staff, who led it and why that ended."""
    actor = actor_of(request)
    group = await queries.access_group(actor, group_id)
    whole = actor.works_in(group.community)
    found = [row for row in await terms_of(group.id) if whole or row["ended_on"] is None]
    return msgspec.convert(found, list[TermOut])


@post("/api/groups/{group_id:int}/leaders", opt={"who": STAFF})
async def confirm_term(request: Request, group_id: FromPath[int], data: JSONBody[NewTerm]) -> Created:
    """Confirm a leader or name a deputy."""
    actor = actor_of(request)
    group = await queries.access_group(actor, group_id, to_edit=True)
    return await written(group, data, "group.term_confirmed", term_actions.confirm_term, actor=actor)


@post("/api/group-leaders/{term_id:int}/account", opt={"who": STAFF})
async def tie_account(request: Request, term_id: FromPath[int], data: JSONBody[TermAccount]) -> Created:
    """Say with which account a term is served; the id of the term."""
    actor = actor_of(request)
    term, group = await access_term(actor, term_id)
    return await created(
        data,
        actor=actor,
        action="group.account_tied",
        write=lambda: term_actions.tie_account(term, group, data, actor=actor),
    )


@post("/api/group-leaders/{term_id:int}/end", opt={"who": STAFF})
async def end_term(request: Request, term_id: FromPath[int], data: JSONBody[TermEnd]) -> Created:
    """End a term; the id of the group."""
    actor = actor_of(request)
    term, group = await access_term(actor, term_id)
    return await created(
        data,
        actor=actor,
        action="group.term_ended",
        write=lambda: term_actions.end_term(term, group, data, actor=actor),
    )


HANDLERS = [
    list_groups,
    form_group,
    show_group,
    edit_group,
    close_group,
    reopen_group,
    list_members,
    add_members,
    end_stay,
    list_terms,
    confirm_term,
    tie_account,
    end_term,
]
