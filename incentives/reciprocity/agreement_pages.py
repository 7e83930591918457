"""Services between neighbours on the desk: drafted with duties to tick, accepted, changed, ended, printed (S86)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from incentives.reciprocity import agreement_actions as actions
from incentives.reciprocity import agreement_queries as queries
from incentives.reciprocity import policy
from incentives.reciprocity.agreement_rules import Flow
from incentives.reciprocity.agreement_schemas import (
    Accepted,
    EditedAgreement,
    EndedAgreement,
    NewAgreement,
    NewExchange,
    Talked,
)
from incentives.reciprocity.choices import (
    FEELINGS,
    GIVER_DUTIES,
    INCIDENTS,
    RECEIVER_DUTIES,
    SERVICES,
    SIDES,
    STATE_TONES,
    STATES,
    TALK_TONES,
    TALKS,
)
from incentives.reciprocity.desk_queries import waiting
from incentives.reciprocity.tables import ServiceAgreement
from programs.communities.queries import access_community, community_options
from programs.communities.tables import Community
from programs.method.queries import program_options
from programs.residents.key_queries import reader_of
from programs.residents.place_queries import access_household, place_of
from programs.residents.queries import access_resident
from programs.residents.rules import label
from server.lib import clock
from server.lib.i18n import _, m, ngettext
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id, asked_text
from server.web.charts import Chart, Point, bar_list
from server.web.forms import Form, Write, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.paging import link
from server.web.scales import Number

LIST = "/desk/agreements"


def home_of(agreement_id: int) -> str:
    """An agreement's own page."""
    return f"{LIST}/{agreement_id}"


@get(LIST, opt={"who": STAFF})
async def list_agreements(request: Request) -> Response[bytes]:
    """The services of the reader's communities, with the talks that are still to come on top."""
    actor, today = actor_of(request), clock.today()
    community_id, state = asked_id(request, "community"), asked_text(request, "state")
    state = state if state in STATES else ""
    if community_id is not None:
        await access_community(actor, community_id)
    found = await queries.list_agreements(
        actor, community_id=community_id, state=state, cursor=request.query_params.get("after")
    )
    around = {"community": community_id, "state": state or None}
    return page(
        request,
        "reciprocity/agreements.html",
        found=found,
        talks=await queries.open_talks(actor, today=today, community_id=community_id),
        filters=Form.blank(Write, **around),
        communities=await community_options(actor),
        states=STATES,
        tones=STATE_TONES,
        incidents=INCIDENTS,
        talk_words=TALKS,
        talk_tones=TALK_TONES,
        waiting=await waiting(actor, community_id),
        community_id=community_id,
        new_url=link(f"{LIST}/new", community=community_id),
        next_url=link(LIST, **around, after=found.next) if found.next else None,
    )


@get(f"{LIST}/new", opt={"who": STAFF})
async def new_agreement(request: Request) -> Response[Any]:
    """The form; where the neighbours live is asked first when neither address nor role say so."""
    actor = actor_of(request)
    giver, receiver, household = (asked_id(request, name) for name in ("giver", "receiver", "household"))
    gives = await access_resident(actor, giver) if giver else None
    receives = await access_resident(actor, receiver) if receiver else None
    door = await access_household(actor, household) if household else None
    communities = await community_options(actor)
    known = next((row.community for row in (gives, receives, door) if row), asked_id(request, "community"))
    community_id = known or (communities[0][0] if len(communities) == 1 else None)
    if community_id is None:
        return page(request, "reciprocity/choose.html", communities=communities, path=f"{LIST}/new")
    community = await access_community(actor, community_id, to_edit=True)
    programs = await program_options(actor, community.id)
    form = Form.blank(
        NewAgreement,
        starts_on=clock.today(),
        giver_name=label(gives.name, gives.phone_tail) if gives else None,
        receiver_name=label(receives.name, receives.phone_tail) if receives else None,
        household=household,
        program=programs[0][0] if len(programs) == 1 else None,
        giver_ticked=list(GIVER_DUTIES)[:3],
        receiver_ticked=list(RECEIVER_DUTIES)[:4],
    )
    return await _new_page(request, community, form)


