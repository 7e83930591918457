"""Everything that is kept of one person, for her own eyes (PIPL articles 44 and 45)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any

import msgspec

from programs.residents import choices, consent_rules
from programs.residents.card_queries import whole_card
from programs.residents.card_rules import tail_of
from programs.residents.consent_queries import consents_of
from programs.residents.key_queries import whole_phone
from programs.residents.ladder_queries import acts_of
from programs.residents.law_schemas import HOWS, PURPOSES
from programs.residents.merge_queries import merged_into
from programs.residents.schemas import AGES, FIELDS
from programs.residents.tables import Resident
from server.lib.i18n import Message, _, format_date, m
from server.lib.late_entries import Entries

CARD = m("Card")
AGREED = m("Consent")
DONE = m("Took part in")


class OwnLine(msgspec.Struct):
    """One thing that is kept: under which heading, what it is, what it says, and of which day."""

    heading: Message
    what: Message | str
    says: Message | str
    on: date | None = None


# What rooms above hold of a person besides what she did; the ceiling fills it in.
HELD: Entries[Callable[[int], Awaitable[list[OwnLine]]]] = Entries(__name__)


async def own_copy(resident: Resident, *, whole_number: bool) -> list[OwnLine]:
    """All that is kept of a person, in words, also in records that were merged into hers.

    The whole number only where the look at it is written in the log.
    """
    lines = await _card(resident, await whole_phone(resident.id), whole_number=whole_number)
    for row in await consents_of(resident.id):
        given = m("%(how)s, to %(notice)s", how=HOWS[row["how"]], notice=row["notice_name"])
        lines.append(OwnLine(AGREED, PURPOSES[row["purpose"]], given, row["given_on"]))
        if row["withdrawn_on"]:
            lines.append(
                OwnLine(AGREED, PURPOSES[row["purpose"]], m("Consent taken back"), row["withdrawn_on"])
            )
    lines += [OwnLine(DONE, act.title, "", act.on) for act in await acts_of(resident.id)]
    for held in HELD:
        lines += await held(resident.id)
    for other in await merged_into(resident.id):
        lines += await own_copy(other, whole_number=whole_number)
    return lines


def plain(lines: list[OwnLine]) -> list[dict[str, Any]]:
    """The lines as JSON can hold them."""
    return [
        {"part": str(line.heading), "what": str(line.what), "says": str(line.says), "on": line.on}
        for line in lines
    ]


async def _card(resident: Resident, phone: str, *, whole_number: bool) -> list[OwnLine]:
    card = await whole_card(resident)
    words = FIELDS["resident"]
    values: dict[str, Any] = {
        "name": card["name"],
        "phone_tail": card["phone_tail"],
        "phone": phone if whole_number or not phone else f"…{tail_of(phone)}",
        "age_band": AGES[card["age_band"]] if card["age_band"] else "",
        "building": " ".join(part for part in (card["estate_name"], card["building_name"]) if part),
        "household": card["door"],
        "reported_in_on": card["reported_in_on"],
        "guardian_name": card["guardian_name"],
        "keep_until": card["keep_until"],
        "moved_away_on": card["moved_away_on"],
    }
    for kind, field in consent_rules.TAG_FIELDS.items():
        values[field] = _(", ").join(str(choices.word_of(kind, value)) for value in card[field])
    lines = [OwnLine(CARD, m("Community"), card["community_name"])]
    for field, value in values.items():
        if value:
            shown = format_date(value) if isinstance(value, date | datetime) else value
            lines.append(OwnLine(CARD, words[field], shown))
    return lines
