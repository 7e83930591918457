"""Reading the cards of rights and duties."""

from __future__ import annotations

from typing import Any

from programs.surveys import policy
from programs.surveys.tables import DutyCard
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Forbidden
from server.lib.records import own_row


async def access_card(actor: Actor, card_id: int, *, to_edit: bool = False) -> DutyCard:
    """The only way from an id in an address to a card; all staff of its organisation read it."""
    card = await own_row(DutyCard, card_id, actor)
    if to_edit and not policy.may_keep_questionnaires(actor):
        raise Forbidden
    return card


async def list_cards(organisation_id: int, *, public: bool = False) -> list[dict[str, Any]]:
    """The cards in use, the first one first; with `public`, those that the street may read."""
    return await db.rows(
        "SELECT id, title, entitlement, duty, basis, public, version FROM duty_card"
        f" WHERE organisation = {{}} AND retired_on IS NULL{' AND public' if public else ''} ORDER BY id",
        organisation_id,
    )


async def keys_of(organisation_id: int) -> set[str]:
    """Which of the shipped cards the organisation has taken, in use or put away."""
    found = await db.rows(
        'SELECT "key" FROM duty_card WHERE organisation = {} AND "key" IS NOT NULL', organisation_id
    )
    return {row["key"] for row in found}


async def has_public_card(organisation_id: int) -> bool:
    """Whether the street has any card to read."""
    found = await db.rows(
        "SELECT id FROM duty_card WHERE organisation = {} AND retired_on IS NULL AND public LIMIT 1",
        organisation_id,
    )
    return bool(found)
