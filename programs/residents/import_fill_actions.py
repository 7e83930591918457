"""People of a roster who are known already: only what is empty is filled, and what stood before is kept for undoing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from programs.residents import consent_rules, import_apply_actions
from programs.residents.consent_queries import purposes_withdrawn
from programs.residents.import_apply_actions import FIELDS, bits_of
from programs.residents.import_beside_actions import agrees_to, tags_of, write_known_consents
from programs.residents.roster_match_rules import gains
from programs.residents.roster_rules import Person
from programs.residents.tables import ImportBatch
from server.lib import clock, db
from server.lib.actor import Actor

_KEEP = "INSERT INTO import_change (organisation, batch, resident, before, version_after) VALUES ({}, {}, {}, {}, {})"

Doors = Mapping[tuple[int, str], int]


class Before(msgspec.Struct):
    """What stood in the fields that were filled, and the words that were added."""

    fields: dict[str, Any]
    tags: list[tuple[str, str]]


class Gain(msgspec.Struct):
    """What one person gains: the fields that were empty, and the words that are new."""

    person: Person
    row: Mapping[str, Any]
    fields: dict[str, Any]
    words: list[tuple[str, str]]


async def plan(
    batch: ImportBatch, known: Sequence[tuple[int, Person]], doors: Doors, filled: set[int]
) -> None:
    """Prepare what the empty fields of people who are known are to be filled with, in the caller's transaction.

    Nobody sees it yet. `filled` are those who gain something from rows further up; it grows. What somebody took her consent
    back for is filled in by no list: she is asked again, on her own card.
    """
    gained = await _gained(known, doors, filled) if known else {}
    if not gained:
        return
    filled |= set(gained)
    await import_apply_actions.prepare(
        batch,
        [_prepared(batch, number, gain) for number, gain in gained.items()],
        [(number, *word) for number, gain in gained.items() for word in gain.words],
    )
    await db.execute_many(_KEEP, [_kept(batch, number, gain) for number, gain in gained.items()])


def _prepared(batch: ImportBatch, number: int, gain: Gain) -> tuple[Any, ...]:
    agrees = bool(gain.words) and agrees_to(str(batch.purpose), gain.person)
    return (
        *(number, gain.row["version"], bits_of(gain.fields), *(gain.fields.get(name) for name in FIELDS)),
        *(agrees, bool(gain.words) and consent_rules.is_child(gain.person.age)),
    )


def _kept(batch: ImportBatch, number: int, gain: Gain) -> tuple[Any, ...]:
    before = Before({name: gain.row[name] for name in gain.fields}, gain.words)
    after = gain.row["version"] + bool(gain.fields)
    return batch.organisation, batch.id, number, msgspec.json.encode(before).decode(), after


async def _gained(known: Sequence[tuple[int, Person]], doors: Doors, filled: set[int]) -> dict[int, Gain]:
    ids = [number for number, _ in known]
    found = await db.rows(
        f"SELECT id, version, {', '.join(FIELDS)} FROM resident WHERE id IN ({db.marks(ids)}) AND erased_at IS NULL",
        *ids,
    )
    stands = {row["id"]: row for row in found if row["id"] not in filled}
    tags, withdrawn = await _tags_of(ids), await purposes_withdrawn(ids, on=clock.today())
    gained: dict[int, Gain] = {}
    for number, person in known:
        row = stands.pop(number, None)  # two rows of a list may mean one person: the first one fills
        refused = withdrawn.get(number, set())
        if row is None or consent_rules.REGISTER in refused:
            continue
        fields = _gains(person, row, doors)
        words = [
            word
            for word in tags_of(person)
            if word not in tags.get(number, ()) and _purpose_of(word[0]) not in refused
        ]
        if fields or words:
            gained[number] = Gain(person, row, fields, words)
    return gained


async def apply(batch: ImportBatch, *, how: str, actor: Actor) -> None:
    """Fill in what was prepared, in the caller's transaction; who was changed since is left as she is, and so is whoever
    took her consent back meanwhile."""
    await import_apply_actions.hold(batch.id)
    left = {*await import_apply_actions.changed_since(batch.id), *await _withdrawn_since(batch)}
    await import_apply_actions.leave_out(batch.id, sorted(left), "import_change")
    await import_apply_actions.write_fields(batch.id)
    await db.execute(
        "INSERT INTO resident_tag (organisation, resident, kind, value) SELECT organisation, resident, kind, value"
        " FROM import_fill_word WHERE batch = {} ON CONFLICT (resident, kind, value) DO NOTHING",
        batch.id,
    )
    await write_known_consents(batch, how=how, actor=actor)


async def _withdrawn_since(batch: ImportBatch) -> set[int]:
    """Those who took back what a word was prepared for, or to be in the register at all."""
    found = await db.rows(
        "SELECT DISTINCT f.resident FROM consent AS c JOIN import_fill AS f ON f.resident = c.resident AND f.batch = {}"
        " WHERE c.organisation = {} AND c.withdrawn_on >= {}",
        batch.id,
        batch.organisation,
        clock.local(batch.imported_at).date(),
    )
    if not found:
        return set()
    ids = [row["resident"] for row in found]
    refused = await purposes_withdrawn(ids, on=clock.today())
    words = await db.rows(
        f"SELECT resident, kind FROM import_fill_word WHERE batch = {{}} AND resident IN ({db.marks(ids)})",
        batch.id,
        *ids,
    )
    return {number for number, purposes in refused.items() if consent_rules.REGISTER in purposes} | {
        row["resident"] for row in words if _purpose_of(row["kind"]) in refused.get(row["resident"], ())
    }


def _purpose_of(kind: str) -> str:
    return consent_rules.PURPOSE_OF[consent_rules.TAG_FIELDS[kind]]


def _gains(person: Person, row: Mapping[str, Any], doors: Doors) -> dict[str, Any]:
    gained = gains(person, row)
    building = gained.get("building", row["building"])
    door = doors.get((person.building or 0, person.door))
    if door is not None and row["household"] is None and building == person.building:
        gained["household"] = door
    return gained


async def _tags_of(ids: Sequence[int]) -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = {}
    for row in await db.rows(
        f"SELECT resident, kind, value FROM resident_tag WHERE resident IN ({db.marks(ids)})", *ids
    ):
        found.setdefault(row["resident"], set()).add((row["kind"], row["value"]))
    return found
