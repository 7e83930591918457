"""Visits as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from programs.method.queries import access_program
from programs.visits import actions, queries
from programs.visits.schemas import NewVisitDay, VisitDayOut, VisitDayPage, VisitDayRow, VoidedVisitDay
from server.web.access import STAFF, actor_of
from server.web.asked import Cursor
from server.web.forms import Created, written


@get("/api/programs/{program_id:int}/visits", opt={"who": STAFF})
async def list_days(
    request: Request,
    program_id: FromPath[int],
    after: Cursor = "",
) -> VisitDayPage:
    """The days of visits of a program, the newest first, with the sums of all."""
    program = await access_program(actor_of(request), program_id)
    tried, opened = await queries.doors_of(program.id)
    found = await queries.list_days(program.id, cursor=after)
    return VisitDayPage(tried, opened, msgspec.convert(found.rows, list[VisitDayRow]), found.next)


@post("/api/programs/{program_id:int}/visits", opt={"who": STAFF})
async def log_visits(request: Request, program_id: FromPath[int], data: JSONBody[NewVisitDay]) -> Created:
    """Log a day."""
    actor = actor_of(request)
    program = await access_program(actor, program_id, to_edit=True)
    return await written(program, data, "visit.logged", actions.log_visits, actor=actor)


@get("/api/visits/{day_id:int}", opt={"who": STAFF})
async def show_day(request: Request, day_id: FromPath[int]) -> VisitDayOut:
    """One day of visits, taken back or not."""
    day = await queries.access_visit_day(actor_of(request), day_id)
    return msgspec.convert({**day.to_dict(), "voided": day.voided_at is not None}, VisitDayOut)


@post("/api/visits/{day_id:int}/void", opt={"who": STAFF})
async def void_visits(request: Request, day_id: FromPath[int], data: JSONBody[VoidedVisitDay]) -> Created:
    """Take a day back."""
    actor = actor_of(request)
    day = await queries.access_visit_day(actor, day_id, to_edit=True)
    return await written(day, data, "visit.voided", actions.void_visits, actor=actor)


HANDLERS = [list_days, log_visits, show_day, void_visits]
