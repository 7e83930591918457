"""A volunteer's own page as JSON: the same actions as the pages."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from incentives.reciprocity import letter_actions, letter_queries, own_actions, own_queries
from incentives.reciprocity.own_rules import link_ends
from incentives.reciprocity.own_schemas import (
    AnsweredCorrection,
    AskedCorrection,
    ClosedLink,
    LinkOut,
    NewLetter,
    NewLink,
    Rated,
    RevokedLetter,
)
from programs.residents.queries import access_resident
from programs.residents.tables import Resident
from server.accounts.door import visit_of
from server.lib import clock
from server.lib.errors import NotFound
from server.web.access import PUBLIC, STAFF, actor_of
from server.web.asked import AskedId
from server.web.forms import Created, carry_out, created, written

_OWN = "/api/own/{token:str}"


async def _person(request: Request, token: str) -> Resident:
    resident = await own_queries.person_at(token)
    if resident is None:
        await own_actions.note_wrong_link(visit_of(request).address)
        raise NotFound
    return resident


@get(_OWN, opt={"who": PUBLIC})
async def own_page(request: Request, token: FromPath[str]) -> dict[str, Any]:
    """What stands on a volunteer's own page, for whoever has its link."""
    resident = await _person(request, token)
    service = await own_queries.service_of(resident.id)
    return {
        "name": resident.name,
        "minutes": service.minutes,
        "activities": service.activities,
        "roles": service.roles,
        "thanks": await own_queries.thanks_of(resident.id),
        "habits": await own_queries.habits_of(resident.id),
        "ratings": await own_queries.ratings_of(resident.id),
        "corrections": await own_queries.corrections_of(resident.id),
        "letters": await own_queries.letters_of(resident.id),
        "exchanges": service.given,
    }


@post(f"{_OWN}/ratings", opt={"who": PUBLIC})
async def rate(request: Request, token: FromPath[str], data: JSONBody[Rated]) -> Created:
    """Say how much it means to her today."""
    resident = await _person(request, token)
    actor, address = own_actions.herself(resident), visit_of(request).address
    return await created(
        data,
        actor=actor,
        action="meaning.rated",
        write=lambda: own_actions.rate(resident, data, address=address, actor=actor),
    )


@post(f"{_OWN}/corrections", opt={"who": PUBLIC})
async def ask_correction(request: Request, token: FromPath[str], data: JSONBody[AskedCorrection]) -> Created:
    """Say what is wrong."""
    resident = await _person(request, token)
    actor, address = own_actions.herself(resident), visit_of(request).address
    return await created(
        data,
        actor=actor,
        action="correction.asked",
        write=lambda: own_actions.ask_correction(resident, data, address=address, actor=actor),
    )


@post(f"{_OWN}/letters", opt={"who": PUBLIC})
async def make_letter(request: Request, token: FromPath[str], data: JSONBody[NewLetter]) -> Created:
    """Make her service letter."""
    resident = await _person(request, token)
    actor, address = own_actions.herself(resident), visit_of(request).address
    return await created(
        data,
        actor=actor,
        action="service_letter.made",
        write=lambda: own_actions.make_letter(resident, data, address=address, actor=actor),
    )


@post("/api/residents/{resident_id:int}/own-link", opt={"who": STAFF})
async def make_link(request: Request, resident_id: FromPath[int], data: JSONBody[NewLink]) -> LinkOut:
    """Make a private link; where it leads is told this once."""
    actor = actor_of(request)
    resident = await access_resident(actor, resident_id, to_edit=True)
    await carry_out(
        data,
        actor=actor,
        action="own_link.made",
        write=lambda: own_actions.make_link(resident, data, actor=actor),
    )
    path = f"/own/{own_actions.token_for(data.op_id, resident.id)}"
    return LinkOut(path=path, until=link_ends(clock.today()))


@post("/api/residents/{resident_id:int}/own-link/closing", opt={"who": STAFF})
async def close_link(request: Request, resident_id: FromPath[int], data: JSONBody[ClosedLink]) -> Created:
    """Close a person's private link. Answers the person's id."""
    actor = actor_of(request)
    resident = await access_resident(actor, resident_id, to_edit=True)
    return await written(resident, data, "own_link.closed", own_actions.close_link, actor=actor)


@get("/api/corrections", opt={"who": STAFF})
async def list_corrections(request: Request, community: AskedId = None) -> list[dict[str, Any]]:
    """What volunteers asked to be corrected and nobody has answered, the oldest first."""
    return await letter_queries.list_corrections(actor_of(request), community_id=community)


@post("/api/corrections/{correction_id:int}", opt={"who": STAFF})
async def answer_correction(
    request: Request, correction_id: FromPath[int], data: JSONBody[AnsweredCorrection]
) -> Created:
    """Answer a correction."""
    actor = actor_of(request)
    correction = await letter_queries.access_correction(actor, correction_id)
    return await written(
        correction, data, "correction.answered", letter_actions.answer_correction, actor=actor
    )


@post("/api/service-letters/{letter_id:int}/revocation", opt={"who": STAFF})
async def revoke_letter(request: Request, letter_id: FromPath[int], data: JSONBody[RevokedLetter]) -> Created:
    """Revoke a letter for good."""
    actor = actor_of(request)
    letter = await letter_queries.access_letter(actor, letter_id)
    return await written(letter, data, "service_letter.revoked", letter_actions.revoke_letter, actor=actor)


HANDLERS = [
    own_page,
    rate,
    ask_correction,
    make_letter,
    make_link,
    close_link,
    list_corrections,
    answer_correction,
    revoke_letter,
]
