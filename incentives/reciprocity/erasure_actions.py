"""Forgetting a person here: her services end, her page closes, her letters hold no longer; what was given stays counted."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from incentives.reciprocity.agreement_actions import close
from incentives.reciprocity.own_rules import LetterFacts
from incentives.reciprocity.tables import ServiceAgreement
from programs.residents.erasure_actions import SOMEBODY, take_names_out
from server.lib import clock, db
from server.lib.actor import Actor

_HERE = "organisation = {} AND community = (SELECT community FROM resident WHERE id = {})"
_OF_SERVICE = f"organisation = {{}} AND agreement IN (SELECT id FROM service_agreement WHERE {_HERE})"
_HERS = "agreement IN (SELECT id FROM service_agreement WHERE giver = {} OR receiver = {})"

# Texts of the whole community that may name her.
_TEXTS = {
    "service_agreement": ["service", "giver_duties", "receiver_duties", "end_reason"],
    "correction_request": ["text", "answer"],
    "service_letter": ["revoke_reason"],
    "interest_declaration": ["note"],
    "leader_decision": ["what", "why", "decided_with", "void_reason"],
    "leader_pressure": ["what", "clarification", "clarified_in"],
    "support_task": ["title", "done_note"],
}
_BELOW = {
    "service_exchange": ["what", "void_reason"],
    "service_incident": ["what", "talk_with", "talk_note"],
}
_OF_NEIGHBOUR = f"organisation = {{}} AND resident IN (SELECT id FROM resident WHERE {_HERE})"
_OF_NEIGHBOURS = {"meaning_rating": ["note"], "load_check": ["note"]}
# What was said of her alone goes as a whole.
_OWN = (
    "UPDATE meaning_rating SET note = '' WHERE resident = {}",
    "UPDATE load_check SET note = '' WHERE resident = {}",
    "UPDATE interest_declaration SET note = '', public = FALSE WHERE resident = {}",
    "UPDATE leader_pressure SET what = '', clarification = '', clarified_in = '' WHERE resident = {}",
)


async def erase_person(resident_id: int, names: Sequence[str], actor: Actor) -> None:
    """Take a person out of services, her own page and what protected her, in the erasing transaction."""
    today = clock.today()
    running = await ServiceAgreement.objects().where(
        ((ServiceAgreement.giver == resident_id) | (ServiceAgreement.receiver == resident_id))
        & (ServiceAgreement.state != "ended")
    )
    for agreement in running:
        await close(agreement, today, "", actor=actor)
    for statement in _OWN:
        await db.execute(statement, resident_id)
    await db.execute(
        f"UPDATE service_incident SET what = {{}}, talk_with = '', talk_note = '' WHERE {_HERS}",
        SOMEBODY,
        resident_id,
        resident_id,
    )
    await db.execute(
        "UPDATE own_link SET revoked_on = {} WHERE resident = {} AND revoked_on IS NULL", today, resident_id
    )
    await db.execute(
        "UPDATE correction_request SET text = {}, answer = '', answered_on = COALESCE(answered_on, {})"
        " WHERE resident = {}",
        SOMEBODY,
        today,
        resident_id,
    )
    await db.execute(
        "UPDATE service_letter SET facts = '', revoked_on = COALESCE(revoked_on, {}), revoke_reason = ''"
        " WHERE resident = {}",
        today,
        resident_id,
    )
    await db.execute(
        "UPDATE support_task SET title = {}, done_note = '', done_on = COALESCE(done_on, {}) WHERE resident = {}",
        SOMEBODY,
        today,
        resident_id,
    )
    for table, columns in _TEXTS.items():
        await take_names_out(table, columns, names, where=_HERE, values=[actor.organisation_id, resident_id])
    await _take_names_out_of_letters(names, [actor.organisation_id, resident_id])
    for table, columns in _BELOW.items():
        values = [actor.organisation_id, actor.organisation_id, resident_id]
        await take_names_out(table, columns, names, where=_OF_SERVICE, values=values)
    for table, columns in _OF_NEIGHBOURS.items():
        values = [actor.organisation_id, actor.organisation_id, resident_id]
        await take_names_out(table, columns, names, where=_OF_NEIGHBOUR, values=values)


async def _take_names_out_of_letters(names: Sequence[str], here: Sequence[int]) -> None:
    """Out of what neighbours' letters tell of services and roles. Whose letter it is stays: she may bear the same name."""
    told = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)

    def without(text: str) -> str:
        for name in told:
            text = text.replace(name, SOMEBODY)
        return text

    for row in await db.rows(f"SELECT id, facts FROM service_letter WHERE {_HERE} AND facts <> ''", *here):
        facts = msgspec.json.decode(row["facts"], type=LetterFacts)
        kept = msgspec.structs.replace(
            facts,
            services=tuple(map(without, facts.services)),
            roles=tuple(msgspec.structs.replace(role, where=without(role.where)) for role in facts.roles),
        )
        if kept != facts:
            await db.execute(
                "UPDATE service_letter SET facts = {} WHERE id = {}",
                msgspec.json.encode(kept).decode(),
                row["id"],
            )
