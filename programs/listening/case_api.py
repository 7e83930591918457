"""Cases as JSON: the same actions as the pages."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from programs.listening import case_actions, case_queries, queries
from programs.listening.case_queries import CaseFilter
from programs.listening.case_schemas import (
    AnsweredNeed,
    CasePage,
    CaseRow,
    ConfirmedNeed,
    FollowedNeed,
    HandledNeed,
    ReopenedNeed,
    SetDeadlines,
)
from programs.listening.tables import Need
from server.lib import clock
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.asked import AskedId, Cursor
from server.web.forms import Created, created, written


@get("/api/cases", opt={"who": STAFF})
async def list_cases(
    request: Request,
    view: FromQuery[Literal["open", "overdue", "waiting", "not_solved", "done"]] = "open",
    community: AskedId = None,
    program: AskedId = None,
    owner: Annotated[int | None, QueryParameter(ge=0, le=2_147_483_647)] = None,
    after: Cursor = "",
) -> CasePage:
    """Cases, those due first, with how many each view holds and the median days of the steps. `owner` 0: nobody's."""
    actor, today = actor_of(request), clock.today()
    chosen = CaseFilter(view=view, community=community, program=program, owner=owner)
    found = await case_queries.list_cases(actor, chosen, today=today, cursor=after)
    return CasePage(
        counts=await case_queries.count_cases(actor, chosen, today=today),
        days=await case_queries.days_of_steps(actor, chosen, today=today),
        rows=[msgspec.convert({**row, "state": row["state"].value}, CaseRow) for row in found.rows],
        next=found.next,
    )


async def _needed(request: Request, need_id: int) -> Need:
    return await queries.access_need(actor_of(request), need_id, to_edit=True)


@post("/api/needs/{need_id:int}/following", opt={"who": STAFF})
async def follow_need(request: Request, need_id: FromPath[int], data: JSONBody[FollowedNeed]) -> Created:
    """Say who looks after a need and until when; 409 with their values when `version` is stale."""
    actor, need = actor_of(request), await _needed(request, need_id)
    return await written(need, data, "need.followed", case_actions.follow_need, actor=actor)


@post("/api/needs/{need_id:int}/handling", opt={"who": STAFF})
async def handle_need(request: Request, need_id: FromPath[int], data: JSONBody[HandledNeed]) -> Created:
    """Record what was done."""
    actor, need = actor_of(request), await _needed(request, need_id)
    return await written(need, data, "need.handled", case_actions.handle_need, actor=actor)


@post("/api/needs/{need_id:int}/answer", opt={"who": STAFF})
async def answer_need(request: Request, need_id: FromPath[int], data: JSONBody[AnsweredNeed]) -> Created:
    """Record what the person was told."""
    actor, need = actor_of(request), await _needed(request, need_id)
    return await written(need, data, "need.answered", case_actions.answer_need, actor=actor)


@post("/api/needs/{need_id:int}/confirmation", opt={"who": STAFF})
async def confirm_need(request: Request, need_id: FromPath[int], data: JSONBody[ConfirmedNeed]) -> Created:
    """Record what the person says to the answer."""
    actor, need = actor_of(request), await _needed(request, need_id)
    return await written(need, data, "need.confirmed", case_actions.confirm_need, actor=actor)


@post("/api/needs/{need_id:int}/reopening", opt={"who": STAFF})
async def reopen_need(request: Request, need_id: FromPath[int], data: JSONBody[ReopenedNeed]) -> Created:
    """Take the steps back."""
    actor, need = actor_of(request), await _needed(request, need_id)
    return await written(need, data, "need.reopened", case_actions.reopen_need, actor=actor)


@put("/api/need-deadlines", opt={"who": PLANNERS})
async def set_deadlines(request: Request, data: JSONBody[SetDeadlines]) -> Created:
    """Set the NGO's days; the id of the organisation."""
    actor = actor_of(request)
    return await created(
        data,
        actor=actor,
        action="need.deadlines_set",
        write=lambda: case_actions.set_deadlines(data, actor=actor),
    )


HANDLERS = [list_cases, follow_need, handle_need, answer_need, confirm_need, reopen_need, set_deadlines]
