"""Starting habits and keeping who takes part. Each is one transaction with its audit entry and its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from groups.compacts.clause_queries import checked_clause, cited_clause
from groups.habits import proof, queries, rules
from groups.habits.link_rules import own_token
from groups.habits.schemas import (
    Cancellation,
    EditedHabit,
    EntryLeft,
    EntryLink,
    HabitFields,
    NewEntries,
    NewHabit,
)
from groups.habits.tables import HabitChallenge, HabitEntry
from groups.teams.queries import access_group
from programs.communities.tables import Community
from programs.method.queries import check_program
from programs.residents.queries import residents_by_ids
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day, check_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.ids import token_hash
from server.lib.records import changed_fields, check_version, next_version
from server.lib.settings import settings

_FIXED_ONCE_TICKED = ("starts_on", "days", "misses_allowed")


class _Newcomer(msgspec.Struct, frozen=True):
    """One to be put on the chart, by the name that will stand there; by the `fuller` one when another has it already."""

    label: str
    resident: int | None = None
    household: int | None = None
    fuller: str = ""


async def start_habit(community: Community, data: NewHabit, *, actor: Actor) -> int:
    """Start a habit; the id of its row. Who takes part is put on the chart next."""
    await _check_places(community.id, data, actor=actor)
    values = _values(data) | await _clause(community.id, data, actor=actor)
    async with write_transaction():
        habit = HabitChallenge(
            organisation=actor.organisation_id, community=community.id, habit_of=data.habit_of, **values
        )
        await habit.save()
        await record("habit.started", habit, actor=actor)
        return habit.id


async def edit_habit(habit: HabitChallenge, data: EditedHabit, *, actor: Actor) -> int:
    """Save what is said of a habit; once a day is ticked, its days and its rule stand."""
    await _check_places(habit.community, data, actor=actor)
    clause = rules.clause_value(habit.compact, habit.clause_key)
    new = _values(data) | await _clause(habit.community, data, actor=actor, before=clause)
    async with write_transaction():
        before = await lock(habit)
        check_version(before, data.version, new)
        check_running(before)
        changes = changed_fields(before, new)
        if any(name in changes for name in _FIXED_ONCE_TICKED) and await queries.ticks_of(before.id):
            raise Refused("habits.started", field="starts_on")
        if changes:
            await HabitChallenge.update(next_version(before, new)).where(HabitChallenge.id == before.id)
            after = await lock(habit)
            if "program" in changes:
                entries = await HabitEntry.objects().where(HabitEntry.challenge == before.id)
                began = {entry for entry, _day in await queries.ticks_of(before.id)}
                joined = [entry for entry in entries if entry.left_on is None or entry.id in began]
                await proof.take_back(before, [entry.id for entry in joined], actor=actor)
                await proof.of_joining(after, joined, actor=actor)
            await record("habit.edited", after, actor=actor, changes=await _told(changes, before, after))
        return before.id


def _values(data: HabitFields) -> dict[str, Any]:
    """The columns of a habit as typed, or a refusal beside the field at fault."""
    check_planned_day(data.starts_on, field="starts_on")
    if code := rules.refuse_misses(data.days, data.misses_allowed):
        raise Refused(code, field="misses_allowed")
    return {
        "title": data.title,
        "what": data.what,
        "starts_on": data.starts_on,
        "days": data.days,
        "misses_allowed": data.misses_allowed,
        "program": data.program,
        "group": data.group,
        "public": data.public,
    }


async def _clause(community_id: int, data: HabitFields, *, actor: Actor, before: str = "") -> dict[str, Any]:
    compact, key = await checked_clause(actor, community_id, data.clause, before=before)
    return {"compact": compact, "clause_key": key}


async def _told(changes: dict[str, Any], before: HabitChallenge, after: HabitChallenge) -> dict[str, Any]:
    """The changes with the clause by its name."""
    told = {name: pair for name, pair in changes.items() if name not in {"compact", "clause_key"}}
    if len(told) < len(changes):
        cited = [await cited_clause(one.compact, one.clause_key) for one in (before, after)]
        told["clause"] = [one.name if one else None for one in cited]
    return told


async def _check_places(community_id: int, data: HabitFields, *, actor: Actor) -> None:
    await check_program(data.program, community_id=community_id, actor=actor)
    if data.group is not None:
        group = await access_group(actor, data.group)
        if group.community != community_id:
            raise NotFound


async def cancel_habit(habit: HabitChallenge, data: Cancellation, *, actor: Actor) -> int:
    """Call a habit off; nothing of it counts any more, and the private links open no longer."""
    async with write_transaction():
        habit = await lock(habit)
        check_running(habit)
        new: dict[Any, Any] = {"cancelled_on": clock.today(), "cancel_reason": data.reason}
        await HabitChallenge.update(next_version(habit, new)).where(HabitChallenge.id == habit.id)
        ids = [row["id"] for row in await queries.entries_of(habit.id)]
        await proof.take_back(habit, ids, actor=actor)
        await record("habit.cancelled", habit, actor=actor, reason=data.reason)
        return habit.id


async def add_entries(habit: HabitChallenge, data: NewEntries, *, actor: Actor) -> list[int]:
    """Put names on the chart; the ids of those that were not there yet. Each gets a private link.

    Who left and is named again comes back to her row, with the days that she ticked.
    """
    newcomers = await _newcomers(habit, data, actor=actor)
    if not newcomers:
        raise Refused("habits.nobody_named", field="names")
    async with write_transaction():
        habit = await lock(habit)
        check_running(habit)
        present = await queries.entries_of(habit.id)
        joining = _not_yet_there(newcomers, present)
        back = await _bring_back(habit, newcomers, present, actor=actor)
        if not (joining or back):
            raise Refused("habits.already_there", field="names")
        if len(present) + len(joining) > rules.MOST_ENTRIES:
            raise Refused("habits.full", field="names", most=rules.MOST_ENTRIES)
        entries = [await _add(habit, one) for one in joining]
        await proof.of_joining(habit, entries, actor=actor)
        added = [*back, *(entry.id for entry in entries)]
        await record("habit.joined", habit, actor=actor, changes={"names": [None, len(added)]})
        return added


async def _newcomers(habit: HabitChallenge, data: NewEntries, *, actor: Actor) -> list[_Newcomer]:
    people = await residents_by_ids(actor, data.residents, habit.community)
    doors = await queries.doors_by_ids(habit.community, data.households) if data.households else []
    found = [_Newcomer(person["name"], resident=person["id"]) for person in people]
    for door in doors:
        label = f"{door['building']} {door['door']}"
        fuller = f"{door['estate']} {label}"[:60]
        found.append(_Newcomer(label[:60], household=door["id"], fuller=fuller))
    typed = rules.labels_in(data.names or "")
    if long := next((name for name in typed if len(name) > 60), None):
        raise Refused("habits.label_too_long", field="names", name=f"{long[:12]}…")
    return found + [_Newcomer(name) for name in typed]


def _not_yet_there(newcomers: Sequence[_Newcomer], present: Sequence[Mapping[str, Any]]) -> list[_Newcomer]:
    """Those who are not on the chart; a name that another one has already gets its estate or a number."""
    labels = {row["label"] for row in present}
    found = []
    for one in newcomers:
        typed = one.resident is None and one.household is None
        if any(_is(one, row) for row in present) or (typed and one.label in labels):
            continue
        label = _free(one.fuller if one.fuller and one.label in labels else one.label, labels)
        labels.add(label)
        found.append(_Newcomer(label, one.resident, one.household))
    return found


def _is(one: _Newcomer, row: Mapping[str, Any]) -> bool:
    """Whether this row of the chart is hers: by the card or the door; by the label for a name that was only typed."""
    if one.resident is not None:
        return bool(one.resident == row["resident"])
    if one.household is not None:
        return bool(one.household == row["household"])
    return bool(one.label == row["label"])


async def _bring_back(
    habit: HabitChallenge,
    newcomers: Sequence[_Newcomer],
    present: Sequence[Mapping[str, Any]],
    *,
    actor: Actor,
) -> list[int]:
    gone = [row for row in present if row["left_on"] is not None]
    back = [row["id"] for row in gone if any(_is(one, row) for one in newcomers)]
    if not back:
        return []
    await HabitEntry.update({HabitEntry.left_on: None}).where(HabitEntry.id.is_in(back))
    began = {entry for entry, _day in await queries.ticks_of(habit.id)}
    never_began = [entry for entry in back if entry not in began]
    if never_began:
        entries = await HabitEntry.objects().where(HabitEntry.id.is_in(never_began))
        await proof.of_joining(habit, entries, actor=actor)
    return back


def _free(label: str, taken: set[str]) -> str:
    number = 2
    free = label
    while free in taken:
        free = f"{label[:56]} {number}"
        number += 1
    return free


async def _add(habit: HabitChallenge, one: _Newcomer) -> HabitEntry:
    entry = HabitEntry(
        organisation=habit.organisation,
        challenge=habit.id,
        household=one.household,
        resident=one.resident,
        label=one.label,
        joined_on=clock.today(),
        created_at=clock.now(),
    )
    await entry.save()
    entry.token_hash = token_hash(own_token(settings().secret_key, habit.id, entry.id, entry.link_number))
    await entry.save()
    return entry


async def end_entry(entry: HabitEntry, habit: HabitChallenge, data: EntryLeft, *, actor: Actor) -> int:
    """One of them stops; the habit's id. Without a single tick she never began: then her joining counts no longer."""
    check_past_day(data.left_on, field="left_on")
    async with write_transaction():
        habit = await lock(habit)
        check_running(habit)
        entry = await lock(entry)
        if entry.left_on is not None:
            raise Refused("habits.left", name=entry.label)
        if data.left_on < entry.joined_on:
            raise Refused("habits.left_before_joining", field="left_on", day=entry.joined_on)
        await HabitEntry.update({HabitEntry.left_on: data.left_on}).where(HabitEntry.id == entry.id)
        if not await queries.ticks_of_entry(entry.id):
            await proof.take_back(habit, [entry.id], actor=actor)
        await record("habit.left", habit, actor=actor)
        return habit.id


