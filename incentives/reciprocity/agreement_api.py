"""Services between neighbours as JSON: the same actions as the pages."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from incentives.reciprocity import agreement_actions as actions
from incentives.reciprocity import agreement_queries as queries
from incentives.reciprocity import exchange_actions
from incentives.reciprocity.agreement_schemas import (
    Accepted,
    EditedAgreement,
    EndedAgreement,
    NewAgreement,
    NewExchange,
    NewIncident,
    Talked,
    VoidedExchange,
)
from programs.communities.queries import access_community
from server.lib import clock
from server.web.access import STAFF, actor_of
from server.web.asked import AskedId, Cursor
from server.web.forms import Created, created, written


@get("/api/agreements", opt={"who": STAFF})
async def list_agreements(request: Request, community: AskedId = None, after: Cursor = "") -> dict[str, Any]:
    """The services that have not ended, the newest first."""
    found = await queries.list_agreements(actor_of(request), community_id=community, cursor=after or None)
    return {"rows": found.rows, "next": found.next}


@get("/api/agreements/talks", opt={"who": STAFF})
async def list_talks(request: Request, community: AskedId = None) -> list[dict[str, Any]]:
    """What hurt a service and is not settled, the most overdue talk first."""
    return await queries.open_talks(actor_of(request), today=clock.today(), community_id=community)


@get("/api/agreements/{agreement_id:int}", opt={"who": STAFF})
async def show_agreement(request: Request, agreement_id: FromPath[int]) -> dict[str, Any]:
    """A service with every yes, what was given, and what hurt it."""
    agreement = await queries.access_agreement(actor_of(request), agreement_id)
    exchanges = await queries.exchanges_of(agreement.id)
    return {
        **await queries.card_of(agreement.id),
        "acceptances": await queries.acceptances_of(agreement),
        "exchanges": exchanges,
        "flow": queries.flow_among(exchanges, today=clock.today()),
        "incidents": await queries.incidents_of(agreement.id, today=clock.today()),
    }


@post("/api/communities/{community_id:int}/agreements", opt={"who": STAFF})
async def draft(request: Request, community_id: FromPath[int], data: JSONBody[NewAgreement]) -> Created:
    """Write down a service to agree on."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "agreement.drafted", actions.draft, actor=actor)


@put("/api/agreements/{agreement_id:int}", opt={"who": STAFF})
async def edit(request: Request, agreement_id: FromPath[int], data: JSONBody[EditedAgreement]) -> Created:
    """Save an agreement; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    agreement = await queries.access_agreement(actor, agreement_id, to_edit=True)
    return await written(agreement, data, "agreement.edited", actions.edit, actor=actor)


@post("/api/agreements/{agreement_id:int}/acceptances", opt={"who": STAFF})
async def accept(request: Request, agreement_id: FromPath[int], data: JSONBody[Accepted]) -> Created:
    """Note that one side accepts. Answers the agreement's id."""
    actor = actor_of(request)
    agreement = await queries.access_agreement(actor, agreement_id, to_edit=True)
    return await written(agreement, data, "agreement.accepted", actions.accept, actor=actor)


@post("/api/agreements/{agreement_id:int}/end", opt={"who": STAFF})
async def end(request: Request, agreement_id: FromPath[int], data: JSONBody[EndedAgreement]) -> Created:
    """End a service."""
    actor = actor_of(request)
    agreement = await queries.access_agreement(actor, agreement_id, to_edit=True)
    return await written(agreement, data, "agreement.ended", actions.end, actor=actor)


@post("/api/agreements/{agreement_id:int}/exchanges", opt={"who": STAFF})
async def note_exchange(
    request: Request, agreement_id: FromPath[int], data: JSONBody[NewExchange]
) -> Created:
    """Note that one side gave something."""
    actor = actor_of(request)
    agreement = await queries.access_agreement(actor, agreement_id, to_edit=True)
    return await written(agreement, data, "exchange.noted", exchange_actions.note_exchange, actor=actor)


@post("/api/service-exchanges/{exchange_id:int}/void", opt={"who": STAFF})
async def void_exchange(
    request: Request, exchange_id: FromPath[int], data: JSONBody[VoidedExchange]
) -> Created:
    """Take back a note of something given. Answers the agreement's id."""
    actor = actor_of(request)
    exchange, agreement = await queries.access_exchange(actor, exchange_id)
    return await created(
        data,
        actor=actor,
        action="exchange.voided",
        write=lambda: exchange_actions.void_exchange(exchange, agreement, data, actor=actor),
    )


@post("/api/agreements/{agreement_id:int}/incidents", opt={"who": STAFF})
async def note_incident(
    request: Request, agreement_id: FromPath[int], data: JSONBody[NewIncident]
) -> Created:
    """Note what hurt a service; it rests at once."""
    actor = actor_of(request)
    agreement = await queries.access_agreement(actor, agreement_id, to_edit=True)
    return await written(agreement, data, "agreement.paused", exchange_actions.note_incident, actor=actor)


@post("/api/service-incidents/{incident_id:int}/talk", opt={"who": STAFF})
async def note_talk(request: Request, incident_id: FromPath[int], data: JSONBody[Talked]) -> Created:
    """Write down the talk. Answers the agreement's id."""
    actor = actor_of(request)
    incident, agreement = await queries.access_incident(actor, incident_id)
    return await created(
        data,
        actor=actor,
        action="agreement.talked",
        write=lambda: exchange_actions.note_talk(incident, agreement, data, actor=actor),
    )


HANDLERS = [
    list_agreements,
    list_talks,
    show_agreement,
    draft,
    edit,
    accept,
    end,
    note_exchange,
    void_exchange,
    note_incident,
    note_talk,
]
