"""Pages of the plan: steps, indicators, consolidation and relapse, and the ledger's rows under every figure."""

from __future__ import annotations

import re
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.method import figures, plan_actions, plan_queries, policy, queries
from programs.method.kinds import Kind
from programs.method.pages import home_of, show
from programs.method.schemas import (
    ConsolidationPlan,
    EditedIndicator,
    NewIndicator,
    NewReading,
    NewStep,
    RelapseAnswer,
    StepDone,
)
from programs.method.sources import names_of, path_of
from programs.method.tables import Indicator, Program
from programs.method.words import KIND_NAMES
from server.lib import clock
from server.lib.days import month_of
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_month
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.paging import link

_FIGURES = ("name", "unit", "falls", "baseline", "baseline_on", "baseline_source", "target", "target_on")


@get("/desk/programs/{program_id:int}/steps", opt={"who": STAFF})
async def list_steps(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The whole plan: open steps and what is done."""
    actor = actor_of(request)
    program = await queries.access_program(actor, program_id)
    return page(
        request,
        "method/steps.html",
        program=program,
        steps=await plan_queries.steps_of(program_id),
        done_form=Form.blank(StepDone),
        may_edit=policy.may_edit_program(actor, program.community),
    )


@post("/desk/programs/{program_id:int}/steps", opt={"who": STAFF})
async def add_step(request: Request, program_id: FromPath[int]) -> Response[Any]:
    """Add a step."""
    program = await queries.access_program(actor_of(request), program_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewStep),
        action="step.added",
        write=lambda data, actor: plan_actions.add_step(program, data, actor=actor),
        done=lambda _: redirect(f"{home_of(program_id)}#plan", m("The step is in the plan.")),
        again=lambda form: show(request, program, step_form=form),
    )


@post("/desk/steps/{step_id:int}/done", opt={"who": STAFF})
async def finish_step(request: Request, step_id: FromPath[int]) -> Response[Any]:
    """Mark a step as done."""
    return await _turn_step(request, step_id, done=True)


@post("/desk/steps/{step_id:int}/reopened", opt={"who": STAFF})
async def reopen_step(request: Request, step_id: FromPath[int]) -> Response[Any]:
    """Take back that a step is done."""
    return await _turn_step(request, step_id, done=False)


async def _turn_step(request: Request, step_id: int, *, done: bool) -> Response[Any]:
    step = await plan_queries.access_step(actor_of(request), step_id)
    turn = plan_actions.finish_step if done else plan_actions.reopen_step
    back = f"/desk/programs/{step.program}/steps"
    return await submit(
        request,
        await read_form(request, StepDone),
        action="step.done" if done else "step.reopened",
        write=lambda _, actor: turn(step, actor=actor),
        done=lambda _: redirect(back, m("The step is done.") if done else m("The step is open again.")),
        again=lambda form: redirect(back, next(iter(form.errors.values()), None), warn=True),
    )


@get("/desk/programs/{program_id:int}/indicators", opt={"who": STAFF})
async def list_indicators(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """A program's indicators, and the form for another one."""
    program = await queries.access_program(actor_of(request), program_id)
    return await _indicators(request, program, Form.blank(NewIndicator, falls="1"))


async def _indicators(request: Request, program: Program, form: Form[NewIndicator]) -> Response[bytes]:
    found = await plan_queries.indicators_of(program.id)
    return page(
        request,
        "method/indicators.html",
        program=program,
        indicators=[
            (one, figures.indicator_title(one), figures.standing_of(one, await plan_queries.series_of(one)))
            for one in found
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
        write=lambda data, actor: plan_actions.add_indicator(program, data, actor=actor),
        done=lambda indicator_id: redirect(f"/desk/indicators/{indicator_id}", m("The indicator is added.")),
        again=lambda form: _indicators(request, program, form),
    )


@get("/desk/indicators/{indicator_id:int}", opt={"who": STAFF})
async def show_indicator(request: Request, indicator_id: FromPath[int]) -> Response[bytes]:
    """An indicator with its picture, its readings, and the form in which it is edited."""
    return await _indicator(request, await plan_queries.access_indicator(actor_of(request), indicator_id))


async def _indicator(
    request: Request,
    indicator: Indicator,
    *,
    form: Form[EditedIndicator] | None = None,
    reading_form: Form[NewReading] | None = None,
) -> Response[bytes]:
    actor = actor_of(request)
    program = await queries.access_program(actor, indicator.program)
    values = {name: getattr(indicator, name) for name in ("version", *_FIGURES)}
    return page(
        request,
        "method/indicator.html",
        program=program,
        indicator=indicator,
        title=figures.indicator_title(indicator),
        standing=figures.standing_of(indicator, await plan_queries.series_of(indicator)),
        chart=await figures.chart_of(program, indicator),
        readings=await plan_queries.readings_of(indicator.id),
        form=form or Form.blank(EditedIndicator, **values),
        reading_form=reading_form or Form.blank(NewReading, month=month_of(clock.today())),
        may_edit=policy.may_edit_program(actor, program.community),
        history=await history_of("indicator", indicator.id, actor=actor),
    )


@post("/desk/indicators/{indicator_id:int}", opt={"who": STAFF})
async def edit_indicator(request: Request, indicator_id: FromPath[int]) -> Response[Any]:
    """Save an indicator."""
    indicator = await plan_queries.access_indicator(actor_of(request), indicator_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedIndicator),
        action="indicator.edited",
        write=lambda data, actor: plan_actions.edit_indicator(indicator, data, actor=actor),
        done=lambda _: redirect(f"/desk/indicators/{indicator_id}", m("Saved.")),
        again=lambda form: _indicator(request, indicator, form=form),
    )


@post("/desk/indicators/{indicator_id:int}/readings", opt={"who": STAFF})
async def enter_reading(request: Request, indicator_id: FromPath[int]) -> Response[Any]:
    """Enter a month's value."""
    indicator = await plan_queries.access_indicator(actor_of(request), indicator_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewReading),
        action="indicator.read",
        write=lambda data, actor: plan_actions.enter_reading(indicator, data, actor=actor),
        done=lambda _: redirect(f"/desk/indicators/{indicator_id}", m("The value is entered.")),
        again=lambda form: _indicator(request, indicator, reading_form=form),
    )


