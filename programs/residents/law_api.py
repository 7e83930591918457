"""Consent, notices and numbers as JSON: the same actions as the pages."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from programs.communities.queries import access_community
from programs.residents import (
    consent_actions,
    consent_queries,
    key_queries,
    notice_actions,
    notice_queries,
    number_actions,
    tag_queries,
)
from programs.residents.consent_card import standing_of_row
from programs.residents.law_schemas import (
    ConsentOut,
    GivenConsent,
    NewNotice,
    PhoneOut,
    ShownNumber,
    WithdrawnConsent,
)
from programs.residents.queries import access_resident
from server.lib import clock
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.forms import Created, carry_out, written


class NoticeOut(msgspec.Struct):
    """What people are told before they agree."""

    number: int
    body: str


@get("/api/residents/{resident_id:int}/consents", opt={"who": STAFF})
async def list_consents(request: Request, resident_id: FromPath[int]) -> list[ConsentOut]:
    """All that a person agreed to, the newest first, and how each stands."""
    resident = await access_resident(actor_of(request), resident_id)
    newest = await consent_queries.newest_notice_number(resident.id)
    found = await consent_queries.consents_of(resident.id)
    return [
        msgspec.convert(
            {**row, "standing": standing_of_row(row, newest, clock.today())}, ConsentOut, strict=False
        )
        for row in found
    ]


@post("/api/residents/{resident_id:int}/consents", opt={"who": STAFF})
async def give_consent(request: Request, resident_id: FromPath[int], data: JSONBody[GivenConsent]) -> Created:
    """Write down what somebody agreed to. Answers the person's id."""
    actor = actor_of(request)
    resident = await access_resident(actor, resident_id, to_edit=True)
    return await written(resident, data, "consent.given", consent_actions.give_consent, actor=actor)


@post("/api/residents/{resident_id:int}/consents/withdraw", opt={"who": STAFF})
async def withdraw_consent(
    request: Request, resident_id: FromPath[int], data: JSONBody[WithdrawnConsent]
) -> Created:
    """Take a consent back; what was kept only for it is deleted. Answers the person's id."""
    actor = actor_of(request)
    resident = await access_resident(actor, resident_id, to_edit=True)
    return await written(resident, data, "consent.withdrawn", consent_actions.withdraw_consent, actor=actor)


@post("/api/residents/{resident_id:int}/number", opt={"who": STAFF})
async def show_number(request: Request, resident_id: FromPath[int], data: JSONBody[ShownNumber]) -> PhoneOut:
    """A person's whole number; that somebody looked is in the log."""
    actor = actor_of(request)
    resident = await access_resident(actor, resident_id)
    await carry_out(
        data,
        actor=actor,
        action="resident.number_shown",
        write=lambda: number_actions.look_at_number(resident, actor=actor),
    )
    return PhoneOut(await key_queries.whole_phone(resident.id))


@get("/api/communities/{community_id:int}/residents/tags", opt={"who": STAFF})
async def list_tags(request: Request, community_id: FromPath[int]) -> list[tag_queries.TagCount]:
    """The words that are said of people here, with how many people and households."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    return await tag_queries.tag_counts(actor, community.id)


@get("/api/notice", opt={"who": STAFF})
async def show_notice(request: Request) -> NoticeOut:
    """The notice in force."""
    number, body = await notice_queries.current_notice(actor_of(request))
    return NoticeOut(number, body)


@post("/api/notice", opt={"who": PLANNERS})
async def publish_notice(request: Request, data: JSONBody[NewNotice]) -> dict[str, Any]:
    """Publish the next version. Answers its number."""
    actor = actor_of(request)
    number = await carry_out(
        data,
        actor=actor,
        action="notice.published",
        write=lambda: notice_actions.publish_notice(data, actor=actor),
    )
    return {"number": number}


HANDLERS = [
    list_consents,
    give_consent,
    withdraw_consent,
    show_number,
    list_tags,
    show_notice,
    publish_notice,
]
