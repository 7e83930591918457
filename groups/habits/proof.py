"""What a habit proves. Each row rests on one name of the chart, so that taking the name back takes the evidence back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from groups.habits import rules
from groups.habits.tables import HabitChallenge, HabitEntry
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from server.lib.actor import Actor

SOURCE = "habit_entry"


def _facet(habit: HabitChallenge) -> str:
    return f"habit:{habit.id}"


def _people(entry: HabitEntry) -> tuple[int, ...]:
    return () if entry.resident is None else (entry.resident,)


async def of_joining(habit: HabitChallenge, entries: Collection[HabitEntry], *, actor: Actor) -> None:
    """They took up the habit."""
    by_entry = {
        entry.id: [Entry(Kind.HABIT_JOINED, entry.joined_on, 1, _facet(habit), _people(entry))]
        for entry in entries
    }
    await ledger.record_many(by_entry, program_id=habit.program, source_kind=SOURCE, actor=actor)


async def of_completion(habit: HabitChallenge, entry_ids: Collection[int], *, actor: Actor) -> None:
    """They completed the habit, on its last day."""
    on = rules.last_day(habit.starts_on, habit.days)
    by_entry = {entry_id: [Entry(Kind.HABIT_COMPLETED, on, 1, _facet(habit))] for entry_id in entry_ids}
    await ledger.record_many(by_entry, program_id=habit.program, source_kind=SOURCE, actor=actor)


async def of_looks(habit: HabitChallenge, entry_id: int, kept: Mapping[int, date], *, actor: Actor) -> None:
    """One of them still keeps it: `kept` is the day of each look that found so, by moment."""
    await take_back(habit, [entry_id], actor=actor, kinds=[Kind.HABIT_KEPT])
    entries = [Entry(Kind.HABIT_KEPT, on, 1, f"day{moment}") for moment, on in sorted(kept.items())]
    await ledger.record_many({entry_id: entries}, program_id=habit.program, source_kind=SOURCE, actor=actor)


async def take_back(
    habit: HabitChallenge, entry_ids: Collection[int], *, actor: Actor, kinds: Sequence[Kind] = ()
) -> None:
    """What these names of the chart proved (or only `kinds` of it) counts no longer."""
    for entry_id in entry_ids:
        await ledger.reverse(
            program_id=habit.program, source_kind=SOURCE, source_id=entry_id, actor=actor, kinds=kinds
        )
