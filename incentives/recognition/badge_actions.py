"""The keys of badges, and signing with them."""

from __future__ import annotations

import asyncio

import msgspec

from incentives.recognition import badge_rules
from incentives.recognition.badge_rules import BadgeFacts
from incentives.recognition.tables import BadgeKey
from server import audit
from server.accounts.tables import Organisation
from server.lib import clock, seals, signing
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound


async def signed_badge(facts: BadgeFacts, organisation_id: int) -> str:
    """The badge of an award as a VC-JWT. The same facts give the same token, as long as the key is the same."""
    key_id, private_pem = await _key_of(organisation_id)
    badge = badge_rules.credential(facts)
    return await asyncio.to_thread(
        signing.signed,
        badge_rules.claims(badge, facts.given_at),
        private_pem,
        kid=f"{facts.base}/badges/keys/{key_id}",
    )


async def _key_of(organisation_id: int) -> tuple[str, str]:
    """The id and the private half of the organisation's key; it is made when it is first needed."""
    if found := await _usable(organisation_id):
        return found
    made = await asyncio.to_thread(signing.new_key_pair)
    async with write_transaction():
        organisation = await Organisation.objects().get(Organisation.id == organisation_id)
        if organisation is None:
            raise NotFound
        await lock(organisation)  # two that ask for the first badge at once make one key
        if found := await _usable(organisation_id):
            return found
        actor = Actor.system(organisation_id)
        now = clock.now()
        await BadgeKey.update({BadgeKey.retired_at: now}).where(
            (BadgeKey.organisation == organisation_id) & BadgeKey.retired_at.is_null()
        )
        key = BadgeKey(
            organisation=organisation_id,
            key_id=made.key_id,
            public_key=msgspec.json.encode(made.public_jwk).decode(),
            sealed_private_key=_sealed(made.private_pem, made.key_id),
            created_at=now,
        )
        await key.save()
        await audit.record("badge_key.made", "badge_key", key.id, actor=actor)
    return made.key_id, made.private_pem


async def _usable(organisation_id: int) -> tuple[str, str] | None:
    """The key in use; None when there is none, or LINLI_SECRET_KEY is another since."""
    key = (
        await BadgeKey.objects()
        .where((BadgeKey.organisation == organisation_id) & BadgeKey.retired_at.is_null())
        .order_by(BadgeKey.id, ascending=False)
        .first()
    )
    if key is None:
        return None
    try:
        return key.key_id, _opened(key.sealed_private_key, key.key_id)
    except seals.SealBroken:
        return None


def _sealed(private_pem: str, key_id: str) -> str:
    """The private half under a key of its own, which is wrapped under the installation's secret."""
    own = seals.new_key()
    return f"{seals.wrap(own)} {seals.seal(own, private_pem, about=_place(key_id))}"


def _opened(sealed: str, key_id: str) -> str:
    wrapped, _, text = sealed.partition(" ")
    return seals.unseal(seals.unwrap(wrapped), text, about=_place(key_id))


def _place(key_id: str) -> str:
    return f"badge key {key_id}"
