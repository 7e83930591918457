"""Keeping the cards of rights and duties."""

from __future__ import annotations

from typing import Any

from programs.surveys.card_queries import keys_of
from programs.surveys.card_shipped import SHIPPED_CARDS
from programs.surveys.schemas import CardFields, EditedCard, NewCard
from programs.surveys.tables import DutyCard
from server import audit
from server.accounts.tables import Organisation
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.i18n import language
from server.lib.records import changed_fields, check_version, next_version


async def seed_cards(*, actor: Actor) -> int:
    """Take over the cards that ship with Linli and were not taken yet, in the actor's language; how many."""
    async with write_transaction():
        await lock(Organisation(id=actor.organisation_id))
        taken = await keys_of(actor.organisation_id)
        new = [card for card in SHIPPED_CARDS if card.key not in taken]
        if not new:
            raise Refused("surveys.cards_exist")
        with language(actor.language):
            rows = [
                DutyCard(
                    organisation=actor.organisation_id,
                    title=str(card.title),
                    entitlement=str(card.entitlement),
                    duty=str(card.duty),
                    basis=str(card.basis) if card.basis else "",
                    key=card.key,
                    created_at=clock.now(),
                )
                for card in new
            ]
        await DutyCard.insert(*rows)
        await audit.record("duty_card.seeded", "organisation", actor.organisation_id, actor=actor)
        return len(new)


async def add_card(data: NewCard, *, actor: Actor) -> int:
    """Add a card of one's own; the id of its row."""
    async with write_transaction():
        card = DutyCard(organisation=actor.organisation_id, created_at=clock.now(), **_values(data))
        await card.save()
        await audit.record("duty_card.added", "duty_card", card.id, actor=actor)
        return card.id


async def edit_card(card: DutyCard, data: EditedCard, *, actor: Actor) -> int:
    """Save a card."""
    async with write_transaction():
        card = await lock(card)
        new = _values(data)
        check_version(card, data.version, new)
        changes = changed_fields(card, new)
        if changes:
            await DutyCard.update(next_version(card, new)).where(DutyCard.id == card.id)
            await audit.record("duty_card.edited", "duty_card", card.id, actor=actor, changes=changes)
        return card.id


async def put_away(card: DutyCard, *, actor: Actor) -> int:
    """Put a card away: nobody reads it any more."""
    async with write_transaction():
        card = await lock(card)
        if card.retired_on is not None:
            raise Refused("surveys.card_put_away")
        await DutyCard.update(next_version(card, {"retired_on": clock.today()})).where(DutyCard.id == card.id)
        await audit.record("duty_card.retired", "duty_card", card.id, actor=actor)
        return card.id


def _values(data: CardFields) -> dict[str, Any]:
    return {
        "title": data.title,
        "entitlement": data.entitlement,
        "duty": data.duty,
        "basis": data.basis or "",
        "public": data.public,
    }
