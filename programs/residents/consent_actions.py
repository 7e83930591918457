"""Writing down that a person agreed, and that she no longer does. Both are one tap, and both hold at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from programs.residents import consent_rules, notice_actions, tag_actions
from programs.residents.consent_queries import purposes_agreed
from programs.residents.key_actions import record_about
from programs.residents.law_schemas import GivenConsent, WithdrawnConsent
from programs.residents.merge_actions import seal_merges
from programs.residents.merge_queries import refuse_gone
from programs.residents.tables import Consent, Purpose, Resident
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def give_consent(resident: Resident, data: GivenConsent, *, actor: Actor) -> int:
    """Write down for what a person (for a child, its guardian) agreed, to the notice that is in force; her id."""
    check_past_day(data.given_on, field="given_on")
    if not data.purposes:
        raise Refused("residents.nothing_agreed", field="purposes")
    if code := consent_rules.refuse_until(data.given_on, data.until):
        raise Refused(code, field="until")
    async with write_transaction():
        resident = await lock(resident)
        await refuse_gone(resident)
        child = consent_rules.is_child(resident.age_band)
        guardian = data.guardian_name or resident.guardian_name
        if child and not guardian:
            raise Refused("residents.guardian_needed", field="guardian_name")
        if child and guardian != resident.guardian_name:
            await Resident.update({Resident.guardian_name: guardian}).where(Resident.id == resident.id)
        await write_consents(
            resident.id,
            data.purposes,
            how=data.how,
            given_on=data.given_on,
            until=data.until,
            by_guardian=child,
            actor=actor,
        )
        return resident.id


async def write_consents(
    resident_id: int,
    purposes: Collection[str],
    *,
    how: str,
    given_on: date,
    until: date | None,
    by_guardian: bool,
    actor: Actor,
) -> None:
    """Add a consent for each purpose to the newest notice, in the caller's transaction."""
    notice = await notice_actions.newest_notice(actor=actor)
    for purpose in dict.fromkeys(purposes):
        await Consent(
            organisation=actor.organisation_id,
            resident=resident_id,
            purpose=Purpose(purpose),
            notice=notice.id,
            how=how,
            by_guardian=by_guardian,
            given_on=given_on,
            until=until,
            recorded_by=actor.user_id,
            created_at=clock.now(),
        ).save()
    await record_about(
        "consent.given",
        "resident",
        resident_id,
        resident_id=resident_id,
        actor=actor,
        changes={f"consent_{purpose}": [None, f"{given_on}"] for purpose in dict.fromkeys(purposes)},
    )


async def withdraw_consent(resident: Resident, data: WithdrawnConsent, *, actor: Actor) -> int:
    """Take a consent back: from now on it does not hold, and what was kept only because of it is gone; her id.

    Nobody asks why (PIPL article 15).
    """
    async with write_transaction():
        resident = await lock(resident)
        if data.purpose not in await purposes_agreed(resident.id, on=clock.today()):
            raise Refused("residents.not_in_force")
        await db.execute(
            "UPDATE consent SET withdrawn_on = {} WHERE resident = {} AND purpose = {} AND withdrawn_on IS NULL",
            clock.today(),
            resident.id,
            data.purpose,
        )
        await wipe(resident, data.purpose, actor=actor)
        await record_about(
            "consent.withdrawn",
            "resident",
            resident.id,
            resident_id=resident.id,
            actor=actor,
            changes={f"consent_{data.purpose}": [f"{clock.today()}", None]},
        )
        return resident.id


async def wipe(resident: Resident, purpose: str, *, actor: Actor) -> None:
    """Remove what is kept of a person for this purpose only, also in records that were merged into hers."""
    for other in await seal_merges(resident.id):
        await wipe(other, purpose, actor=actor)
    for kind, field in consent_rules.TAG_FIELDS.items():
        if consent_rules.PURPOSE_OF[field] == purpose:
            await tag_actions.set_tags(resident.id, kind, (), actor=actor)
    if purpose == consent_rules.CONTACT:
        await Resident.update({Resident.sealed_phone: ""}).where(Resident.id == resident.id)
    if purpose == consent_rules.REGISTER:
        await Resident.update(
            {
                Resident.phone_tail: "",
                Resident.age_band: None,
                Resident.building: None,
                Resident.household: None,
                Resident.reported_in_on: None,
                Resident.guardian_name: "",
                Resident.version: resident.version + 1,
            }
        ).where(Resident.id == resident.id)
