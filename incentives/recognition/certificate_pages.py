"""Certificates on paper: of one award, and of all that are handed over at a ceremony."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.activities.ceremony_queries import ceremony_in
from incentives.recognition import (
    award_queries,
    certificate_actions,
    certificate_exports,
    certificate_queries,
    certificate_rules,
)
from incentives.recognition.certificate_schemas import PrintedCertificates, PrintedPart
from incentives.recognition.tables import Award
from server.accounts.door import link_to
from server.export.paper import paper_response
from server.lib.errors import NotFound, Refused
from server.lib.i18n import m
from server.lib.ids import new_op_id
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

VERIFY = "/verify/"
Printed = TypeVar("Printed", bound=PrintedCertificates)


@get("/desk/awards/{award_id:int}/certificate", opt={"who": STAFF})
async def show_one(request: Request, award_id: FromPath[int]) -> Response[bytes]:
    """What is printed for an award, and what can be taken along: the paper and the badge."""
    award = await award_queries.access_award(actor_of(request), award_id)
    return page(
        request,
        "recognition/certificate.html",
        card=await award_queries.card_of(award.id),
        form=Form.blank(PrintedCertificates),
    )


@get("/desk/awards/{award_id:int}/certificate.png", opt={"who": STAFF})
async def picture(request: Request, award_id: FromPath[int]) -> Response[bytes]:
    """The certificate to look at before it is printed; none of what is not printed."""
    award = await award_queries.access_award(actor_of(request), award_id)
    card = await certificate_queries.card_to_print(award.id)
    drawn = await certificate_exports.picture(card, verify_at=link_to(request, VERIFY))
    return Response(drawn, media_type="image/png")


@get("/desk/ceremonies/{ceremony_id:int}/certificates", opt={"who": STAFF})
async def show_all(request: Request, ceremony_id: FromPath[int]) -> Response[bytes]:
    """What is printed for a ceremony: by name and number, to be compared before paper is used."""
    ceremony, cards = await _of_ceremony(request, ceremony_id)
    return page(
        request,
        "recognition/certificates.html",
        ceremony=ceremony,
        cards=cards,
        parts=certificate_rules.parts(cards),
        new_op_id=new_op_id,
        left_out=await certificate_queries.forgotten_at(ceremony["community"], ceremony_id),
        form=Form.blank(PrintedCertificates),
    )


@post("/desk/awards/{award_id:int}/certificate", opt={"who": STAFF})
async def print_one(request: Request, award_id: FromPath[int]) -> Response[Any]:
    """The certificate of an award."""
    award = await award_queries.access_award(actor_of(request), award_id)
    card = await award_queries.card_of(award.id)
    form = await read_form(request, PrintedCertificates)
    name, home = f"证书 {card['number']}", f"/desk/awards/{award_id}/certificate"
    return await _printed(request, form, [award], [card], name, home)


@post("/desk/ceremonies/{ceremony_id:int}/certificates", opt={"who": STAFF})
async def print_all(request: Request, ceremony_id: FromPath[int]) -> Response[Any]:
    """The certificates of what is handed over at a ceremony, or a part of them, a page each."""
    ceremony, cards = await _of_ceremony(request, ceremony_id)
    form = await read_form(request, PrintedPart)
    if form.data is not None:
        cards = await certificate_queries.part_of(
            cards, community_id=ceremony["community"], first=form.data.first, last=form.data.last
        )
    if not cards:
        raise NotFound
    awards = [await award_queries.access_award(actor_of(request), card["id"]) for card in cards]
    name = f"证书 {cards[0]['number']}—{cards[-1]['number']}"
    return await _printed(request, form, awards, cards, name, f"/desk/ceremonies/{ceremony_id}/certificates")


async def _of_ceremony(request: Request, ceremony_id: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A ceremony of the reader's communities, and what is handed over at it."""
    actor = actor_of(request)
    ceremony = await ceremony_in(actor, ceremony_id)
    if ceremony is None or not actor.works_in(ceremony["community"]):
        raise NotFound
    cards = await certificate_queries.standing_at(ceremony["community"], ceremony_id)
    return {**ceremony, "id": ceremony_id}, cards


async def _printed(
    request: Request,
    form: Form[Printed],
    awards: Sequence[Award],
    cards: Sequence[dict[str, Any]],
    name: str,
    home: str,
) -> Response[Any]:
    """The PDF once its printing is on record; back to `home` with the reason when there is none."""
    pdf = b""
    try:
        pdf = await printable(request, cards)
    except Refused as refusal:
        form.refuse(refusal)
        form.data = None
    return await submit(
        request,
        form,
        action="certificate.printed",
        write=lambda data, actor: certificate_actions.note_printed(awards, actor=actor),
        done=lambda _: paper_response(pdf, name),
        again=lambda form: redirect(
            home, next(iter(form.errors.values()), m("Nothing was printed.")), warn=True
        ),
    )


async def printable(request: Request, cards: Sequence[dict[str, Any]]) -> bytes:
    """The certificates of these awards; Refused when one of them is revoked or of nobody, or they are too many."""
    return await certificate_exports.certificates(cards, verify_at=link_to(request, VERIFY))


HANDLERS = [show_one, picture, show_all, print_one, print_all]
