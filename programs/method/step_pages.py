"""The steps of a plan."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.method import policy, queries, step_actions, step_queries
from programs.method.pages import home_of, show
from programs.method.schemas import (
    NewStep,
    StepDone,
)
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect


@get("/desk/programs/{program_id:int}/steps", opt={"who": STAFF})
async def list_steps(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The whole plan: open steps and what is done."""
    actor = actor_of(request)
    program = await queries.access_program(actor, program_id)
    return page(
        request,
        "method/steps.html",
        program=program,
        steps=await step_queries.steps_of(program_id),
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
        write=lambda data, actor: step_actions.add_step(program, data, actor=actor),
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
    step = await step_queries.access_step(actor_of(request), step_id)
    turn = step_actions.finish_step if done else step_actions.reopen_step
    back = f"/desk/programs/{step.program}/steps"
    return await submit(
        request,
        await read_form(request, StepDone),
        action="step.done" if done else "step.reopened",
        write=lambda _, actor: turn(step, actor=actor),
        done=lambda _: redirect(back, m("The step is done.") if done else m("The step is open again.")),
        again=lambda form: redirect(back, next(iter(form.errors.values()), None), warn=True),
    )


HANDLERS = [list_steps, add_step, finish_step, reopen_step]
