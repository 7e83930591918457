"""A person's card by purpose: what is kept for it, who agreed, how, when, until when."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from programs.residents import choices, consent_queries, consent_rules
from programs.residents.law_schemas import HOWS, PURPOSE_HINTS, PURPOSES, STANDINGS, WithdrawnConsent
from programs.residents.schemas import AGES
from programs.residents.schemas import FIELDS as WORDS
from server.lib import clock
from server.lib.i18n import Message, _, format_date
from server.web.forms import Form

_FIELD_WORDS: dict[str, Message] = WORDS["resident"]


class KeptFor(msgspec.Struct):
    """One purpose: its fields with what stands in them, how consent stands, and the consents that were given."""

    purpose: str
    word: Message
    hint: Message
    fields: list[tuple[Message, str]]
    standing: str
    badge: tuple[Message, str]
    newest: dict[str, Any] | None
    how: Message | None
    needs_asking: bool
    form: Form[WithdrawnConsent]

    @property
    def holds(self) -> bool:
        return self.standing in {"in_force", "older_notice"}


async def kept_for(card: dict[str, Any]) -> list[KeptFor]:
    """Every purpose with what is kept of this person for it."""
    newest_number = await consent_queries.newest_notice_number(card["id"])
    given = await consent_queries.consents_of(card["id"])
    today = clock.today()
    return [_kept(purpose, card, given, newest_number, today) for purpose in consent_rules.PURPOSES]


def _kept(
    purpose: str, card: dict[str, Any], given: list[dict[str, Any]], newest_number: int, today: date
) -> KeptFor:
    mine = [row for row in given if row["purpose"] == purpose]
    standing_of = {row["id"]: standing_of_row(row, newest_number, today) for row in mine}
    holding = [row for row in mine if standing_of[row["id"]] in {"in_force", "older_notice"}]
    newest = next(iter(holding or mine), None)
    standing = standing_of[newest["id"]] if newest else "unasked"
    fields = _fields(purpose, card)
    return KeptFor(
        purpose=purpose,
        word=PURPOSES[purpose],
        hint=PURPOSE_HINTS[purpose],
        fields=fields,
        standing=standing,
        badge=STANDINGS[standing],
        newest=newest,
        how=HOWS[newest["how"]] if newest else None,
        needs_asking=bool(fields) and standing not in {"in_force", "older_notice"},
        form=Form.blank(WithdrawnConsent, purpose=purpose),
    )


def standing_of_row(row: dict[str, Any], newest_number: int, today: date) -> str:
    """How one consent stands today."""
    return consent_rules.standing(
        given_on=row["given_on"],
        until=row["until"],
        withdrawn_on=row["withdrawn_on"],
        on=today,
        older_notice=row["notice_number"] < newest_number,
    )


def _fields(purpose: str, card: dict[str, Any]) -> list[tuple[Message, str]]:
    shown = [
        (_FIELD_WORDS[field], _shown(field, card))
        for field, kept_for_purpose in consent_rules.PURPOSE_OF.items()
        if kept_for_purpose == purpose and field not in {"name", "moved_away_on"}
    ]
    return [(word, text) for word, text in shown if text]


def _shown(field: str, card: dict[str, Any]) -> str:
    kinds = {name: kind for kind, name in consent_rules.TAG_FIELDS.items()}
    if field in kinds:
        return _(", ").join(str(choices.word_of(kinds[field], value)) for value in card[field])
    if field == "phone":
        return f"…{card['phone_tail']}" if card["has_phone"] else ""
    if field == "age_band":
        return str(AGES[card["age_band"]]) if card["age_band"] else ""
    if field == "building":
        return " ".join(part for part in (card["estate_name"], card["building_name"]) if part)
    if field == "household":
        return card["door"] or ""
    value = card[field]
    return format_date(value) if isinstance(value, date) else value or ""