@get("/desk/programs/{program_id:int}/consolidation", opt={"who": STAFF})
async def show_consolidation(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """How a program holds what it reached: rhythm, watched figure, relapses."""
    return await _consolidation(request, await queries.access_program(actor_of(request), program_id))


async def _consolidation(
    request: Request,
    program: Program,
    *,
    form: Form[ConsolidationPlan] | None = None,
    answer_form: Form[RelapseAnswer] | None = None,
) -> Response[bytes]:
    plan = await plan_queries.consolidation_of(program.id)
    names = ("version", "cadence_per_month", "indicator", "relapse_percent", "relapse_months")
    values = {name: getattr(plan, name) for name in names} if plan else {}
    indicators = [one for one in await plan_queries.indicators_of(program.id) if one.baseline is not None]
    return page(
        request,
        "method/consolidation.html",
        program=program,
        plan=plan,
        cadence=await plan_queries.cadence_of(program.id),
        relapses=[
            {**row, "months": figures.months_shown(row["months"])}
            for row in await plan_queries.relapses_of(program.id)
        ],
        indicators=[(one.id, one.name) for one in indicators],
        watched=next((one for one in indicators if plan and one.id == plan.indicator), None),
        form=form or Form.blank(ConsolidationPlan, **{"relapse_percent": 50, "relapse_months": 2, **values}),
        answer_form=answer_form or Form.blank(RelapseAnswer),
        may_edit=policy.may_edit_program(actor_of(request), program.community),
    )


@post("/desk/programs/{program_id:int}/consolidation", opt={"who": STAFF})
async def agree_consolidation(request: Request, program_id: FromPath[int]) -> Response[Any]:
    """Agree or change the consolidation plan."""
    program = await queries.access_program(actor_of(request), program_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, ConsolidationPlan),
        action="consolidation.agreed",
        write=lambda data, actor: plan_actions.agree_consolidation(program, data, actor=actor),
        done=lambda _: redirect(f"{home_of(program_id)}/consolidation", m("The plan is agreed.")),
        again=lambda form: _consolidation(request, program, form=form),
    )


