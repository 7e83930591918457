"""The editor of a questionnaire: add, order, change and take out questions."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.surveys import questionnaire_actions, questionnaire_queries
from programs.surveys.questionnaire_pages import around, home_of, to_edit
from programs.surveys.questionnaire_queries import Standing
from programs.surveys.rules import Question
from programs.surveys.schemas import (
    EditedQuestion,
    EditedQuestionnaire,
    MovedQuestion,
    NewQuestion,
    RemovedQuestion,
    TakenReady,
)
from programs.surveys.shipped import SHIPPED
from programs.surveys.tables import Questionnaire
from server.lib.i18n import Message, m
from server.web.access import STAFF
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

LIST = "/desk/questionnaires"


@get(f"{LIST}/{{questionnaire_id:int}}/edit", opt={"who": STAFF})
async def editor(request: Request, questionnaire_id: FromPath[int]) -> Response[bytes]:
    """The editor: cover, questions in order, and a form for one more."""
    questionnaire = await to_edit(request, questionnaire_id)
    return await _editor(request, questionnaire)


async def _editor(
    request: Request,
    questionnaire: Questionnaire,
    *,
    cover: Form[EditedQuestionnaire] | None = None,
    question: Form[NewQuestion] | None = None,
    moving: Form[Any] | None = None,
) -> Response[bytes]:
    standing = await questionnaire_queries.standing_of(questionnaire.id)
    return page(
        request,
        "surveys/editor.html",
        questionnaire=questionnaire,
        standing=standing,
        cover=cover or Form.of(EditedQuestionnaire, questionnaire, source=standing.source),
        form=question or Form.blank(NewQuestion, kind="scale"),
        moving=moving or Form.blank(MovedQuestion),
        blocks=[(key, ready.title) for key, ready in SHIPPED.items() if _adds(key, standing)],
        **around(),
    )


def _adds(key: str, standing: Standing) -> bool:
    there = {question.key for question in standing.questions}
    return any(question.key not in there for question in SHIPPED[key].questions)


@post(f"{LIST}/{{questionnaire_id:int}}/edit", opt={"who": STAFF})
async def edit_questionnaire(request: Request, questionnaire_id: FromPath[int]) -> Response[Any]:
    """Save the cover."""
    questionnaire = await to_edit(request, questionnaire_id)
    return await submit(
        request,
        await read_form(request, EditedQuestionnaire),
        action="questionnaire.edited",
        write=lambda data, actor: questionnaire_actions.edit_questionnaire(questionnaire, data, actor=actor),
        done=lambda _: redirect(f"{home_of(questionnaire_id)}/edit", m("Saved.")),
        again=lambda form: _editor(request, questionnaire, cover=form),
    )


@post(f"{LIST}/{{questionnaire_id:int}}/questions", opt={"who": STAFF})
async def add_question(request: Request, questionnaire_id: FromPath[int]) -> Response[Any]:
    """Add a question."""
    questionnaire = await to_edit(request, questionnaire_id)
    return await submit(
        request,
        await read_form(request, NewQuestion),
        action="questionnaire.edited",
        write=lambda data, actor: questionnaire_actions.add_question(questionnaire, data, actor=actor),
        done=lambda _: _back(questionnaire_id, m("The question is added.")),
        again=lambda form: _editor(request, questionnaire, question=form),
    )


@post(f"{LIST}/{{questionnaire_id:int}}/ready-questions", opt={"who": STAFF})
async def add_ready(request: Request, questionnaire_id: FromPath[int]) -> Response[Any]:
    """Add the questions of a questionnaire that ships with Linli."""
    questionnaire = await to_edit(request, questionnaire_id)
    return await submit(
        request,
        await read_form(request, TakenReady),
        action="questionnaire.edited",
        write=lambda data, actor: questionnaire_actions.add_ready(questionnaire, data.key, actor=actor),
        done=lambda _: _back(questionnaire_id, m("The questions are added.")),
        again=lambda form: _editor(request, questionnaire, moving=form),
    )


@get(f"{LIST}/{{questionnaire_id:int}}/questions/{{place:int}}", opt={"who": STAFF})
async def question_form(
    request: Request, questionnaire_id: FromPath[int], place: FromPath[int]
) -> Response[bytes]:
    """The form in which one question is edited."""
    questionnaire = await to_edit(request, questionnaire_id)
    question = await questionnaire_queries.question_at(questionnaire_id, place)
    form = Form.blank(
        EditedQuestion,
        kind=question.kind,
        text=question.text,
        english=question.english,
        options="\n".join(option.text for option in question.options),
        options_english="\n".join(option.english for option in question.options).strip(),
        version=questionnaire.version,
    )
    return _question_page(request, questionnaire, question, place, form)


def _question_page(
    request: Request,
    questionnaire: Questionnaire,
    question: Question,
    place: int,
    form: Form[EditedQuestion],
) -> Response[bytes]:
    return page(
        request,
        "surveys/question.html",
        questionnaire=questionnaire,
        question=question,
        place=place,
        form=form,
        **around(),
    )


@post(f"{LIST}/{{questionnaire_id:int}}/questions/{{place:int}}", opt={"who": STAFF})
async def edit_question(
    request: Request, questionnaire_id: FromPath[int], place: FromPath[int]
) -> Response[Any]:
    """Save a question."""
    questionnaire = await to_edit(request, questionnaire_id)
    question = await questionnaire_queries.question_at(questionnaire_id, place)
    return await submit(
        request,
        await read_form(request, EditedQuestion),
        action="questionnaire.edited",
        write=lambda data, actor: questionnaire_actions.edit_question(
            questionnaire, place, data, actor=actor
        ),
        done=lambda _: _back(questionnaire_id, m("Saved.")),
        again=lambda form: _question_page(request, questionnaire, question, place, form),
    )


@post(f"{LIST}/{{questionnaire_id:int}}/questions/{{place:int}}/move", opt={"who": STAFF})
async def move_question(
    request: Request, questionnaire_id: FromPath[int], place: FromPath[int]
) -> Response[Any]:
    """Move a question one place."""
    questionnaire = await to_edit(request, questionnaire_id)
    return await submit(
        request,
        await read_form(request, MovedQuestion),
        action="questionnaire.edited",
        write=lambda data, actor: questionnaire_actions.move_question(
            questionnaire, place, data, actor=actor
        ),
        done=lambda _: _back(questionnaire_id),
        again=lambda form: _editor(request, questionnaire, moving=form),
    )


@post(f"{LIST}/{{questionnaire_id:int}}/questions/{{place:int}}/removal", opt={"who": STAFF})
async def remove_question(
    request: Request, questionnaire_id: FromPath[int], place: FromPath[int]
) -> Response[Any]:
    """Take a question out."""
    questionnaire = await to_edit(request, questionnaire_id)
    return await submit(
        request,
        await read_form(request, RemovedQuestion),
        action="questionnaire.edited",
        write=lambda data, actor: questionnaire_actions.remove_question(
            questionnaire, place, data, actor=actor
        ),
        done=lambda _: _back(questionnaire_id, m("The question is taken out. Earlier versions keep it.")),
        again=lambda form: _editor(request, questionnaire, moving=form),
    )


def _back(questionnaire_id: int, notice: Message | None = None) -> Response[None]:
    return redirect(f"{home_of(questionnaire_id)}/edit", notice)


HANDLERS = [
    editor,
    edit_questionnaire,
    add_question,
    add_ready,
    question_form,
    edit_question,
    move_question,
    remove_question,
]
