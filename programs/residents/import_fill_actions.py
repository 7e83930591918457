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
FIELDS = ("phone_tail", "age_band", "building", "household", "guardian_name")
_FILL = (
    "UPDATE resident SET phone_tail = {}, age_band = {}, building = {}, household = {}, guardian_name = {},"
    " version = version + 1 WHERE id = {}"
)
_KEEP = "INSERT INTO import_change (organisation, batch, resident, before, version_after) VALUES ({}, {}, {}, {}, {})"

Doors = Mapping[tuple[int, str], int]


class Before(msgspec.Struct):
    """What stood in the fields that were filled, and the words that were added."""

    fields: dict[str, Any]
    tags: list[tuple[str, str]]


class Gain(msgspec.Struct):
    """What one person gains: all fields as they are to be, if any changes, and the words that are new."""

    person: Person
    version: int
    values: tuple[Any, ...] | None
    before: Before


class Fill(msgspec.Struct):
    """What a list fills in, by person, and how many consents were taken back when that was found out."""

    gains: dict[int, Gain]
    withdrawals: int


async def withdrawals(organisation_id: int) -> int:
    """How many consents of an organisation were taken back so far."""
    [found] = await db.rows(
        "SELECT COUNT(*) AS n FROM consent WHERE organisation = {} AND withdrawn_on IS NOT NULL",
        organisation_id,
    )
    return int(found["n"])


async def planned(batch: ImportBatch, known: Sequence[tuple[int, Person]], doors: Doors) -> Fill:
    """What the empty fields of people who are known would be filled with; nothing is written.

    What somebody took her consent back for is filled in by no list: she is asked again, on her own card.
    """
    fill = Fill({}, await withdrawals(batch.organisation))
    for start in range(0, len(known), _AT_ONCE):
        await _plan_some(fill, known[start : start + _AT_ONCE], doors)
        await asyncio.sleep(0)
    return fill


async def _plan_some(fill: Fill, known: Sequence[tuple[int, Person]], doors: Doors) -> None:
    ids = [number for number, _ in known]
    found = await db.rows(
        f"SELECT id, version, {', '.join(FIELDS)} FROM resident WHERE id IN ({db.marks(ids)}) AND erased_at IS NULL",
        *ids,
    )
    stands = {row["id"]: row for row in found if row["id"] not in fill.gains}
    tags, withdrawn = await _tags_of(ids), await purposes_withdrawn(ids, on=clock.today())
    for number, person in known:
        row = stands.pop(number, None)  # two rows of a list may mean one person: the first one fills
        refused = withdrawn.get(number, set())
        if row is None or consent_rules.REGISTER in refused:
            continue
        gained = _gains(person, row, doors)
        words = [
            (kind, value)
            for kind, value in tags_of(person)
            if (kind, value) not in tags.get(number, ())
            and consent_rules.PURPOSE_OF[consent_rules.TAG_FIELDS[kind]] not in refused
        ]
        if gained or words:
            values = tuple(gained.get(name, row[name]) for name in FIELDS) if gained else None
            before = Before({name: row[name] for name in gained}, words)
            fill.gains[number] = Gain(person, row["version"], values, before)


async def apply(batch: ImportBatch, fill: Fill, *, how: str, actor: Actor) -> None:
    """Fill in what was planned, in the caller's transaction; who was changed since is left as she is."""
    updates: list[tuple[Any, ...]] = []
    kept: list[tuple[Any, ...]] = []
    added: list[tuple[int, str, str]] = []
    agreeing: list[tuple[int, Person]] = []
    for number in await _unchanged(fill):
        gain = fill.gains[number]
        if gain.values is not None:
            updates.append((*gain.values, number))
        before = msgspec.json.encode(gain.before).decode()
        kept.append((batch.organisation, batch.id, number, before, gain.version + (gain.values is not None)))
        added += [(number, kind, value) for kind, value in gain.before.tags]
        if gain.before.tags:
            agreeing.append((number, gain.person))
    for start in range(0, len(kept), _AT_ONCE):
        await db.execute_many(_FILL, updates[start : start + _AT_ONCE])
        await db.execute_many(_KEEP, kept[start : start + _AT_ONCE])
        await asyncio.sleep(0)
    await write_tags(batch, added)
    await write_consents(batch, agreeing, how=how, actor=actor)


async def _unchanged(fill: Fill) -> list[int]:
    """The people of a plan who stand as they stood when it was made, under lock."""
    ids = sorted(fill.gains)
    found: list[int] = []
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        found += [
            row["id"]
            for row in await db.rows(
                f"SELECT id, version FROM resident WHERE id IN ({db.marks(some)}) AND erased_at IS NULL"
                f" ORDER BY id{db.for_update()}",
                *some,
            )
            if row["version"] == fill.gains[row["id"]].version
        ]
    return found


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
