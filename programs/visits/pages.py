"""Pages on which days of visits are logged and read."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import building_options
from programs.method.queries import access_program
from programs.method.tables import Program
from programs.visits import actions, policy, queries, rules
from programs.visits.schemas import NewVisitDay, VoidedVisitDay
from programs.visits.tables import VisitDay
from server.lib import clock
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.paging import link


@get("/desk/programs/{program_id:int}/visits", opt={"who": STAFF})
async def list_days(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The log of doors: how many were tried, how many opened, and the form for the next day."""
    program = await access_program(actor_of(request), program_id)
    return await _list(request, program, Form.blank(NewVisitDay, visited_on=clock.today()))


async def _list(request: Request, program: Program, form: Form[NewVisitDay]) -> Response[bytes]:
    path = f"/desk/programs/{program.id}/visits"
    tried, opened = await queries.doors_of(program.id)
    found = await queries.list_days(program.id, cursor=request.query_params.get("after"))
    return page(
        request,
        "visits/list.html",
        program=program,
        form=form,
        found=found,
        tried=tried,
        opened=opened,
        share=rules.opened_share(tried=tried, opened=opened),
        buildings=await building_options(program.community),
        may_log=policy.may_log_visits(actor_of(request), program.community),
        next_url=link(path, after=found.next) if found.next else None,
    )


@post("/desk/programs/{program_id:int}/visits", opt={"who": STAFF})
async def log_visits(request: Request, program_id: FromPath[int]) -> Response[Any]:
    """Log a day."""
    program = await access_program(actor_of(request), program_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewVisitDay),
        action="visit.logged",
        write=lambda data, actor: actions.log_visits(program, data, actor=actor),
        done=lambda _: redirect(f"/desk/programs/{program_id}/visits", m("The day is logged.")),
        again=lambda form: _list(request, program, form),
    )


@get("/desk/visits/{day_id:int}", opt={"who": STAFF})
async def show_day(request: Request, day_id: FromPath[int]) -> Response[bytes]:
    """One day of visits."""
    day = await queries.access_visit_day(actor_of(request), day_id)
    return await _show(request, day, Form.blank(VoidedVisitDay))


async def _show(request: Request, day: VisitDay, form: Form[VoidedVisitDay]) -> Response[bytes]:
    actor = actor_of(request)
    program = await access_program(actor, day.program)
    return page(
        request,
        "visits/show.html",
        program=program,
        card=await queries.card_of(day),
        share=rules.opened_share(tried=day.tried, opened=day.opened),
        form=form,
        may_edit=policy.may_log_visits(actor, program.community) and day.voided_at is None,
        history=await history_of("visit", day.id, actor=actor),
    )


@post("/desk/visits/{day_id:int}/void", opt={"who": STAFF})
async def void_visits(request: Request, day_id: FromPath[int]) -> Response[Any]:
    """Take a day back."""
    day = await queries.access_visit_day(actor_of(request), day_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, VoidedVisitDay),
        action="visit.voided",
        write=lambda data, actor: actions.void_visits(day, data, actor=actor),
        done=lambda _: redirect(f"/desk/visits/{day_id}", m("The day of visits is taken back.")),
        again=lambda form: _show(request, day, form),
    )


HANDLERS = [list_days, log_visits, show_day, void_visits]
