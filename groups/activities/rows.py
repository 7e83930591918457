"""Writing the rows of an activity, its people and its acts, inside the transaction of the action that calls.

Raw SQL and set-wise, because a leader's phone and a whole check-in desk wait for these writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from groups.activities import rules
from groups.activities.rules import FIVE_ACTS, By
from server.lib import clock, db
from server.lib.actor import Actor


def acts_in(data: Any) -> dict[str, By]:
    """The five acts as they were sent; those left blank are not there."""
    read = {act: rules.read_who(getattr(data, act)) for act in FIVE_ACTS}
    return {act: by for act, by in read.items() if by is not None}


def residents_in(acts: Mapping[str, By]) -> list[int]:
    """The residents who stand behind acts."""
    return [by.resident for by in acts.values() if by.resident is not None]


async def insert_activity(values: Mapping[str, Any]) -> int:
    """A new row from values by column."""
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(["{}"] * len(values))
    [row] = await db.execute(
        f"INSERT INTO activity ({names}) VALUES ({marks}) RETURNING id", *values.values()
    )
    return int(row["id"])


async def insert_people(activity_id: int, people: Sequence[int], role: str, *, actor: Actor) -> None:
    """Attendances of residents, each once: who is there already stays as she was."""
    if not people:
        return
    at = clock.now()
    values = [
        value
        for resident_id in people
        for value in (actor.organisation_id, activity_id, resident_id, role, at)
    ]
    marks = ", ".join(["({}, {}, {}, {}, {})"] * len(people))
    await db.execute(
        f"INSERT INTO attendance (organisation, activity, resident, role, added_at) VALUES {marks}"
        " ON CONFLICT (activity, resident) DO NOTHING",
        *values,
    )


async def write_acts(activity_id: int, acts: Mapping[str, By], *, actor: Actor) -> None:
    """The acts as they now stand, instead of those written before."""
    await db.execute("DELETE FROM activity_act WHERE activity = {}", activity_id)
    if not acts:
        return
    values = [
        value
        for act, by in acts.items()
        for value in (actor.organisation_id, activity_id, act, by.by, by.resident)
    ]
    marks = ", ".join(["({}, {}, {}, {}, {})"] * len(acts))
    await db.execute(
        f"INSERT INTO activity_act (organisation, activity, act, by, resident) VALUES {marks}", *values
    )


async def named_in(activity_id: int) -> list[int]:
    """The residents ticked so far."""
    found = await db.rows("SELECT resident FROM attendance WHERE activity = {} ORDER BY id", activity_id)
    return [row["resident"] for row in found]