@post("/desk/relapses/{relapse_id:int}/answer", opt={"who": STAFF})
async def answer_relapse(request: Request, relapse_id: FromPath[int]) -> Response[Any]:
    """End a relapse with what was done about it."""
    actor = actor_of(request)
    relapse = await plan_queries.access_relapse(actor, relapse_id)
    program = await queries.access_program(actor, relapse.program, to_edit=True)
    return await submit(
        request,
        await read_form(request, RelapseAnswer),
        action="relapse.answered",
        write=lambda data, actor: plan_actions.answer_relapse(relapse, data, actor=actor),
        done=lambda _: redirect(f"{home_of(program.id)}/consolidation", m("The relapse is answered.")),
        again=lambda form: _consolidation(request, program, answer_form=form),
    )


@get("/desk/relapses/{relapse_id:int}", opt={"who": STAFF})
async def show_relapse(request: Request, relapse_id: FromPath[int]) -> Response[None]:
    """A relapse, where its program's consolidation is kept."""
    relapse = await plan_queries.access_relapse(actor_of(request), relapse_id)
    return redirect(f"{home_of(relapse.program)}/consolidation")


@get("/desk/consolidations/{consolidation_id:int}", opt={"who": STAFF})
async def show_plan(request: Request, consolidation_id: FromPath[int]) -> Response[None]:
    """A consolidation plan, by the id under which the ledger cites it."""
    plan = await plan_queries.access_consolidation(actor_of(request), consolidation_id)
    return redirect(f"{home_of(plan.program)}/consolidation")


@get("/desk/programs/{program_id:int}/evidence", opt={"who": STAFF})
async def show_evidence(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The ledger's rows under a figure: by kind, facet and month."""
    program = await queries.access_program(actor_of(request), program_id)
    asked = request.query_params
    kind = asked.get("kind", "") if asked.get("kind", "") in KIND_NAMES else ""
    facet = asked["facet"] if re.fullmatch(r"[a-z:0-9_]{1,40}", asked.get("facet", "")) else None
    month = asked_month(request)
    found = await plan_queries.evidence_of(
        program_id, kind=kind, facet=facet, month=month, cursor=asked.get("before")
    )
    names = await names_of(found.rows)
    path = f"{home_of(program_id)}/evidence"
    return page(
        request,
        "method/evidence.html",
        program=program,
        rows=[
            {
                **row,
                "kind_name": KIND_NAMES[row["kind"]],
                "amount": figures.amount_shown(row["kind"], row["quantity"]),
                "href": path_of(row["source_kind"], row["source_id"]),
                "source": names.get((row["source_kind"], row["source_id"]), ""),
            }
            for row in found.rows
        ],
        kinds=[(one.value, KIND_NAMES[one.value]) for one in Kind],
        kind=kind,
        month=month,
        next_url=link(path, kind=kind, facet=facet, month=month, before=found.next) if found.next else None,
    )


HANDLERS = [
    list_steps,
    add_step,
    finish_step,
    reopen_step,
    list_indicators,
    add_indicator,
    show_indicator,
    edit_indicator,
    enter_reading,
    show_consolidation,
    agree_consolidation,
    answer_relapse,
    show_relapse,
    show_plan,
    show_evidence,
]
