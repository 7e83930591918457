"""What badges are made of and verified by."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from incentives.recognition.badge_rules import BadgeFacts
from incentives.recognition.certificate_rules import printed_name
from incentives.recognition.tables import BadgeKey
from server.accounts.tables import Organisation
from server.lib import db
from server.lib.errors import NotFound
from server.lib.settings import settings


async def issuer(slug: str) -> Organisation:
    """The organisation that gives badges under this address."""
    found = await Organisation.objects().get(Organisation.slug == slug)
    if found is None:
        raise NotFound
    return found


async def public_key(key_id: str) -> dict[str, str]:
    """The public half of a key as JWK, retired ones too."""
    key = await BadgeKey.objects().get(BadgeKey.key_id == key_id)
    if key is None:
        raise NotFound
    return msgspec.json.decode(key.public_key, type=dict[str, str])


async def public_keys(organisation_id: int) -> list[dict[str, str]]:
    """All keys of an organisation as JWK with their ids, the newest first."""
    found = (
        await BadgeKey.objects()
        .where(BadgeKey.organisation == organisation_id)
        .order_by(BadgeKey.id, ascending=False)
    )
    return [{**msgspec.json.decode(key.public_key, type=dict[str, str]), "kid": key.key_id} for key in found]


async def revoked_codes(organisation_id: int) -> list[str]:
    """The codes of the awards that were revoked, in the order of their numbers."""
    found = await db.rows(
        "SELECT code FROM award WHERE organisation = {} AND revoked_on IS NOT NULL ORDER BY year, serial",
        organisation_id,
    )
    return [row["code"] for row in found]


async def facts_of(card: dict[str, Any], *, base: str) -> BadgeFacts:
    """What the badge of an award says; `card` is as `award_queries.card_of` has it."""
    [row] = await db.rows(
        "SELECT o.name, o.slug, n.honour FROM award AS a JOIN organisation AS o ON o.id = a.organisation"
        " JOIN nomination AS n ON n.id = a.nomination WHERE a.id = {}",
        card["id"],
    )
    return BadgeFacts(
        base=base,
        organisation=row["name"],
        slug=row["slug"],
        code=card["code"],
        honour_id=row["honour"],
        honour=card["honour"],
        criteria=card["criteria"],
        name=printed_name(card["shown_as"], name=card["who"], public_name=card["public_name"]),
        given_at=datetime.combine(card["awarded_on"], time(), ZoneInfo(settings().timezone)),
    )
