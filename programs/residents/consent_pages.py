"""Pages on which people are asked, and may change their mind."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.residents import choices, consent_actions, consent_rules, number_actions
from programs.residents.card_queries import whole_card
from programs.residents.consent_queries import purposes_agreed
from programs.residents.key_queries import whole_phone
from programs.residents.law_schemas import (
    HOWS,
    PURPOSE_HINTS,
    PURPOSES,
    GivenConsent,
    ShownNumber,
    WithdrawnConsent,
)
from programs.residents.pages import show
from programs.residents.queries import access_resident
from programs.residents.tables import Resident
from server.lib import clock
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, carry_out, read_form, submit
from server.web.pages import page, redirect


def _home(resident_id: int) -> str:
    return f"/desk/residents/{resident_id}"


@get("/desk/residents/{resident_id:int}/consents/new", opt={"who": STAFF})
async def ask_form(request: Request, resident_id: FromPath[int]) -> Response[bytes]:
    """All purposes on one screen, a tick for each yes. None is ticked beforehand: a yes is given, not left standing."""
    resident = await access_resident(actor_of(request), resident_id, to_edit=True)
    form = Form.blank(
        GivenConsent,
        given_on=clock.today(),
        how="face_to_face",
        guardian_name=resident.guardian_name,
    )
    return await _ask(request, resident, form)


async def _ask(request: Request, resident: Resident, form: Form[GivenConsent]) -> Response[bytes]:
    agreed = await purposes_agreed(resident.id, on=clock.today())
    return page(
        request,
        "residents/consent.html",
        form=form,
        card=await whole_card(resident),
        child=consent_rules.is_child(resident.age_band),
        agreed=[PURPOSES[key] for key in PURPOSES if key in agreed],
        purposes=[(key, word, PURPOSE_HINTS[key]) for key, word in PURPOSES.items()],
        hows=list(HOWS.items()),
        never_asked=choices.NEVER_ASKED,
    )


@post("/desk/residents/{resident_id:int}/consents", opt={"who": STAFF})
async def give_consent(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Write down what somebody agreed to."""
    resident = await access_resident(actor_of(request), resident_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, GivenConsent),
        action="consent.given",
        write=lambda data, actor: consent_actions.give_consent(resident, data, actor=actor),
        done=lambda _: redirect(f"{_home(resident_id)}#consents", m("The consent is written down.")),
        again=lambda form: _ask(request, resident, form),
    )


@post("/desk/residents/{resident_id:int}/consents/withdraw", opt={"who": STAFF})
async def withdraw_consent(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Take a consent back; nobody asks why."""
    resident = await access_resident(actor_of(request), resident_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, WithdrawnConsent),
        action="consent.withdrawn",
        write=lambda data, actor: consent_actions.withdraw_consent(resident, data, actor=actor),
        done=lambda _: redirect(
            f"{_home(resident_id)}#consents", m("Taken back. What was kept only for it is deleted.")
        ),
        again=lambda form: show(request, resident, form),
    )


@post("/desk/residents/{resident_id:int}/number", opt={"who": STAFF})
async def show_number(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """The person's page with the whole number, once; that somebody looked is in the log."""
    actor = actor_of(request)
    resident = await access_resident(actor, resident_id)
    form = await read_form(request, ShownNumber)
    if form.data is None:
        answer = await show(request, resident, form)
        answer.status_code = 422
        return answer
    await carry_out(
        form.data,
        actor=actor,
        action="resident.number_shown",
        write=lambda: number_actions.look_at_number(resident, actor=actor),
    )
    return await show(request, resident, Form.blank(ShownNumber), phone=await whole_phone(resident.id))


HANDLERS = [ask_form, give_consent, withdraw_consent, show_number]
