"""Needs as JSON: the same actions as the pages."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from programs.communities.queries import access_community
from programs.listening import (
    actions,
    citation_actions,
    citation_queries,
    class_actions,
    queries,
    watch_actions,
)
from programs.listening.case_rules import state_of
from programs.listening.queries import NeedFilter
from programs.listening.schemas import (
    CitedClass,
    CitedNeeds,
    ClassOut,
    Count,
    NeedOut,
    NeedPage,
    NewClass,
    NewNeed,
    RenamedClass,
    SeededClasses,
    SortedNeed,
    UncitedNeed,
    VoidedNeed,
    WatchedComplaints,
)
from programs.method.focal_queries import access_issue
from programs.method.queries import access_program
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.asked import AskedId, AskedMonth, Cursor
from server.web.forms import Created, carry_out, created, written


@get("/api/needs", opt={"who": STAFF})
async def list_needs(
    request: Request,
    community: AskedId = None,
    program: AskedId = None,
    need_class: Annotated[int | None, QueryParameter(ge=0, le=2_147_483_647)] = None,
    complaint: FromQuery[bool] = False,
    month: AskedMonth = "",
    after: Cursor = "",
) -> NeedPage:
    """Needs, the newest first. `need_class` 0 means those without a class."""
    chosen = NeedFilter(
        community=community, program=program, need_class=need_class, complaint=complaint, month=month
    )
    found = await queries.list_needs(actor_of(request), chosen, cursor=after)
    return msgspec.convert(found, NeedPage, from_attributes=True)


@post("/api/communities/{community_id:int}/needs", opt={"who": STAFF})
async def note_need(request: Request, community_id: FromPath[int], data: JSONBody[NewNeed]) -> Created:
    """Note a need."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "need.raised", actions.note_need, actor=actor)


@get("/api/needs/{need_id:int}", opt={"who": STAFF})
async def show_need(request: Request, need_id: FromPath[int]) -> NeedOut:
    """One need, taken back or not."""
    need = await queries.access_need(actor_of(request), need_id)
    row = need.to_dict()
    return msgspec.convert(
        {**row, "voided": need.voided_at is not None, "state": state_of(row).value}, NeedOut
    )


@post("/api/needs/{need_id:int}/sorting", opt={"who": STAFF})
async def sort_need(request: Request, need_id: FromPath[int], data: JSONBody[SortedNeed]) -> Created:
    """Put a need into a class and a program; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    need = await queries.access_need(actor, need_id, to_edit=True)
    return await written(need, data, "need.sorted", actions.sort_need, actor=actor)


@post("/api/needs/{need_id:int}/void", opt={"who": STAFF})
async def void_need(request: Request, need_id: FromPath[int], data: JSONBody[VoidedNeed]) -> Created:
    """Take a need back."""
    actor = actor_of(request)
    need = await queries.access_need(actor, need_id, to_edit=True)
    return await written(need, data, "need.voided", actions.void_need, actor=actor)


@get("/api/need-classes", opt={"who": STAFF})
async def list_classes(request: Request) -> list[ClassOut]:
    """The organisation's classes, each after the one that it stands in."""
    found = await queries.classes_of(actor_of(request).organisation_id)
    return [ClassOut(class_id, name, parent) for class_id, name, parent, _ in found]


@post("/api/need-classes", opt={"who": PLANNERS})
async def add_class(request: Request, data: JSONBody[NewClass]) -> Created:
    """Add a class."""
    actor = actor_of(request)
    parent = await queries.access_class(actor, data.parent) if data.parent else None
    return await written(parent, data, "need_class.added", class_actions.add_class, actor=actor)


@post("/api/need-classes/usual", opt={"who": PLANNERS})
async def seed_classes(request: Request, data: JSONBody[SeededClasses]) -> Count:
    """Take over the usual classes."""
    actor = actor_of(request)
    return Count(
        await carry_out(
            data,
            actor=actor,
            action="need_class.seeded",
            write=lambda: class_actions.seed_classes(actor=actor),
        )
    )


@post("/api/need-classes/{class_id:int}/name", opt={"who": PLANNERS})
async def rename_class(request: Request, class_id: FromPath[int], data: JSONBody[RenamedClass]) -> Created:
    """Rename a class."""
    actor = actor_of(request)
    need_class = await queries.access_class(actor, class_id)
    return await written(need_class, data, "need_class.renamed", class_actions.rename_class, actor=actor)


@get("/api/focal-issues/{issue_id:int}/needs", opt={"who": STAFF})
async def list_cited(request: Request, issue_id: FromPath[int], after: Cursor = "") -> NeedPage:
    """The needs that justify an issue, the newest first."""
    issue = await access_issue(actor_of(request), issue_id)
    found = await citation_queries.cited_needs(issue.id, cursor=after)
    return msgspec.convert(found, NeedPage, from_attributes=True)


@post("/api/focal-issues/{issue_id:int}/needs", opt={"who": STAFF})
async def cite_needs(request: Request, issue_id: FromPath[int], data: JSONBody[CitedNeeds]) -> Count:
    """Let needs justify the issue; how many did not yet."""
    actor = actor_of(request)
    issue = await access_issue(actor, issue_id, to_edit=True)
    return Count(
        await carry_out(
            data,
            actor=actor,
            action="need.cited",
            write=lambda: citation_actions.cite_needs(issue, data.needs, actor=actor),
        )
    )


@post("/api/focal-issues/{issue_id:int}/needs/class", opt={"who": STAFF})
async def cite_class(request: Request, issue_id: FromPath[int], data: JSONBody[CitedClass]) -> Count:
    """Let all needs of a class justify the issue."""
    actor = actor_of(request)
    issue = await access_issue(actor, issue_id, to_edit=True)
    return Count(
        await carry_out(
            data,
            actor=actor,
            action="need.class_cited",
            write=lambda: citation_actions.cite_class(issue, data.need_class, actor=actor),
        )
    )


@post("/api/focal-issues/{issue_id:int}/needs/{need_id:int}/removal", opt={"who": STAFF})
async def uncite_need(
    request: Request, issue_id: FromPath[int], need_id: FromPath[int], data: JSONBody[UncitedNeed]
) -> Created:
    """Take a need off the issue."""
    actor = actor_of(request)
    issue = await access_issue(actor, issue_id, to_edit=True)
    return await created(
        data,
        actor=actor,
        action="need.uncited",
        write=lambda: citation_actions.uncite_need(issue, need_id, actor=actor),
    )


@post("/api/programs/{program_id:int}/complaint-indicators", opt={"who": STAFF})
async def watch_complaints(
    request: Request, program_id: FromPath[int], data: JSONBody[WatchedComplaints]
) -> Created:
    """Let complaints of a class count as an indicator."""
    actor = actor_of(request)
    program = await access_program(actor, program_id, to_edit=True)
    return await written(program, data, "indicator.added", watch_actions.watch_complaints, actor=actor)


HANDLERS = [
    list_needs,
    note_need,
    show_need,
    sort_need,
    void_need,
    list_classes,
    add_class,
    seed_classes,
    rename_class,
    list_cited,
    cite_needs,
    cite_class,
    uncite_need,
    watch_complaints,
]