async def switch_link(entry: HabitEntry, habit: HabitChallenge, data: EntryLink, *, actor: Actor) -> int:
    """Let the private link of one of them open no longer, or give her a new one; the entry's id.

    A link that was switched off, or was switched on already, stays as it is: only a new one opens again.
    """
    async with write_transaction():
        habit = await lock(habit)
        entry = await lock(entry)
        if data.on == (entry.token_hash is not None):
            return entry.id
        new: dict[Any, Any] = {"token_hash": None}
        if data.on:
            number = entry.link_number + 1
            token = own_token(settings().secret_key, habit.id, entry.id, number)
            new = {"token_hash": token_hash(token), "link_number": number}
        await HabitEntry.update(new).where(HabitEntry.id == entry.id)
        await record("habit.link_changed", habit, actor=actor, changes={"link": [not data.on, data.on]})
        return entry.id


def check_running(habit: HabitChallenge) -> None:
    """Raise `Refused` when the habit is settled or was called off."""
    if code := rules.refuse_change(
        closed=habit.closed_on is not None, cancelled=habit.cancelled_on is not None
    ):
        raise Refused(code)


async def record(
    action: str,
    habit: HabitChallenge,
    *,
    actor: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """An entry in the habit's history. It never holds who ticked what."""
    await audit.record(
        action, "habit", habit.id, actor=actor, program_id=habit.program, changes=changes, reason=reason
    )
