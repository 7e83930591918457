"""Pages of the register of trainings."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import community_options
from programs.residents.queries import access_resident
from programs.visits import policy, training_actions, training_queries, training_rules, words
from programs.visits.training_schemas import ChosenSkills, NewTraining, VoidedTraining
from server.accounts.queries import colleague_options
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.asked import asked_id, asked_text
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect
from server.web.paging import link

HOME = "/desk/trainings"


@get(HOME, opt={"who": STAFF})
async def list_trainings(request: Request) -> Response[bytes]:
    """Who learned what, until when it counts, and what each kind of visit needs."""
    return await _list(request, Form.blank(VoidedTraining))


async def _list(request: Request, form: Form[Any]) -> Response[bytes]:
    actor = actor_of(request)
    found = await training_queries.list_trainings(actor, cursor=request.query_params.get("after"))
    needed = await training_queries.skills_needed(actor.organisation_id)
    own = sorted({row["skill"] for row in found.rows} - words.SKILLS.keys())
    today = clock.today()
    return page(
        request,
        "visits/trainings.html",
        rows=[
            {**row, "counts": training_rules.counts(row["trained_on"], row["expires_on"], on=today)}
            for row in found.rows
        ],
        needed=[
            (scenario, skills, Form.blank(ChosenSkills, skills=skills)) for scenario, skills in needed.items()
        ],
        skills=[*words.SKILLS.items(), *((skill, skill) for skill in own)],
        words=words,
        form=form,
        may_choose=policy.may_choose_skills(actor),
        next_url=link(HOME, after=found.next) if found.next else None,
    )


@get("/desk/trainings/new", opt={"who": STAFF})
async def new_training(request: Request) -> Response[bytes]:
    """The form for a training."""
    skill, cause = asked_text(request, "skill"), request.query_params.get("cause", "")
    known = skill if skill in words.SKILLS else None
    form = Form.blank(
        NewTraining,
        account=asked_id(request, "account"),
        resident=asked_id(request, "resident"),
        skill=known,
        own_skill=None if known else skill,
        trained_on=clock.today(),
        answers_cause=cause if cause in words.CAUSES else None,
    )
    return await _form_page(request, form)


async def _form_page(request: Request, form: Form[NewTraining]) -> Response[bytes]:
    actor: Actor = actor_of(request)
    chosen = next(iter(form.chosen("resident")), None)
    return page(
        request,
        "visits/training_new.html",
        form=form,
        resident=await access_resident(actor, chosen) if chosen else None,
        colleagues=await colleague_options(actor),
        communities=await community_options(actor),
        words=words,
    )


@post(HOME, opt={"who": STAFF})
async def record_training(request: Request) -> Response[Any]:
    """Record a training."""
    return await submit(
        request,
        await read_form(request, NewTraining),
        action="training.recorded",
        write=lambda data, actor: training_actions.record_training(data, actor=actor),
        done=lambda _: redirect(HOME, m("The training is recorded.")),
        again=lambda form: _form_page(request, form),
    )


@post("/desk/trainings/{training_id:int}/void", opt={"who": STAFF})
async def void_training(request: Request, training_id: FromPath[int]) -> Response[Any]:
    """Take a training back."""
    training = await training_queries.access_training(actor_of(request), training_id)
    return await submit(
        request,
        await read_form(request, VoidedTraining),
        action="training.voided",
        write=lambda data, actor: training_actions.void_training(training, data, actor=actor),
        done=lambda _: redirect(HOME, m("The training is taken back.")),
        again=lambda form: _list(request, form),
    )


@post("/desk/trainings/needed", opt={"who": PLANNERS})
async def choose_skills(request: Request) -> Response[Any]:
    """Choose what visits of a scenario need."""
    return await submit(
        request,
        await read_form(request, ChosenSkills),
        action="skills.chosen",
        write=lambda data, actor: training_actions.choose_skills(data, actor=actor),
        done=lambda _: redirect(HOME, m("Saved.")),
        again=lambda form: _list(request, form),
    )


HANDLERS = [list_trainings, new_training, record_training, void_training, choose_skills]
