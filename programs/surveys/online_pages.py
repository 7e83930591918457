"""A survey at the address on its poster: no account, no script, one short page; and the poster itself."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import access_community, building_options, check_building
from programs.residents.schemas import AGES
from programs.surveys import (
    answer_actions,
    answer_forms,
    answer_queries,
    answer_rules,
    wave_queries,
    wave_rules,
)
from programs.surveys.questionnaire_pages import around
from programs.surveys.schemas import OnlineAnswer
from programs.surveys.tables import Wave
from programs.surveys.wave_pages import state_of
from programs.surveys.words import REASONS
from server.accounts import throttle
from server.accounts.buckets import Limit
from server.accounts.door import link_to, visit_of
from server.lib.actor import Actor
from server.lib.errors import Refused
from server.lib.ids import new_token
from server.lib.settings import settings
from server.web.access import PUBLIC, STAFF, actor_of
from server.web.forms import Form, carry_out
from server.web.pages import page, redirect
from server.web.qr import qr_image

# A hall full of people behind one address must pass; a machine that sends all night must not.
PER_ADDRESS = Limit(tries=300, period=timedelta(hours=1))
_YEAR = 365 * 86_400


def device_cookie() -> str:
    """The cookie by which one device answers once; it says nothing about whose it is."""
    return "__Host-linli-answers" if settings().secure else "linli-answers"


@get("/s/{token:str}", opt={"who": PUBLIC})
async def show_survey(request: Request, token: FromPath[str]) -> Response[bytes]:
    """The questions of a wave, or why it takes no answers."""
    wave = await wave_queries.public_wave(token)
    code = wave_rules.refuse_online(state_of(wave), online=wave.online)
    if code is None and await _answered_here(request, wave):
        code = "surveys.answered_already_person"
    if code is not None:
        return page(request, "surveys/online_closed.html", wave=wave, sentence=REASONS[code])
    return await _survey(request, wave, Form.blank(OnlineAnswer))


async def _answered_here(request: Request, wave: Wave) -> bool:
    device = request.cookies.get(device_cookie(), "")
    if wave.unit != "person" or not device:
        return False
    respondent = answer_rules.respondent(wave.token, "device", device)
    return await answer_queries.who_answered(wave.id, [respondent]) is not None


async def _survey(
    request: Request, wave: Wave, form: Form[OnlineAnswer], *, status: int = 200
) -> Response[bytes]:
    asked = await wave_queries.asked_in(wave)
    return page(
        request,
        "surveys/online.html",
        status_code=status,
        wave=wave,
        questions=asked.questions,
        answer_form=form,
        buildings=await building_options(wave.community) if wave.unit == "household" else [],
        ages=list(AGES.items()),
        **around(),
    )


@post("/s/{token:str}", opt={"who": PUBLIC})
async def send_answers(request: Request, token: FromPath[str]) -> Response[Any]:
    """Take what a resident answered."""
    wave = await wave_queries.public_wave(token)
    asked = await wave_queries.asked_in(wave)
    form = answer_forms.read_online(answer_forms.typed_of(await request.form()), asked.questions)
    data = form.data
    if data is None:
        return await _survey(request, wave, form, status=422)
    thanks = redirect(f"/s/{token}/thanks")
    if data.website:
        return thanks  # a program filled in what nobody sees; it need not know that it was noticed
    device = request.cookies.get(device_cookie(), "") or new_token()
    try:
        await _let_in(request)
        await _write(wave, data, device)
    except Refused as refusal:
        form.refuse(refusal)
        if refusal.field and refusal.field.startswith("q-"):
            form.errors[refusal.field] = form.errors.pop("")
        return await _survey(request, wave, form, status=_status(refusal))
    thanks.set_cookie(
        device_cookie(),
        device,
        max_age=_YEAR,
        path="/",
        secure=settings().secure,
        httponly=True,
        samesite="lax",
    )
    return thanks


async def _let_in(request: Request) -> None:
    wait = await throttle.take(("survey", visit_of(request).address, PER_ADDRESS))
    if wait:
        raise Refused("surveys.too_many_tries", minutes=math.ceil(wait / timedelta(minutes=1)))


async def _write(wave: Wave, data: OnlineAnswer, device: str) -> int:
    """Nobody is signed in: the organisation itself takes the answer."""
    actor = Actor.system(wave.organisation)

    async def write() -> int:
        await check_building(wave.community, data.building)
        return await answer_actions.answer_online(wave, data, device=device, actor=actor)

    return await carry_out(data, actor=actor, action="survey.answered", write=write)


def _status(refusal: Refused) -> int:
    return 429 if refusal.code == "surveys.too_many_tries" else 422


@get("/s/{token:str}/thanks", opt={"who": PUBLIC})
async def thanks(request: Request, token: FromPath[str]) -> Response[bytes]:
    """Thanks, and where the figures will stand."""
    wave = await wave_queries.public_wave(token)
    return page(
        request, "surveys/thanks.html", wave=wave, slug=await wave_queries.public_slug(wave.community)
    )


@get("/desk/waves/{wave_id:int}/poster", opt={"who": STAFF})
async def poster(request: Request, wave_id: FromPath[int]) -> Response[bytes]:
    """The poster for A4: what is asked, and the code that leads there."""
    actor = actor_of(request)
    wave = await wave_queries.access_wave(actor, wave_id)
    asked = await wave_queries.asked_in(wave)
    address = link_to(request, f"/s/{wave.token}")
    return page(
        request,
        "surveys/poster.html",
        wave=wave,
        community=await access_community(actor, wave.community),
        count=len(asked.questions),
        address=address,
        code=qr_image(address),
    )


@get("/desk/waves/{wave_id:int}/sheet", opt={"who": STAFF})
async def sheet(request: Request, wave_id: FromPath[int]) -> Response[bytes]:
    """The questionnaire on paper, to be carried from door to door."""
    actor = actor_of(request)
    wave = await wave_queries.access_wave(actor, wave_id)
    asked = await wave_queries.asked_in(wave)
    return page(
        request,
        "surveys/sheet.html",
        wave=wave,
        community=await access_community(actor, wave.community),
        questions=asked.questions,
        number=asked.number,
        **around(),
    )


HANDLERS = [show_survey, send_answers, thanks, poster, sheet]
