"""What an activity proves, written into the ledger by the action that changes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from groups.activities import rules
from groups.activities.ceremony_queries import ceremony_of_activity
from groups.activities.rules import Held
from groups.activities.tables import Activity
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from server.lib.actor import Actor


async def of_held(
    activity_id: int, held: Held, *, program_id: int | None, day: date, people: Sequence[int], actor: Actor
) -> None:
    """Write into the ledger all that a held activity proves."""
    entries = [
        Entry(
            proof.kind,
            day,
            proof.quantity,
            proof.facet,
            tuple(people) if proof.kind is Kind.TOOK_PART else (),
        )
        for proof in rules.proofs(held)
    ]
    if await ceremony_of_activity(activity_id) is not None:
        entries.append(Entry(Kind.CEREMONY_HELD, day, 1))
    await ledger.record(
        entries, program_id=program_id, source_kind="activity", source_id=activity_id, actor=actor
    )


async def of_late_name(
    activity: Activity, resident_id: int, *, more: Mapping[Kind, int], actor: Actor
) -> None:
    """Write what a late name adds: the person, and the counts that grew."""
    entries = [Entry(kind, activity.held_on, quantity) for kind, quantity in more.items()]
    entries.append(Entry(Kind.TOOK_PART, activity.held_on, 1, people=(resident_id,)))
    await ledger.record(
        entries, program_id=activity.program, source_kind="activity", source_id=activity.id, actor=actor
    )


async def take_back(activity: Activity, *, actor: Actor) -> None:
    """Reverse all that an activity proved."""
    await ledger.reverse(
        program_id=activity.program, source_kind="activity", source_id=activity.id, actor=actor
    )
