"""Writing the rows of an activity, its people and its acts, inside the transaction of the action that calls.

Raw SQL and set-wise, because a leader's phone and a whole check-in desk wait for these writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from groups.activities import rules
from groups.activities.queries import Setting
from groups.activities.rules import FIVE_ACTS, By, Held
from groups.activities.schemas import EditedPlan
from server.lib import clock, db
from server.lib.actor import Actor


def acts_in(data: Any) -> dict[str, By]:
    """The five acts as they were sent; those left blank are not there."""
    read = {act: rules.read_who(getattr(data, act)) for act in FIVE_ACTS}
    return {act: by for act, by in read.items() if by is not None}


def residents_in(acts: Mapping[str, By]) -> list[int]:
    """The residents who stand behind acts."""
    return [by.resident for by in acts.values() if by.resident is not None]


def new_columns(setting: Setting, actor: Actor) -> dict[str, Any]:
    """What every new row holds."""
    return {
        "organisation": actor.organisation_id,
        "community": setting.community,
        "program": setting.program,
        "group": setting.group,
        "task": setting.task,
        "recorded_by": actor.user_id,
        "version": 1,
        "created_at": clock.now(),
        "void_reason": "",
    }


def count_columns(held: Held) -> dict[str, Any]:
    """How an activity went."""
    return {
        "staff": held.staff,
        "volunteers": held.volunteers,
        "participants": held.participants,
        "presence": held.presence,
        "staff_minutes": held.staff_minutes,
        "volunteer_minutes": held.volunteer_minutes,
        "cash_fen": held.cash_fen,
        "lever": held.lever,
    }


def setting_columns(setting: Setting, data: EditedPlan) -> dict[str, Any]:
    """What is said of an activity before it takes place."""
    return {
        "title": data.title,
        "held_on": data.held_on,
        "program": setting.program,
        "group": setting.group,
        "task": setting.task,
        "about": data.about or "",
        "place": data.place or "",
        "starts_at": data.starts_at,
        "capacity": data.capacity,
        "public": data.public,
    }


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


async def rewrite_acts(activity_id: int, acts: Mapping[str, By], *, actor: Actor) -> None:
    """The acts as they now stand, instead of those written before."""
    await db.execute("DELETE FROM activity_act WHERE activity = {}", activity_id)
    await insert_acts(activity_id, acts, actor=actor)


async def insert_acts(activity_id: int, acts: Mapping[str, By], *, actor: Actor) -> None:
    """The acts of an activity that had none."""
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


async def everybody_in(activity_id: int) -> list[int]:
    """The residents who have a part in an activity: they came, or stand behind one of its acts."""
    found = await db.rows(
        "SELECT resident FROM attendance WHERE activity = {}"
        " UNION SELECT resident FROM activity_act WHERE activity = {} AND resident IS NOT NULL",
        activity_id,
        activity_id,
    )
    return [row["resident"] for row in found]


async def named_in(activity_id: int) -> list[int]:
    """The residents ticked so far."""
    found = await db.rows("SELECT resident FROM attendance WHERE activity = {} ORDER BY id", activity_id)
    return [row["resident"] for row in found]