async def _new_page(request: Request, community: Community, form: Form[NewAgreement]) -> Response[bytes]:
    actor = actor_of(request)
    [household] = form.chosen("household") or [0]
    door = await access_household(actor, household) if household else None
    return page(
        request,
        "reciprocity/new_agreement.html",
        community=community,
        form=form,
        door=door,
        place=await place_of(door.building) if door else None,
        services=SERVICES,
        giver_duties=list(GIVER_DUTIES.items()),
        receiver_duties=list(RECEIVER_DUTIES.items()),
        programs=await program_options(actor, community.id),
    )


@post("/desk/communities/{community_id:int}/agreements", opt={"who": STAFF})
async def draft(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Write down a service to agree on."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewAgreement),
        action="agreement.drafted",
        write=lambda data, actor: actions.draft(community, data, actor=actor),
        done=lambda agreement_id: redirect(
            home_of(agreement_id), m("Drafted. Print it, read it together, and note who accepts.")
        ),
        again=lambda form: _new_page(request, community, form),
    )


@get(f"{LIST}/{{agreement_id:int}}", opt={"who": STAFF})
async def show_agreement(request: Request, agreement_id: FromPath[int]) -> Response[bytes]:
    """A service: what both sides promised, what was given and came back, what hurt it."""
    return await show(request, await queries.access_agreement(actor_of(request), agreement_id))


async def show(
    request: Request,
    agreement: ServiceAgreement,
    *,
    accept_form: Form[Accepted] | None = None,
    exchange_form: Form[NewExchange] | None = None,
    talk_form: Form[Talked] | None = None,
    talk_of: int = 0,
) -> Response[bytes]:
    """A service's page, with the form at fault on it; `talk_of` is the incident of `talk_form`."""
    actor, today = actor_of(request), clock.today()
    card = await queries.card_of(agreement.id)
    accepted = await queries.acceptances_of(agreement)
    exchanges = await queries.exchanges_of(agreement.id)
    flow = queries.flow_among(exchanges, today=today)
    return page(
        request,
        "reciprocity/agreement.html",
        card=card,
        accepted=accepted,
        standing={row["side"]: row for row in reversed(accepted) if row["holds"]},
        exchanges=exchanges,
        flow=flow,
        drawing=_drawing(flow, card),
        told=flow_told(flow),
        incidents=await queries.incidents_of(agreement.id, today=today),
        accept_form=accept_form,
        blank_accept=Form.blank(Accepted, accepted_on=today),
        exchange_form=exchange_form or Form.blank(NewExchange, given_on=today, given_by="giver"),
        talk_form=talk_form,
        talk_of=talk_of,
        blank_talk=Form.blank(Talked, talked_on=today),
        side_words=SIDES,
        states=STATES,
        tones=STATE_TONES,
        incident_words=INCIDENTS,
        feelings=FEELINGS,
        talk_words=TALKS,
        talk_tones=TALK_TONES,
        may_keep=policy.may_keep(actor, agreement.community),
        history=await history_of(
            "service_agreement",
            agreement.id,
            actor=actor,
            words={
                "side": SIDES,
                "state": STATES,
                "kind": INCIDENTS,
                "program": dict(await program_options(actor, agreement.community)),
            },
            read=await reader_of(agreement.giver),
        ),
    )


def times(count: Number) -> str:
    """How often, in words."""
    return ngettext("%(num)s time", "%(num)s times", int(count))


def flow_told(flow: Flow) -> str:
    """Which way a service went lately, in one sentence: no points, no ranking."""
    return _(
        "%(given)s given, %(returned)s returned in 60 days",
        given=times(flow.given),
        returned=times(flow.returned),
    )


def _drawing(flow: Flow, card: dict[str, Any]) -> Chart:
    there = f"{card['giver_name']} → {card['receiver_name']}"
    back = f"{card['receiver_name']} → {card['giver_name']}"
    return bar_list(
        [Point(there, flow.given), Point(back, flow.returned)], title=_("In the last 60 days"), number=times
    )


