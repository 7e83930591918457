"""What staff do for a person's own page: make or close its link, look at letters, answer corrections (S90)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from incentives.reciprocity import letter_actions, letter_queries, own_actions, own_queries, policy
from incentives.reciprocity.agreement_queries import agreements_of
from incentives.reciprocity.choices import STATE_TONES, STATES
from incentives.reciprocity.desk_queries import waiting
from incentives.reciprocity.letter_paper import letter_words
from incentives.reciprocity.own_schemas import (
    ANSWERS,
    AnsweredCorrection,
    ClosedLink,
    NewLink,
    RevokedLetter,
)
from incentives.reciprocity.tables import CorrectionRequest, ServiceLetter
from programs.communities.queries import access_community, community_options
from programs.residents.key_queries import reader_of
from programs.residents.pages import show as show_resident
from programs.residents.queries import access_resident
from programs.residents.tables import Resident
from server.accounts.door import link_to
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.forms import Form, Write, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.qr import qr_image


@post("/desk/residents/{resident_id:int}/own-link", opt={"who": STAFF})
async def make_link(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Make a private link, and show it this once."""
    resident = await access_resident(actor_of(request), resident_id, to_edit=True)
    form = await read_form(request, NewLink)

    def show_link(_id: int) -> Response[Any]:
        address = link_to(request, f"/own/{own_actions.token_for(form.op_id, resident.id)}")
        return page(
            request, "reciprocity/own_link.html", resident=resident, address=address, code=qr_image(address)
        )

    return await submit(
        request,
        form,
        action="own_link.made",
        write=lambda data, actor: own_actions.make_link(resident, data, actor=actor),
        done=show_link,
        again=lambda form: show_resident(request, resident, form),
    )


@post("/desk/residents/{resident_id:int}/own-link/closing", opt={"who": STAFF})
async def close_link(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Close a person's private link."""
    resident = await access_resident(actor_of(request), resident_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, ClosedLink),
        action="own_link.closed",
        write=lambda data, actor: own_actions.close_link(resident, data, actor=actor),
        done=lambda _: redirect(
            f"/desk/residents/{resident_id}#own-page", m("The link is closed. Whoever has it sees nothing.")
        ),
        again=lambda form: show_resident(request, resident, form),
    )


async def resident_section(actor: Actor, resident: Resident) -> tuple[str, dict[str, Any]]:
    """Services, the own page and the protection of a person, on her page for staff."""
    return "reciprocity/resident.html", {
        "agreements": await agreements_of(resident.id),
        "states": STATES,
        "tones": STATE_TONES,
        "link": await own_queries.link_of(resident.id),
        "letters": await own_queries.letters_of(resident.id),
        "link_form": Form.blank(NewLink),
        "close_form": Form.blank(ClosedLink),
        "may_keep": policy.may_keep(actor, resident.community),
    }


@get("/desk/corrections", opt={"who": STAFF})
async def list_corrections(request: Request) -> Response[bytes]:
    """What volunteers asked to be corrected, the oldest first."""
    actor, community_id = actor_of(request), asked_id(request, "community")
    if community_id is not None:
        await access_community(actor, community_id)
    return page(
        request,
        "reciprocity/corrections.html",
        open_ones=await letter_queries.list_corrections(actor, community_id=community_id),
        answered=await letter_queries.list_corrections(actor, community_id=community_id, answered=True),
        answers=ANSWERS,
        waiting=await waiting(actor, community_id),
        community_id=community_id,
        filters=Form.blank(Write, community=community_id),
        communities=await community_options(actor),
    )


@get("/desk/corrections/{correction_id:int}", opt={"who": STAFF})
async def show_correction(request: Request, correction_id: FromPath[int]) -> Response[bytes]:
    """A correction, and the form of the answer."""
    correction = await letter_queries.access_correction(actor_of(request), correction_id)
    return await _correction_page(
        request, correction, Form.of(AnsweredCorrection, correction, corrected=None)
    )


async def _correction_page(
    request: Request, correction: CorrectionRequest, form: Form[AnsweredCorrection]
) -> Response[bytes]:
    return page(
        request,
        "reciprocity/correction.html",
        card=await letter_queries.correction_card(correction.id),
        form=form,
        answers=ANSWERS,
        history=await history_of(
            "correction",
            correction.id,
            actor=actor_of(request),
            words={"corrected": {True: ANSWERS["yes"], False: ANSWERS["no"]}},
            read=await reader_of(correction.resident),
        ),
    )


@post("/desk/corrections/{correction_id:int}", opt={"who": STAFF})
async def answer_correction(request: Request, correction_id: FromPath[int]) -> Response[Any]:
    """Answer a correction."""
    correction = await letter_queries.access_correction(actor_of(request), correction_id)
    return await submit(
        request,
        await read_form(request, AnsweredCorrection),
        action="correction.answered",
        write=lambda data, actor: letter_actions.answer_correction(correction, data, actor=actor),
        done=lambda _: redirect("/desk/corrections", m("Answered. It stands on the volunteer's own page.")),
        again=lambda form: _correction_page(request, correction, form),
    )


@get("/desk/service-letters/{letter_id:int}", opt={"who": STAFF})
async def show_letter(request: Request, letter_id: FromPath[int]) -> Response[bytes]:
    """What a letter says, whether it holds, and the way to revoke it."""
    letter = await letter_queries.access_letter(actor_of(request), letter_id)
    return await _letter_page(request, letter, Form.blank(RevokedLetter))


async def _letter_page(request: Request, letter: ServiceLetter, form: Form[RevokedLetter]) -> Response[bytes]:
    facts = letter_queries.facts_in(letter)
    address = link_to(request, f"/verify/{letter.code}")
    return page(
        request,
        "reciprocity/letter.html",
        letter=letter,
        words=letter_words(letter, facts, verify_at=address) if facts else None,
        address=address,
        form=form,
        history=await history_of(
            "service_letter",
            letter.id,
            actor=actor_of(request),
            read=await reader_of(letter.resident),
        ),
    )


@post("/desk/service-letters/{letter_id:int}/revocation", opt={"who": STAFF})
async def revoke_letter(request: Request, letter_id: FromPath[int]) -> Response[Any]:
    """Revoke a letter for good."""
    letter = await letter_queries.access_letter(actor_of(request), letter_id)
    return await submit(
        request,
        await read_form(request, RevokedLetter),
        action="service_letter.revoked",
        write=lambda data, actor: letter_actions.revoke_letter(letter, data, actor=actor),
        done=lambda _: redirect(f"/desk/service-letters/{letter_id}", m("The letter is revoked.")),
        again=lambda form: _letter_page(request, letter, form),
    )


HANDLERS = [
    make_link,
    close_link,
    list_corrections,
    show_correction,
    answer_correction,
    show_letter,
    revoke_letter,
]
