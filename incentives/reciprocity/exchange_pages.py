"""The log of what is given, and what is done when a service was hurt (S86)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from incentives.reciprocity import agreement_queries as queries
from incentives.reciprocity import exchange_actions as actions
from incentives.reciprocity.agreement_pages import home_of, show
from incentives.reciprocity.agreement_schemas import NewExchange, NewIncident, Talked, VoidedExchange
from incentives.reciprocity.choices import FEELINGS, INCIDENTS
from incentives.reciprocity.tables import Exchange, ServiceAgreement
from server.lib import clock
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

LIST = "/desk/agreements"


@post(f"{LIST}/{{agreement_id:int}}/exchanges", opt={"who": STAFF})
async def note_exchange(request: Request, agreement_id: FromPath[int]) -> Response[Any]:
    """Note that one side gave something."""
    agreement = await queries.access_agreement(actor_of(request), agreement_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewExchange),
        action="exchange.noted",
        write=lambda data, actor: actions.note_exchange(agreement, data, actor=actor),
        done=lambda _: redirect(f"{home_of(agreement_id)}#log", m("Noted.")),
        again=lambda form: show(request, agreement, exchange_form=form),
    )


@get("/desk/service-exchanges/{exchange_id:int}", opt={"who": STAFF})
async def find_exchange(request: Request, exchange_id: FromPath[int]) -> Response[None]:
    """From a figure to the service in which something was given."""
    _exchange, agreement = await queries.access_exchange(actor_of(request), exchange_id)
    return redirect(f"{home_of(agreement.id)}#log")


@get("/desk/service-incidents/{incident_id:int}", opt={"who": STAFF})
async def find_incident(request: Request, incident_id: FromPath[int]) -> Response[None]:
    """From a figure to the service that was hurt."""
    _incident, agreement = await queries.access_incident(actor_of(request), incident_id)
    return redirect(f"{home_of(agreement.id)}#incidents")


@get("/desk/service-exchanges/{exchange_id:int}/void", opt={"who": STAFF})
async def void_form(request: Request, exchange_id: FromPath[int]) -> Response[bytes]:
    """The question before a note is taken back."""
    exchange, agreement = await queries.access_exchange(actor_of(request), exchange_id)
    return await _void_page(request, exchange, agreement, Form.blank(VoidedExchange))


async def _void_page(
    request: Request, exchange: Exchange, agreement: ServiceAgreement, form: Form[VoidedExchange]
) -> Response[bytes]:
    return page(
        request,
        "reciprocity/void_exchange.html",
        exchange=exchange,
        card=await queries.card_of(agreement.id),
        form=form,
    )


@post("/desk/service-exchanges/{exchange_id:int}/void", opt={"who": STAFF})
async def void_exchange(request: Request, exchange_id: FromPath[int]) -> Response[Any]:
    """Take back a note of something given."""
    exchange, agreement = await queries.access_exchange(actor_of(request), exchange_id)
    return await submit(
        request,
        await read_form(request, VoidedExchange),
        action="exchange.voided",
        write=lambda data, actor: actions.void_exchange(exchange, agreement, data, actor=actor),
        done=lambda agreement_id: redirect(f"{home_of(agreement_id)}#log", m("Taken back.")),
        again=lambda form: _void_page(request, exchange, agreement, form),
    )


@get(f"{LIST}/{{agreement_id:int}}/incidents", opt={"who": STAFF})
async def incident_form(request: Request, agreement_id: FromPath[int]) -> Response[bytes]:
    """The form for what hurt a service, and who is talked with until when."""
    agreement = await queries.access_agreement(actor_of(request), agreement_id, to_edit=True)
    form = Form.blank(NewIncident, happened_on=clock.today(), kind="taken_for_granted")
    return await _incident_page(request, agreement, form)


async def _incident_page(
    request: Request, agreement: ServiceAgreement, form: Form[NewIncident]
) -> Response[bytes]:
    return page(
        request,
        "reciprocity/new_incident.html",
        card=await queries.card_of(agreement.id),
        form=form,
        kinds=list(INCIDENTS.items()),
        feelings=list(FEELINGS.items()),
    )


@post(f"{LIST}/{{agreement_id:int}}/incidents", opt={"who": STAFF})
async def note_incident(request: Request, agreement_id: FromPath[int]) -> Response[Any]:
    """Note what hurt a service; it rests at once."""
    agreement = await queries.access_agreement(actor_of(request), agreement_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewIncident),
        action="agreement.paused",
        write=lambda data, actor: actions.note_incident(agreement, data, actor=actor),
        done=lambda _: redirect(
            home_of(agreement_id),
            m("The service is paused. Nobody has to do anything until you have talked."),
        ),
        again=lambda form: _incident_page(request, agreement, form),
    )


@post("/desk/service-incidents/{incident_id:int}/talk", opt={"who": STAFF})
async def note_talk(request: Request, incident_id: FromPath[int]) -> Response[Any]:
    """Write down the talk."""
    incident, agreement = await queries.access_incident(actor_of(request), incident_id)
    return await submit(
        request,
        await read_form(request, Talked),
        action="agreement.talked",
        write=lambda data, actor: actions.note_talk(incident, agreement, data, actor=actor),
        done=lambda agreement_id: redirect(
            home_of(agreement_id), m("Written down. The service goes on once both sides accept again.")
        ),
        again=lambda form: show(request, agreement, talk_form=form, talk_of=incident_id),
    )


HANDLERS = [
    find_exchange,
    find_incident,
    note_exchange,
    void_form,
    void_exchange,
    incident_form,
    note_incident,
    note_talk,
]
