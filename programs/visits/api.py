"""Visits as JSON: the same actions as the pages."""

from __future__ import annotations

from typing import Annotated

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from programs.communities.queries import check_building
from programs.method.queries import access_program
from programs.visits import actions, queries
from programs.visits.schemas import NewVisitDay, VisitDayOut, VisitDayPage, VisitDayRow, VoidedVisitDay
from server.web.access import STAFF, actor_of
from server.web.forms import Created, created


@get("/api/programs/{program_id:int}/visits", opt={"who": STAFF})
async def list_days(
    request: Request,
    program_id: FromPath[int],
    after: Annotated[str, QueryParameter(max_length=40)] = "",
) -> VisitDayPage:
    """The days of visits of a program, the newest first, with the sums of all."""
    program = await access_program(actor_of(request), program_id)
    tried, opened = await queries.doors_of(program.id)
    found = await queries.list_days(program.id, cursor=after)
    rows = [VisitDayRow(**{name: row[name] for name in VisitDayRow.__struct_fields__}) for row in found.rows]
    return VisitDayPage(tried, opened, rows, found.next)


@post("/api/programs/{program_id:int}/visits", opt={"who": STAFF})
async def log_visits(request: Request, program_id: FromPath[int], data: JSONBody[NewVisitDay]) -> Created:
    """Log a day."""
    actor = actor_of(request)
    program = await access_program(actor, program_id, to_edit=True)
    await check_building(program.community, data.building)
    return await created(
        data, actor=actor, action="visit.logged", write=lambda: actions.log_visits(program, data, actor=actor)
    )


@get("/api/visits/{day_id:int}", opt={"who": STAFF})
async def show_day(request: Request, day_id: FromPath[int]) -> VisitDayOut:
    """One day of visits, taken back or not."""
    day = await queries.access_visit_day(actor_of(request), day_id)
    values = {name: getattr(day, name) for name in VisitDayOut.__struct_fields__ if name != "voided"}
    return VisitDayOut(**values, voided=day.voided_at is not None)


@post("/api/visits/{day_id:int}/void", opt={"who": STAFF})
async def void_visits(request: Request, day_id: FromPath[int], data: JSONBody[VoidedVisitDay]) -> Created:
    """Take a day back."""
    actor = actor_of(request)
    day = await queries.access_visit_day(actor, day_id, to_edit=True)
    return await created(
        data, actor=actor, action="visit.voided", write=lambda: actions.void_visits(day, data, actor=actor)
    )


HANDLERS = [list_days, log_visits, show_day, void_visits]
