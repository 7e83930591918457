"""A person's ladder: how far she has come, by which acts, and the next step."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.residents import ladder_actions, ladder_queries
from programs.residents.ladder_schemas import STEP_WORDS, ReachedStep, StepTakenBack
from programs.residents.queries import access_resident
from programs.residents.tables import LadderRung, Resident
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect


def _home(resident_id: int) -> str:
    return f"/desk/residents/{resident_id}/ladder"


@get("/desk/residents/{resident_id:int}/ladder", opt={"who": STAFF})
async def show_ladder(request: Request, resident_id: FromPath[int]) -> Response[bytes]:
    """The five steps with their days and acts, and the acts that would show the next one."""
    resident = await access_resident(actor_of(request), resident_id, to_edit=True)
    return await _show(request, resident, Form.blank(ReachedStep))


async def _show(request: Request, resident: Resident, form: Form[Any]) -> Response[bytes]:
    steps = await ladder_queries.ladder_of(resident.id)
    return page(
        request,
        "residents/ladder.html",
        resident=resident,
        steps=steps,
        form=form,
        words=STEP_WORDS,
        forms={step["step"]: Form.blank(ReachedStep) for step in steps},
    )


@post("/desk/residents/{resident_id:int}/ladder", opt={"who": STAFF})
async def reach_step(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Put a person on a step by one of her acts."""
    resident = await access_resident(actor_of(request), resident_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, ReachedStep),
        action="ladder.reached",
        write=lambda data, actor: ladder_actions.reach_step(resident, data, actor=actor),
        done=lambda _: redirect(_home(resident_id), m("The step is noted.")),
        again=lambda form: _show(request, resident, form),
    )


@get("/desk/ladder/{rung_id:int}", opt={"who": STAFF})
async def show_rung(request: Request, rung_id: FromPath[int]) -> Response[bytes]:
    """One step that was taken, and how to take it back."""
    rung = await ladder_queries.access_rung(actor_of(request), rung_id)
    return await _show_rung(request, rung, Form.blank(StepTakenBack))


async def _show_rung(request: Request, rung: LadderRung, form: Form[StepTakenBack]) -> Response[bytes]:
    resident = await access_resident(actor_of(request), rung.resident)
    steps = await ladder_queries.ladder_of(rung.resident)
    return page(
        request,
        "residents/rung.html",
        resident=resident,
        rung=rung,
        word=STEP_WORDS[rung.step],
        taken=next((step["rung"] for step in steps if step["rung"] and step["rung"]["id"] == rung.id), None),
        gone_href=ladder_queries.opens_at(rung.source_kind, rung.source_id) if rung.act_gone else "",
        form=form,
    )


@post("/desk/ladder/{rung_id:int}/take-back", opt={"who": STAFF})
async def take_step_back(request: Request, rung_id: FromPath[int]) -> Response[Any]:
    """Take a step back, with the reason."""
    rung = await ladder_queries.access_rung(actor_of(request), rung_id)
    return await submit(
        request,
        await read_form(request, StepTakenBack),
        action="ladder.taken_back",
        write=lambda data, actor: ladder_actions.take_step_back(rung, data, actor=actor),
        done=lambda resident_id: redirect(_home(resident_id), m("The step is taken back.")),
        again=lambda form: _show_rung(request, rung, form),
    )


HANDLERS = [show_ladder, reach_step, show_rung, take_step_back]
