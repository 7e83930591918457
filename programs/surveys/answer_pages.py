"""Pages on which staff enter sheets line by line, read single answers, and take one out."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import building_options, check_building
from programs.surveys import answer_actions, answer_forms, answer_queries, wave_queries
from programs.surveys.figures import label_of, reply_text
from programs.surveys.questionnaire_pages import around
from programs.surveys.schemas import PaperBatch, Voiding
from programs.surveys.tables import SurveyAnswer, Wave
from programs.surveys.words import HOWS
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect
from server.web.paging import link


def _path(wave_id: int) -> str:
    return f"/desk/waves/{wave_id}/paper"


@get("/desk/waves/{wave_id:int}/paper", opt={"who": STAFF})
async def paper_form(request: Request, wave_id: FromPath[int]) -> Response[bytes]:
    """A line for each sheet, typed from left to right."""
    wave = await wave_queries.access_wave(actor_of(request), wave_id, to_edit=True)
    first = await answer_queries.next_sheet(wave_id)
    numbers = {f"s{line}": first + line - 1 for line in range(1, answer_forms.LINES + 1)}
    form = Form.blank(
        PaperBatch, answered_on=clock.today(), how="paper", building=asked_id(request, "building"), **numbers
    )
    return await _paper_page(request, wave, form)


async def _paper_page(request: Request, wave: Wave, form: Form[PaperBatch]) -> Response[bytes]:
    asked = await wave_queries.asked_in(wave)
    return page(
        request,
        "surveys/paper.html",
        wave=wave,
        questions=asked.questions,
        form=form,
        lines=range(1, answer_forms.LINES + 1),
        buildings=await building_options(wave.community),
        hows=[(key, HOWS[key]) for key in ("paper", "phone")],
        label_of=label_of,
        **around(),
    )


@post("/desk/waves/{wave_id:int}/paper", opt={"who": STAFF})
async def enter_paper(request: Request, wave_id: FromPath[int]) -> Response[Any]:
    """Enter the sheets, all or none, and go on with the next ones."""
    wave = await wave_queries.access_wave(actor_of(request), wave_id, to_edit=True)
    asked = await wave_queries.asked_in(wave)
    form = answer_forms.read_paper(answer_forms.typed_of(await request.form()), asked.questions)
    building = form.data.building if form.data else None

    async def write(data: PaperBatch, actor: Actor) -> int:
        await check_building(wave.community, data.building)
        return await answer_actions.enter_paper(wave, data, actor=actor)

    return await submit(
        request,
        form,
        action="survey.entered",
        write=write,
        done=lambda count: redirect(
            link(_path(wave_id), building=building), m("%(count)s sheets are entered.", count=count)
        ),
        again=lambda form: _paper_page(request, wave, form),
    )


@get("/desk/waves/{wave_id:int}/answers", opt={"who": STAFF})
async def list_answers(request: Request, wave_id: FromPath[int]) -> Response[bytes]:
    """Single answers, so that a wrong sheet can be found and taken out."""
    wave = await wave_queries.access_wave(actor_of(request), wave_id)
    asked = await wave_queries.asked_in(wave)
    found = await answer_queries.list_answers(wave_id, cursor=request.query_params.get("after"))
    path = f"/desk/waves/{wave_id}/answers"
    return page(
        request,
        "surveys/answers.html",
        wave=wave,
        questions=asked.questions,
        found=found,
        hows=HOWS,
        label_of=label_of,
        reply_text=reply_text,
        next_url=link(path, after=found.next) if found.next else None,
    )


@get("/desk/survey-answers/{answer_id:int}/voiding", opt={"who": STAFF})
async def voiding_form(request: Request, answer_id: FromPath[int]) -> Response[bytes]:
    """Asks why an answer is taken out."""
    answer, wave = await answer_queries.access_answer(actor_of(request), answer_id, to_edit=True)
    return _voiding_page(request, answer, wave, Form.blank(Voiding))


def _voiding_page(request: Request, answer: SurveyAnswer, wave: Wave, form: Form[Voiding]) -> Response[bytes]:
    return page(request, "surveys/void.html", answer=answer, wave=wave, form=form)


@post("/desk/survey-answers/{answer_id:int}/voiding", opt={"who": STAFF})
async def void_answer(request: Request, answer_id: FromPath[int]) -> Response[Any]:
    """Take an answer out."""
    answer, wave = await answer_queries.access_answer(actor_of(request), answer_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Voiding),
        action="survey.voided",
        write=lambda data, actor: answer_actions.void_answer(answer, wave, data, actor=actor),
        done=lambda _: redirect(
            f"/desk/waves/{wave.id}/answers", m("The answer is taken out; the figures follow.")
        ),
        again=lambda form: _voiding_page(request, answer, wave, form),
    )


HANDLERS = [paper_form, enter_paper, list_answers, voiding_form, void_answer]
