"""Pages of the cards of rights and duties: kept by staff, printed, read on the street."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import public_community
from programs.surveys import card_actions, card_queries
from programs.surveys.card_shipped import SHIPPED_CARDS
from programs.surveys.schemas import EditedCard, NewCard, PutAway, SeededCards
from programs.surveys.tables import DutyCard
from server.lib.i18n import m
from server.web.access import PUBLIC, STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.kept import keep
from server.web.pages import page, redirect

LIST = "/desk/duty-cards"


@get(LIST, opt={"who": STAFF})
async def list_cards(request: Request) -> Response[bytes]:
    """The cards in use."""
    return await _list(request, Form.blank(SeededCards))


async def _list(request: Request, form: Form[SeededCards]) -> Response[bytes]:
    organisation_id = actor_of(request).organisation_id
    taken = await card_queries.keys_of(organisation_id)
    return page(
        request,
        "surveys/cards.html",
        cards=await card_queries.list_cards(organisation_id),
        more=sum(card.key not in taken for card in SHIPPED_CARDS),
        form=form,
    )


@post(f"{LIST}/ready", opt={"who": STAFF})
async def seed_cards(request: Request) -> Response[Any]:
    """Take over the cards that ship with Linli."""
    return await submit(
        request,
        await read_form(request, SeededCards),
        action="duty_card.seeded",
        write=lambda _, actor: card_actions.seed_cards(actor=actor),
        done=lambda count: redirect(LIST, m("%(count)s cards are yours now.", count=count)),
        again=lambda form: _list(request, form),
    )


@get(f"{LIST}/new", opt={"who": STAFF})
async def new_card(request: Request) -> Response[bytes]:
    """The form for a card."""
    return page(request, "surveys/new_card.html", form=Form.blank(NewCard, public=True))


@post(LIST, opt={"who": STAFF})
async def add_card(request: Request) -> Response[Any]:
    """Add a card."""
    return await submit(
        request,
        await read_form(request, NewCard),
        action="duty_card.added",
        write=lambda data, actor: card_actions.add_card(data, actor=actor),
        done=lambda _: redirect(LIST, m("The card is added.")),
        again=lambda form: page(request, "surveys/new_card.html", form=form),
    )


@get(f"{LIST}/{{card_id:int}}", opt={"who": STAFF})
async def card_form(request: Request, card_id: FromPath[int]) -> Response[bytes]:
    """The form in which a card is edited."""
    card = await card_queries.access_card(actor_of(request), card_id, to_edit=True)
    return await _card_page(request, card, Form.of(EditedCard, card))


async def _card_page(request: Request, card: DutyCard, form: Form[Any]) -> Response[bytes]:
    history = await history_of("duty_card", card.id, actor=actor_of(request))
    return page(request, "surveys/card.html", card=card, form=form, history=history)


@post(f"{LIST}/{{card_id:int}}", opt={"who": STAFF})
async def edit_card(request: Request, card_id: FromPath[int]) -> Response[Any]:
    """Save a card."""
    card = await card_queries.access_card(actor_of(request), card_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedCard),
        action="duty_card.edited",
        write=lambda data, actor: card_actions.edit_card(card, data, actor=actor),
        done=lambda _: redirect(LIST, m("Saved.")),
        again=lambda form: _card_page(request, card, form),
    )


@post(f"{LIST}/{{card_id:int}}/retirement", opt={"who": STAFF})
async def put_away(request: Request, card_id: FromPath[int]) -> Response[Any]:
    """Put a card away."""
    card = await card_queries.access_card(actor_of(request), card_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, PutAway),
        action="duty_card.retired",
        write=lambda _, actor: card_actions.put_away(card, actor=actor),
        done=lambda _: redirect(LIST, m("The card is put away.")),
        again=lambda form: _card_page(request, card, _shown_on(form, card)),
    )


def _shown_on(form: Form[PutAway], card: DutyCard) -> Form[EditedCard]:
    shown = Form.of(EditedCard, card)
    shown.errors.update(form.errors)
    return shown


@get(f"{LIST}/print", opt={"who": STAFF})
async def print_cards(request: Request) -> Response[bytes]:
    """All cards on paper, to hang in the staircase or hand over at the door."""
    cards = await card_queries.list_cards(actor_of(request).organisation_id)
    return page(request, "surveys/cards_print.html", cards=cards)


@get("/c/{slug:str}/duties", opt={"who": PUBLIC})
async def street_cards(request: Request, slug: FromPath[str]) -> Response[bytes]:
    """Rights and duties in plain words, for everybody."""
    community = await public_community(slug)
    cards = await card_queries.list_cards(community.organisation, public=True)
    return keep(request, page(request, "surveys/duties.html", community=community, cards=cards))


HANDLERS = [
    list_cards,
    seed_cards,
    new_card,
    add_card,
    print_cards,
    card_form,
    edit_card,
    put_away,
    street_cards,
]
