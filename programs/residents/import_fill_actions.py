"""People of a roster who are known already: only what is empty is filled, and what stood before is kept for undoing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from programs.residents import consent_rules
from programs.residents.consent_queries import purposes_withdrawn
from programs.residents.import_beside_actions import tags_of, write_consents, write_tags
from programs.residents.roster_match_rules import gains
from programs.residents.roster_rules import Person
from programs.residents.tables import ImportBatch
from server.lib import clock, db
from server.lib.actor import Actor

_AT_ONCE = 500
_FIELDS = ("phone_tail", "age_band", "building", "household", "guardian_name")
_FILL = (
    "UPDATE resident SET phone_tail = {}, age_band = {}, building = {}, household = {}, guardian_name = {},"
    " version = version + 1 WHERE id = {}"
)
_KEEP = "INSERT INTO import_change (organisation, batch, resident, before, version_after) VALUES ({}, {}, {}, {}, {})"


class Before(msgspec.Struct):
    """What stood in the fields that were filled, and the words that were added."""

    fields: dict[str, Any]
    tags: list[tuple[str, str]]


async def fill_known(
    batch: ImportBatch,
    known: Sequence[tuple[int, Person]],
    doors: Mapping[tuple[int, str], int],
    *,
    how: str,
    actor: Actor,
) -> None:
    """Fill the empty fields of people who are known, in the caller's transaction.

    What somebody took her consent back for is filled in by no list: she is asked again, on her own card.
    """
    for start in range(0, len(known), _AT_ONCE):
        await _fill_some(batch, known[start : start + _AT_ONCE], doors, how=how, actor=actor)
        await asyncio.sleep(0)


async def _fill_some(
    batch: ImportBatch,
    known: Sequence[tuple[int, Person]],
    doors: Mapping[tuple[int, str], int],
    *,
    how: str,
    actor: Actor,
) -> None:
    ids = [number for number, _ in known]
    found = await db.rows(
        f"SELECT id, version, {', '.join(_FIELDS)} FROM resident WHERE id IN ({db.marks(ids)}) AND erased_at IS NULL"
        f" ORDER BY id{db.for_update()}",
        *ids,
    )
    stands = {row["id"]: row for row in found}
    tags, withdrawn = await _tags_of(ids), await purposes_withdrawn(ids, on=clock.today())
    updates: list[tuple[Any, ...]] = []
    changes: list[tuple[Any, ...]] = []
    added: list[tuple[int, str, str]] = []
    agreeing: list[tuple[int, Person]] = []
    for number, person in known:
        row = stands.pop(number, None)  # two rows of a list may mean one person: the first one fills
        if row is None:
            continue
        refused = withdrawn.get(number, set())
        if consent_rules.REGISTER in refused:
            continue
        gained = _gains(person, row, doors)
        words = [
            (kind, value)
            for kind, value in tags_of(person)
            if (kind, value) not in tags.get(number, ())
            and consent_rules.PURPOSE_OF[consent_rules.TAG_FIELDS[kind]] not in refused
        ]
        if not gained and not words:
            continue
        if gained:
            updates.append((*(gained.get(name, row[name]) for name in _FIELDS), number))
        before = Before({name: row[name] for name in gained}, words)
        version = row["version"] + bool(gained)
        changes.append((batch.organisation, batch.id, number, msgspec.json.encode(before).decode(), version))
        added += [(number, kind, value) for kind, value in words]
        if words:
            agreeing.append((number, person))
    if updates:
        await db.execute_many(_FILL, updates)
    if changes:
        await db.execute_many(_KEEP, changes)
    await write_tags(batch, added)
    await write_consents(batch, agreeing, how=how, actor=actor)


def _gains(person: Person, row: Mapping[str, Any], doors: Mapping[tuple[int, str], int]) -> dict[str, Any]:
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
