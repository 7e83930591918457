"""What a card is made of, saved in one go: the columns, the words, the number, the door, and who agreed to it."""

from __future__ import annotations

from typing import Any

import msgspec

from programs.communities.queries import check_building
from programs.residents import card_rules, choices, consent_rules, queries, rules
from programs.residents.card_queries import card_fields
from programs.residents.consent_actions import write_consents
from programs.residents.consent_queries import purposes_agreed
from programs.residents.key_actions import seal_phone
from programs.residents.place_actions import household_of, set_size
from programs.residents.schemas import NewResident
from programs.residents.tables import Resident
from programs.residents.tag_actions import set_tags
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.errors import Refused

Fields = dict[str, Any]


class Card(msgspec.Struct):
    """A card as it was typed, checked: columns of the resident, and what stands in rows beside it."""

    columns: Fields
    hobbies: frozenset[str]
    target_groups: frozenset[str]
    phone: str
    size: int | None
    changes: dict[str, list[Any]]


async def check_card(
    community_id: int, data: NewResident, *, actor: Actor, known: Resident | None = None
) -> Card:
    """The card as typed, or a refusal beside the field at fault; NotFound for another place's building."""
    await check_building(community_id, data.building)
    columns = _columns(data, known)
    if known is None or rules.folded(known.name) != rules.folded(data.name):
        found = await queries.namesakes(community_id, data.name)
        if code := rules.refuse_same_name(namesakes=len(found), another=data.another):
            raise Refused(code, field="another")
    phone = _phone(data)
    if phone:  # its own last digits, whatever stood there
        columns["phone_tail"] = card_rules.tail_of(phone)
    before = await card_fields(known.id) if known else {}
    card = Card(
        columns,
        _tags("hobby", data.hobbies, data.own_hobbies, field="hobbies"),
        _tags("target_group", data.target_groups, data.own_target_groups, field="target_groups"),
        phone,
        data.household_size,
        {},
    )
    after = _fields(card, data)
    await _check_agreed(data, after, before, known)
    card.changes = _changes(after, before)
    return card


def _columns(data: NewResident, known: Resident | None) -> Fields:
    phone_tail = rules.read_phone_tail(data.phone_tail or "")
    door = rules.door_of(data.door or "")
    if code := rules.refuse_name(data.name):
        raise Refused(code, field="name")
    if phone_tail is None:
        raise Refused("residents.phone_tail", field="phone_tail")
    if code := rules.refuse_door(building=data.building, door=door):
        raise Refused(code, field="building" if data.building is None else "door")
    if data.household_size is not None and not door:
        raise Refused("residents.size_without_door", field="door")
    check_past_day(data.reported_in_on, field="reported_in_on")
    kept_until = known.keep_until if known else None
    if code := consent_rules.refuse_keep_until(data.keep_until, today=clock.today(), before=kept_until):
        raise Refused(code, field="keep_until")
    return {
        "name": data.name,
        "folded_name": rules.folded(data.name),
        "phone_tail": phone_tail,
        "age_band": data.age_band,
        "building": data.building,
        "reported_in_on": data.reported_in_on,
        "guardian_name": (data.guardian_name or "") if consent_rules.is_child(data.age_band) else "",
        "keep_until": data.keep_until,
    }


def _phone(data: NewResident) -> str:
    phone = card_rules.read_phone(data.phone or "")
    if phone is None:
        raise Refused("residents.phone", field="phone")
    return phone


def _tags(kind: str, chosen: tuple[str, ...], own: str | None, *, field: str) -> frozenset[str]:
    words = [*chosen, *card_rules.own_words(own or "")]
    if code := card_rules.refuse_tags(words):
        raise Refused(code, field=f"own_{field}" if own else field)
    return frozenset(choices.value_of(kind, word) for word in words)


def _fields(card: Card, data: NewResident) -> Fields:
    """The card by the fields that the log and the rules of consent know."""
    shown = {name: value for name, value in card.columns.items() if name != "folded_name"}
    return {
        **shown,
        "household": rules.door_of(data.door or ""),
        "phone": card.phone,
        "hobbies": card.hobbies,
        "target_groups": card.target_groups,
    }


async def _check_agreed(data: NewResident, after: Fields, before: Fields, known: Resident | None) -> None:
    child = consent_rules.is_child(data.age_band)
    agreed: set[str] = {*data.agreed}
    if known:
        agreed |= await purposes_agreed(known.id, on=clock.today(), by_guardian=child)
    became_child = child and not (known and consent_rules.is_child(known.age_band))
    filled = card_rules.filled(after, before, became_child=became_child)
    fault = consent_rules.refuse_child(
        data.age_band, filled - {"keep_until"}, guardian_name=data.guardian_name or "", agreed=agreed
    ) or consent_rules.refuse_unasked(filled, agreed)
    if fault:
        raise Refused(fault[1], field=fault[0])


def _changes(after: Fields, before: Fields) -> dict[str, list[Any]]:
    """`{field: [before, after]}` in words that can be read later. Of a number the log keeps the last four digits."""
    changes = {
        name: [_plain(before.get(name)), _plain(value)]
        for name, value in after.items()
        if name != "phone" and _plain(before.get(name)) != _plain(value)
    }
    if after["phone"]:
        changes["phone"] = [None, f"…{card_rules.tail_of(after['phone'])}"]
    return changes


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    return (value or "") if value is None or isinstance(value, str | int) else str(value)


async def save_beside(
    resident_id: int, card: Card, data: NewResident, *, actor: Actor, community_id: int
) -> None:
    """Save what does not stand in the resident's own row, in the caller's transaction."""
    child = consent_rules.is_child(data.age_band)
    standing = await purposes_agreed(resident_id, on=clock.today(), by_guardian=child)
    if fresh := [purpose for purpose in data.agreed if purpose not in standing]:
        await write_consents(
            resident_id,
            fresh,
            how=data.how,
            given_on=clock.today(),
            until=None,
            by_guardian=child,
            actor=actor,
        )
    await set_tags(resident_id, "hobby", card.hobbies, actor=actor)
    await set_tags(resident_id, "target_group", card.target_groups, actor=actor)
    household = await household_of(community_id, data.building, data.door or "", actor=actor)
    await Resident.update({Resident.household: household}).where(Resident.id == resident_id)
    if card.phone:
        sealed = await seal_phone(resident_id, card.phone, actor=actor)
        await Resident.update({Resident.sealed_phone: sealed}).where(Resident.id == resident_id)
    if household is not None and card.size is not None:
        await set_size(household, card.size, actor=actor)
