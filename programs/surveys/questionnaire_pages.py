"""Pages on which questionnaires are taken over, read as residents see them, and published."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.surveys import policy, questionnaire_actions, questionnaire_queries
from programs.surveys.rules import Question, option_text
from programs.surveys.schemas import (
    NewQuestionnaire,
    Published,
    PutAway,
    TakenReady,
)
from programs.surveys.shipped import SHIPPED
from programs.surveys.tables import Questionnaire
from programs.surveys.words import KINDS, STEPS, YES_NO
from server.lib.i18n import current_language, m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, Write, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect

LIST = "/desk/questionnaires"


def home_of(questionnaire_id: int) -> str:
    """A questionnaire's own page."""
    return f"{LIST}/{questionnaire_id}"


@get(LIST, opt={"who": STAFF})
async def list_questionnaires(request: Request) -> Response[bytes]:
    """The organisation's questionnaires, and those that ship with Linli and were not taken yet."""
    return await _list(request, Form.blank(TakenReady))


async def _list(request: Request, form: Form[TakenReady]) -> Response[bytes]:
    actor = actor_of(request)
    found = await questionnaire_queries.list_questionnaires(actor)
    taken = {row["key"] for row in found}
    return page(
        request,
        "surveys/questionnaires.html",
        questionnaires=[row for row in found if row["retired_on"] is None],
        retired=[row for row in found if row["retired_on"] is not None],
        ready=[ready for key, ready in SHIPPED.items() if key not in taken],
        form=form,
        may_keep=policy.may_keep_questionnaires(actor),
    )


@post(f"{LIST}/ready", opt={"who": STAFF})
async def take_ready(request: Request) -> Response[Any]:
    """Take over a questionnaire that ships with Linli."""
    return await submit(
        request,
        await read_form(request, TakenReady),
        action="questionnaire.taken",
        write=lambda data, actor: questionnaire_actions.take_ready(data.key, actor=actor),
        done=lambda made: redirect(home_of(made), m("It is yours now: ask it as it is, or change it.")),
        again=lambda form: _list(request, form),
    )


@get(f"{LIST}/new", opt={"who": STAFF})
async def new_questionnaire(request: Request) -> Response[bytes]:
    """The form for a questionnaire of one's own."""
    return page(request, "surveys/new_questionnaire.html", form=Form.blank(NewQuestionnaire))


@post(LIST, opt={"who": STAFF})
async def make_questionnaire(request: Request) -> Response[Any]:
    """Begin a questionnaire of one's own."""
    return await submit(
        request,
        await read_form(request, NewQuestionnaire),
        action="questionnaire.made",
        write=lambda data, actor: questionnaire_actions.make_questionnaire(data, actor=actor),
        done=lambda made: redirect(f"{home_of(made)}/edit", m("Now add the questions.")),
        again=lambda form: page(request, "surveys/new_questionnaire.html", form=form),
    )


@get(f"{LIST}/{{questionnaire_id:int}}", opt={"who": STAFF})
async def show_questionnaire(request: Request, questionnaire_id: FromPath[int]) -> Response[bytes]:
    """A questionnaire as the resident sees it, with its versions."""
    actor = actor_of(request)
    questionnaire = await questionnaire_queries.access_questionnaire(actor, questionnaire_id)
    return await _show(request, questionnaire, Form.blank(Published))


async def _show(request: Request, questionnaire: Questionnaire, form: Form[Any]) -> Response[bytes]:
    actor = actor_of(request)
    return page(
        request,
        "surveys/questionnaire.html",
        questionnaire=questionnaire,
        standing=await questionnaire_queries.standing_of(questionnaire.id),
        versions=await questionnaire_queries.versions_of(questionnaire.id),
        form=form,
        answer_form=Form.blank(Write),
        **around(),
        may_keep=policy.may_keep_questionnaires(actor),
        history=await history_of("questionnaire", questionnaire.id, actor=actor),
    )


def around() -> dict[str, Any]:
    """What the template of questions needs besides the questions."""
    return {
        "steps": list(enumerate(STEPS, start=1)),
        "yes_no": list(YES_NO.items()),
        "kinds": KINDS,
        "language_now": current_language(),
        "choices": options_of,
    }


def options_of(question: Question) -> list[tuple[str, str]]:
    """A question's answers to choose from, in the reader's language."""
    return [(option.key, option_text(option, current_language())) for option in question.options]


async def to_edit(request: Request, questionnaire_id: int) -> Questionnaire:
    """The questionnaire, for whoever may change it."""
    actor = actor_of(request)
    return await questionnaire_queries.access_questionnaire(actor, questionnaire_id, to_edit=True)


@post(f"{LIST}/{{questionnaire_id:int}}/publication", opt={"who": STAFF})
async def publish(request: Request, questionnaire_id: FromPath[int]) -> Response[Any]:
    """Publish the draft."""
    questionnaire = await to_edit(request, questionnaire_id)
    return await submit(
        request,
        await read_form(request, Published),
        action="questionnaire.published",
        write=lambda data, actor: questionnaire_actions.publish(questionnaire, data, actor=actor),
        done=lambda _: redirect(home_of(questionnaire_id), m("Published. This version stays as it is.")),
        again=lambda form: _show(request, questionnaire, form),
    )


@post(f"{LIST}/{{questionnaire_id:int}}/retirement", opt={"who": STAFF})
async def retire(request: Request, questionnaire_id: FromPath[int]) -> Response[Any]:
    """Put a questionnaire away."""
    questionnaire = await to_edit(request, questionnaire_id)
    return await submit(
        request,
        await read_form(request, PutAway),
        action="questionnaire.retired",
        write=lambda _, actor: questionnaire_actions.put_away(questionnaire, away=True, actor=actor),
        done=lambda _: redirect(LIST, m("It is put away. Waves that asked it keep their figures.")),
        again=lambda form: _show(request, questionnaire, form),
    )


@post(f"{LIST}/{{questionnaire_id:int}}/return", opt={"who": STAFF})
async def bring_back(request: Request, questionnaire_id: FromPath[int]) -> Response[Any]:
    """Bring a questionnaire back."""
    questionnaire = await to_edit(request, questionnaire_id)
    return await submit(
        request,
        await read_form(request, PutAway),
        action="questionnaire.restored",
        write=lambda _, actor: questionnaire_actions.put_away(questionnaire, away=False, actor=actor),
        done=lambda _: redirect(home_of(questionnaire_id), m("It is back.")),
        again=lambda form: _show(request, questionnaire, form),
    )


HANDLERS = [
    list_questionnaires,
    take_ready,
    new_questionnaire,
    make_questionnaire,
    show_questionnaire,
    publish,
    retire,
    bring_back,
]