@get(f"{LIST}/{{agreement_id:int}}/edit", opt={"who": STAFF})
async def edit_form(request: Request, agreement_id: FromPath[int]) -> Response[bytes]:
    """The form in which an agreement is changed."""
    agreement = await queries.access_agreement(actor_of(request), agreement_id, to_edit=True)
    return await _edit_page(request, agreement, Form.of(EditedAgreement, agreement))


async def _edit_page(
    request: Request, agreement: ServiceAgreement, form: Form[EditedAgreement]
) -> Response[bytes]:
    programs = await program_options(actor_of(request), agreement.community)
    form.call_theirs({"program": dict(programs)})
    return page(
        request,
        "reciprocity/edit_agreement.html",
        card=await queries.card_of(agreement.id),
        form=form,
        programs=programs,
    )


@post(f"{LIST}/{{agreement_id:int}}/edit", opt={"who": STAFF})
async def edit(request: Request, agreement_id: FromPath[int]) -> Response[Any]:
    """Save an agreement."""
    agreement = await queries.access_agreement(actor_of(request), agreement_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedAgreement),
        action="agreement.edited",
        write=lambda data, actor: actions.edit(agreement, data, actor=actor),
        done=lambda _: redirect(home_of(agreement_id), m("Saved.")),
        again=lambda form: _edit_page(request, agreement, form),
    )


@post(f"{LIST}/{{agreement_id:int}}/acceptances", opt={"who": STAFF})
async def accept(request: Request, agreement_id: FromPath[int]) -> Response[Any]:
    """Note that one side accepts."""
    agreement = await queries.access_agreement(actor_of(request), agreement_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Accepted),
        action="agreement.accepted",
        write=lambda data, actor: actions.accept(agreement, data, actor=actor),
        done=lambda _: redirect(home_of(agreement_id), m("Noted.")),
        again=lambda form: show(request, agreement, accept_form=form),
    )


@get(f"{LIST}/{{agreement_id:int}}/end", opt={"who": STAFF})
async def end_form(request: Request, agreement_id: FromPath[int]) -> Response[bytes]:
    """The question before a service is ended."""
    agreement = await queries.access_agreement(actor_of(request), agreement_id, to_edit=True)
    return await _end_page(request, agreement, Form.blank(EndedAgreement, ended_on=clock.today()))


async def _end_page(
    request: Request, agreement: ServiceAgreement, form: Form[EndedAgreement]
) -> Response[bytes]:
    return page(
        request, "reciprocity/end_agreement.html", card=await queries.card_of(agreement.id), form=form
    )


@post(f"{LIST}/{{agreement_id:int}}/end", opt={"who": STAFF})
async def end(request: Request, agreement_id: FromPath[int]) -> Response[Any]:
    """End a service."""
    agreement = await queries.access_agreement(actor_of(request), agreement_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EndedAgreement),
        action="agreement.ended",
        write=lambda data, actor: actions.end(agreement, data, actor=actor),
        done=lambda _: redirect(home_of(agreement_id), m("The service has ended.")),
        again=lambda form: _end_page(request, agreement, form),
    )


@get(f"{LIST}/{{agreement_id:int}}/print", opt={"who": STAFF})
async def print_agreement(request: Request, agreement_id: FromPath[int]) -> Response[bytes]:
    """The agreement on A4 with lines to sign; each side keeps a sheet."""
    agreement = await queries.access_agreement(actor_of(request), agreement_id)
    return page(
        request,
        "reciprocity/agreement_print.html",
        card=await queries.card_of(agreement.id),
        mark=(await queries.current_hash(agreement))[:12],
        back_href=home_of(agreement_id),
    )


HANDLERS = [
    list_agreements,
    new_agreement,
    draft,
    show_agreement,
    edit_form,
    edit,
    accept,
    end_form,
    end,
    print_agreement,
]
