"""Pages on which a plan is changed, and a closed round opened again."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import building_options
from programs.method.queries import program_options
from programs.residents.place_queries import access_building
from programs.residents.queries import labels_of
from programs.visits import procedure_queries, round_change_actions, round_queries, words
from programs.visits.round_pages import home_of, show
from programs.visits.round_schemas import EditedRound, ReopenedRound
from programs.visits.tables import Round
from server.accounts.queries import colleague_options
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect


@get("/desk/rounds/{round_id:int}/edit", opt={"who": STAFF})
async def edit_form(request: Request, round_id: FromPath[int]) -> Response[bytes]:
    """The form in which a plan is changed before the walk."""
    round_ = await round_queries.access_round(actor_of(request), round_id)
    labels = await labels_of([one for one in (round_.visitor_resident, round_.companion) if one])
    form = Form.of(
        EditedRound,
        round_,
        doors="kept",
        days=90,
        visitor_who=labels.get(round_.visitor_resident or 0, ""),
        companion_who=labels.get(round_.companion or 0, ""),
    )
    return await _form_page(request, round_, form)


async def _form_page(request: Request, round_: Round, form: Form[EditedRound]) -> Response[bytes]:
    actor = actor_of(request)
    return page(
        request,
        "visits/round_edit.html",
        form=form,
        card=await round_queries.card_of(round_),
        buildings=await building_options(round_.community),
        words=words,
        colleagues=await colleague_options(actor),
        procedures=await procedure_queries.procedure_options(actor),
        programs=await program_options(actor, round_.community),
    )


@post("/desk/rounds/{round_id:int}/edit", opt={"who": STAFF})
async def edit_round(request: Request, round_id: FromPath[int]) -> Response[Any]:
    """Change a plan before the walk."""
    round_ = await round_queries.access_round(actor_of(request), round_id)

    async def write(data: EditedRound, actor: Actor) -> int:
        building = await access_building(actor, data.building)
        return await round_change_actions.edit_round(round_, building, data, actor=actor)

    return await submit(
        request,
        await read_form(request, EditedRound),
        action="round.edited",
        write=write,
        done=lambda _: redirect(home_of(round_id), m("The plan is changed.")),
        again=lambda form: _form_page(request, round_, form),
    )


@post("/desk/rounds/{round_id:int}/reopening", opt={"who": STAFF})
async def reopen_round(request: Request, round_id: FromPath[int]) -> Response[Any]:
    """Let doors be noted on a closed round again."""
    round_ = await round_queries.access_round(actor_of(request), round_id)
    return await submit(
        request,
        await read_form(request, ReopenedRound),
        action="round.reopened",
        write=lambda data, actor: round_change_actions.reopen_round(round_, data, actor=actor),
        done=lambda _: redirect(home_of(round_id), m("The round is open again.")),
        again=lambda form: show(request, round_, reopening=form),
    )


HANDLERS = [edit_form, edit_round, reopen_round]
