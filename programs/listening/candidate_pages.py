"""The page on which a class of needs, or ticked needs, become a candidate focal issue."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from programs.listening import candidate_actions, candidate_queries, queries
from programs.listening.candidate_schemas import ChosenCandidate
from programs.listening.merge_pages import ticked
from programs.method.queries import access_program, program_options
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

_HOME = "/desk/needs/candidate"


@get(_HOME, opt={"who": STAFF})
async def candidate_form(request: Request) -> Response[bytes]:
    """What the candidate would rest on, and what it is called."""
    form = Form.blank(
        ChosenCandidate,
        needs=ticked(request),
        need_class=asked_id(request, "class"),
        program=asked_id(request, "program"),
    )
    classes = dict(await queries.class_options(actor_of(request).organisation_id))
    form.values["title"] = classes.get(form.values["need_class"] or 0, "").rpartition(" · ")[2]
    return await _form(request, form)


async def _form(request: Request, form: Form[ChosenCandidate]) -> Response[bytes]:
    actor = actor_of(request)
    ids = form.chosen("needs")
    need_class = next(iter(form.chosen("need_class")), None)
    rests_on = await candidate_queries.asked_for(actor, ids, need_class)
    programs = [option for place in rests_on["communities"] for option in await program_options(actor, place)]
    if len(programs) == 1 and not form.values.get("program"):
        form.values["program"] = programs[0][0]
    classes = dict(await queries.class_options(actor.organisation_id))
    return page(
        request,
        "listening/candidate.html",
        form=form,
        ids=[] if need_class else ids,
        need_class=need_class,
        class_name=classes.get(need_class or 0),
        count=rests_on["count"],
        programs=programs,
    )


@post(_HOME, opt={"who": STAFF})
async def make_candidate(request: Request) -> Response[Any]:
    """Propose the issue with its evidence; next comes its score."""

    async def make(data: ChosenCandidate, actor: Actor) -> int:
        program = await access_program(actor, data.program, to_edit=True)
        return await candidate_actions.make_candidate(program, data, actor=actor)

    return await submit(
        request,
        await read_form(request, ChosenCandidate),
        action="focal_issue.proposed",
        write=make,
        done=lambda issue_id: redirect(
            f"/desk/focal-issues/{issue_id}", m("A candidate with its needs. Now let neighbours score it.")
        ),
        again=lambda form: _form(request, form),
    )


HANDLERS = [candidate_form, make_candidate]
