"""Badges for wallets and verifiers (Open Badges 3.0): the badge, who gave it, the keys, and what was revoked."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from incentives.recognition import (
    award_queries,
    badge_actions,
    badge_queries,
    badge_rules,
    certificate_queries,
    verify_actions,
    verify_queries,
    verify_rules,
)
from server.accounts.door import link_to, visit_of
from server.export.download import content_disposition
from server.lib.errors import NotFound, Refused
from server.web.access import PUBLIC, STAFF, actor_of

# Verifiers ask from pages of their own.
_FOR_ALL = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "no-store",
}
_ENDINGS = {"jwt": "application/vc+jwt", "json": "application/vc+ld+json"}


@get("/badges/issuers/{slug:str}", opt={"who": PUBLIC})
async def show_issuer(request: Request, slug: FromPath[str]) -> Response[bytes]:
    """The profile of an organisation that gives badges."""
    issuer = await badge_queries.issuer(slug)
    profile = badge_rules.profile(_base(request), str(issuer.slug), str(issuer.name))
    return _json({"@context": list(badge_rules.CONTEXTS[:2]), **profile}, "application/ld+json")


@get("/badges/issuers/{slug:str}/keys", opt={"who": PUBLIC})
async def show_keys(slug: FromPath[str]) -> Response[bytes]:
    """All public keys of an organisation, as a JWK set."""
    issuer = await badge_queries.issuer(slug)
    return _json({"keys": await badge_queries.public_keys(issuer.id)}, "application/jwk-set+json")


@get("/badges/keys/{kid:str}", opt={"who": PUBLIC})
async def show_key(kid: FromPath[str]) -> Response[bytes]:
    """One public key, as the header of a badge names it."""
    return _json(await badge_queries.public_key(kid), "application/jwk+json")


@get("/badges/issuers/{slug:str}/revocations", opt={"who": PUBLIC})
async def show_revocations(request: Request, slug: FromPath[str]) -> Response[bytes]:
    """Which badges of an organisation count no more."""
    issuer = await badge_queries.issuer(slug)
    codes = await badge_queries.revoked_codes(issuer.id)
    return _json(badge_rules.revocations(_base(request), str(issuer.slug), codes), "application/json")


@get("/badges/{badge:str}", opt={"who": PUBLIC})
async def fetch(request: Request, badge: FromPath[str]) -> Response[bytes]:
    """`<code>.jwt`, or its content as `<code>.json`: as long as the award stands and the person may be named."""
    code, ending = _read(badge)
    if await verify_actions.count_look(visit_of(request).address):
        raise Refused("verify.too_many")
    award, verdict = await verify_queries.award_by_code(code), await verify_queries.found_award(code)
    if award is None or verdict is None or not verify_rules.has_badge(verdict):
        raise NotFound
    return await _badge(request, award, ending)


@get("/desk/awards/{award_id:int}/badge/{ending:str}", opt={"who": STAFF})
async def take_along(request: Request, award_id: FromPath[int], ending: FromPath[str]) -> Response[bytes]:
    """The badge of an award, for staff to hand to the person herself; none of a revoked one, none of nobody."""
    award = await award_queries.access_award(actor_of(request), award_id)
    if ending not in _ENDINGS:
        raise NotFound
    return await _badge(request, await certificate_queries.card_to_print(award.id), ending)


async def _badge(request: Request, card: dict[str, Any], ending: str) -> Response[bytes]:
    facts = await badge_queries.facts_of(card, base=_base(request))
    issuer = await badge_queries.issuer(facts.slug)
    if ending == "jwt":
        content = (await badge_actions.signed_badge(facts, issuer.id)).encode()
    else:
        content = msgspec.json.format(msgspec.json.encode(badge_rules.credential(facts)))
    file_name = content_disposition(f"{card['number']}.{ending}")
    return Response(
        content,
        media_type=_ENDINGS[ending],
        headers={**_FOR_ALL, "content-disposition": file_name, "x-content-type-options": "nosniff"},
    )


def _read(name: str) -> tuple[str, str]:
    code, _, ending = name.rpartition(".")
    if ending not in _ENDINGS:
        raise NotFound
    return verify_rules.read_code(code), ending


def _base(request: Request) -> str:
    return link_to(request, "")


def _json(answer: Any, media_type: str) -> Response[bytes]:
    return Response(msgspec.json.encode(answer), media_type=media_type, headers=_FOR_ALL)


HANDLERS = [show_issuer, show_keys, show_key, show_revocations, fetch, take_along]
