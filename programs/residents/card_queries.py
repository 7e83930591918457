"""A person's card: all that is kept of her, with what may not be shown today left out."""

from __future__ import annotations

from datetime import date
from typing import Any

from programs.residents import consent_rules
from programs.residents.consent_queries import has_consent
from programs.residents.queries import card_of
from programs.residents.tables import Purpose, Resident
from server.lib import clock, db

# A word of a person is read by others as long as nobody took back, or let run out, the consent that it rests on.
# Words that came with a roster rest on what the roster was handed over for.
TAG_HOLDS = (
    "(NOT EXISTS (SELECT 1 FROM consent AS c WHERE c.resident = t.resident AND c.purpose = {})"
    " OR EXISTS (SELECT 1 FROM consent AS c WHERE c.resident = t.resident AND c.purpose = {}"
    " AND c.given_on <= {} AND (c.until IS NULL OR c.until >= {}) AND c.withdrawn_on IS NULL))"
)


def tag_values(kind: str, on: date) -> list[Any]:
    """The values of `TAG_HOLDS` for one kind of word."""
    purpose = consent_rules.PURPOSE_OF[consent_rules.TAG_FIELDS[kind]]
    return [purpose, purpose, on, on]


async def tags_of(resident_id: int) -> dict[str, list[str]]:
    """`hobbies`, `target_groups` and `categories` of a person that may be read today."""
    found: dict[str, list[str]] = {}
    for kind, field in consent_rules.TAG_FIELDS.items():
        rows = await db.rows(
            f"SELECT t.value FROM resident_tag AS t WHERE t.resident = {{}} AND t.kind = {{}} AND {TAG_HOLDS}"
            " ORDER BY t.value",
            resident_id,
            kind,
            *tag_values(kind, clock.today()),
        )
        found[field] = [row["value"] for row in rows]
    return found


async def card_fields(resident_id: int) -> dict[str, Any]:
    """A person's fields as they stand, by the names that the rules of consent and the log use."""
    [row] = await db.rows(
        "SELECT r.name, r.phone_tail, r.age_band, r.building, h.door AS household, r.guardian_name, r.reported_in_on,"
        " r.keep_until FROM resident AS r LEFT JOIN household AS h ON h.id = r.household WHERE r.id = {}",
        resident_id,
    )
    tags = await tags_of(resident_id)
    return {
        **row,
        "hobbies": frozenset(tags["hobbies"]),
        "target_groups": frozenset(tags["target_groups"]),
    }


async def whole_card(resident: Resident) -> dict[str, Any]:
    """A person with her place, her door, her words, and whether a whole number is kept that may be shown today."""
    card = await card_of(resident)
    [row] = await db.rows(
        "SELECT r.household, r.guardian_name, r.reported_in_on, r.keep_until, r.erased_at, r.sealed_phone,"
        " h.size AS household_size, h.two_together FROM resident AS r"
        " LEFT JOIN household AS h ON h.id = r.household WHERE r.id = {}",
        resident.id,
    )
    may_call = await has_consent(resident.id, Purpose.contact, on=clock.today())
    has_phone = bool(row.pop("sealed_phone")) and may_call
    return {**card, **row, **await tags_of(resident.id), "has_phone": has_phone}
