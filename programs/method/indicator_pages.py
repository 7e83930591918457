"""Indicators: their pictures, their readings, and the form in which they are edited."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.method import figures, indicator_actions, indicator_queries, policy, queries
from programs.method.schemas import (
    EditedIndicator,
    NewIndicator,
    NewReading,
)
from programs.method.tables import Indicator, Program
from server.lib import clock
from server.lib.days import month_of
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect


@get("/desk/programs/{program_id:int}/indicators", opt={"who": STAFF})
async def list_indicators(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """A program's indicators, and the form for another one."""
    program = await queries.access_program(actor_of(request), program_id)
    return await _indicators(request, program, Form.blank(NewIndicator, falls="1"))


async def _indicators(request: Request, program: Program, form: Form[NewIndicator]) -> Response[bytes]:
    found = await indicator_queries.indicators_with_series(program.id)
    return page(
        request,
        "method/indicators.html",
        program=program,
        indicators=[
            (one, figures.indicator_title(one), figures.standing_of(one, series)) for one, series in found
        ],
        form=form,
        may_edit=policy.may_edit_program(actor_of(request), program.community),
    )


@post("/desk/programs/{program_id:int}/indicators", opt={"who": STAFF})
async def add_indicator(request: Request, program_id: FromPath[int]) -> Response[Any]:
    """Add an indicator that is read by hand."""
    program = await queries.access_program(actor_of(request), program_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewIndicator),
        action="indicator.added",
        write=lambda data, actor: indicator_actions.add_indicator(program, data, actor=actor),
        done=lambda indicator_id: redirect(f"/desk/indicators/{indicator_id}", m("The indicator is added.")),
        again=lambda form: _indicators(request, program, form),
    )


@get("/desk/indicators/{indicator_id:int}", opt={"who": STAFF})
async def show_indicator(request: Request, indicator_id: FromPath[int]) -> Response[bytes]:
    """An indicator with its picture, its readings, and the form in which it is edited."""
    return await _indicator(
        request, await indicator_queries.access_indicator(actor_of(request), indicator_id)
    )


async def _indicator(
    request: Request,
    indicator: Indicator,
    *,
    form: Form[EditedIndicator] | None = None,
    reading_form: Form[NewReading] | None = None,
) -> Response[bytes]:
    actor = actor_of(request)
    program = await queries.access_program(actor, indicator.program)
    series = await indicator_queries.series_of(indicator)
    return page(
        request,
        "method/indicator.html",
        program=program,
        indicator=indicator,
        title=figures.indicator_title(indicator),
        standing=figures.standing_of(indicator, series),
        chart=await figures.chart_of(program, indicator, series),
        readings=await indicator_queries.readings_of(indicator.id),
        form=form or Form.of(EditedIndicator, indicator),
        reading_form=reading_form or Form.blank(NewReading, month=month_of(clock.today())),
        may_edit=policy.may_edit_program(actor, program.community),
        history=await history_of("indicator", indicator.id, actor=actor),
    )


@post("/desk/indicators/{indicator_id:int}", opt={"who": STAFF})
async def edit_indicator(request: Request, indicator_id: FromPath[int]) -> Response[Any]:
    """Save an indicator."""
    indicator = await indicator_queries.access_indicator(actor_of(request), indicator_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedIndicator),
        action="indicator.edited",
        write=lambda data, actor: indicator_actions.edit_indicator(indicator, data, actor=actor),
        done=lambda _: redirect(f"/desk/indicators/{indicator_id}", m("Saved.")),
        again=lambda form: _indicator(request, indicator, form=form),
    )


@post("/desk/indicators/{indicator_id:int}/readings", opt={"who": STAFF})
async def enter_reading(request: Request, indicator_id: FromPath[int]) -> Response[Any]:
    """Enter a month's value."""
    indicator = await indicator_queries.access_indicator(actor_of(request), indicator_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewReading),
        action="indicator.read",
        write=lambda data, actor: indicator_actions.enter_reading(indicator, data, actor=actor),
        done=lambda _: redirect(f"/desk/indicators/{indicator_id}", m("The value is entered.")),
        again=lambda form: _indicator(request, indicator, reading_form=form),
    )


HANDLERS = [list_indicators, add_indicator, show_indicator, edit_indicator, enter_reading]
