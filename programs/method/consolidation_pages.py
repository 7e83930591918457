"""How a program holds what it reached: rhythm, watched figure, relapses (S80)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.method import (
    consolidation_actions,
    consolidation_queries,
    figures,
    indicator_queries,
    policy,
    queries,
)
from programs.method.pages import home_of
from programs.method.schemas import (
    ConsolidationPlan,
    RelapseAnswer,
)
from programs.method.tables import Program
from server.lib.actor import Actor
from server.lib.i18n import m
from server.lib.late_entries import Entries
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect, render_part

Section = Callable[[Actor, Program], Awaitable[tuple[str, dict[str, Any]]]]

# What rooms above say of what holds and what fades; the ceiling fills it in.
SECTIONS: Entries[Section] = Entries(__name__)


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
    plan = await consolidation_queries.consolidation_of(program.id)
    names = ("version", "cadence_per_month", "indicator", "relapse_percent", "relapse_months")
    values = {name: getattr(plan, name) for name in names} if plan else {}
    indicators = [
        one for one in await indicator_queries.indicators_of(program.id) if one.baseline is not None
    ]
    parts = [await section(actor_of(request), program) for section in SECTIONS]
    return page(
        request,
        "method/consolidation.html",
        program=program,
        sections=[render_part(request, template, **context) for template, context in parts],
        plan=plan,
        cadence=await consolidation_queries.cadence_of(program.id),
        relapses=[
            {**row, "months": figures.months_shown(row["months"])}
            for row in await consolidation_queries.relapses_of(program.id)
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
        write=lambda data, actor: consolidation_actions.agree_consolidation(program, data, actor=actor),
        done=lambda _: redirect(f"{home_of(program_id)}/consolidation", m("The plan is agreed.")),
        again=lambda form: _consolidation(request, program, form=form),
    )


@post("/desk/relapses/{relapse_id:int}/answer", opt={"who": STAFF})
async def answer_relapse(request: Request, relapse_id: FromPath[int]) -> Response[Any]:
    """End a relapse with what was done about it."""
    actor = actor_of(request)
    relapse = await consolidation_queries.access_relapse(actor, relapse_id)
    program = await queries.access_program(actor, relapse.program, to_edit=True)
    return await submit(
        request,
        await read_form(request, RelapseAnswer),
        action="relapse.answered",
        write=lambda data, actor: consolidation_actions.answer_relapse(relapse, data, actor=actor),
        done=lambda _: redirect(f"{home_of(program.id)}/consolidation", m("The relapse is answered.")),
        again=lambda form: _consolidation(request, program, answer_form=form),
    )


@get("/desk/relapses/{relapse_id:int}", opt={"who": STAFF})
async def show_relapse(request: Request, relapse_id: FromPath[int]) -> Response[None]:
    """A relapse, where its program's consolidation is kept."""
    relapse = await consolidation_queries.access_relapse(actor_of(request), relapse_id)
    return redirect(f"{home_of(relapse.program)}/consolidation")


@get("/desk/consolidations/{consolidation_id:int}", opt={"who": STAFF})
async def show_plan(request: Request, consolidation_id: FromPath[int]) -> Response[None]:
    """A consolidation plan, by the id under which the ledger cites it."""
    plan = await consolidation_queries.access_consolidation(actor_of(request), consolidation_id)
    return redirect(f"{home_of(plan.program)}/consolidation")


HANDLERS = [show_consolidation, agree_consolidation, answer_relapse, show_relapse, show_plan]
