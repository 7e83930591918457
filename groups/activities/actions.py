"""Planning, logging, correcting and taking back activities. Each is one transaction with its audit entry and rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from groups.activities import proof, queries, rows, rules
from groups.activities.queries import Setting
from groups.activities.rules import Held
from groups.activities.schemas import (
    Cancelled,
    Counts,
    EditedActivity,
    EditedPlan,
    GroupLog,
    HeldActivity,
    LoggedActivity,
    PlannedActivity,
    Voided,
)
from groups.activities.tables import Activity
from programs.residents.ladder_follow_actions import acts_change
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.days import refuse_past_day, refuse_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import changed_fields, check_version


async def log_activity(setting: Setting, data: GroupLog | LoggedActivity, *, actor: Actor) -> int:
    """Write down an activity that took place, with who came and who carried it; the id of its row."""
    people = list(dict.fromkeys(data.people))
    held = _held(data, named=len(people), task=setting.task)
    _refuse_past(data.held_on, setting)
    about = data if isinstance(data, LoggedActivity) else None
    async with write_transaction():
        await queries.check_people(actor, setting, [*people, *rows.residents_in(held.acts)])
        activity_id = await rows.insert_activity(
            {
                **rows.new_columns(setting, actor),
                **rows.count_columns(held),
                "state": "held",
                "title": data.title,
                "held_on": data.held_on,
                "about": (about and about.about) or "",
                "place": (about and about.place) or "",
                "starts_at": about and about.starts_at,
                "public": bool(about and about.public),
            }
        )
        role = rules.role_of_ticked(volunteers=held.volunteers, participants=held.participants)
        await rows.insert_people(activity_id, people, role, actor=actor)
        await rows.insert_acts(activity_id, held.acts, actor=actor)
        await proof.of_held(
            activity_id, held, program_id=setting.program, day=data.held_on, people=people, actor=actor
        )
        await _record("activity.logged", activity_id, setting.program, actor=actor)
        return activity_id


async def plan_activity(setting: Setting, data: PlannedActivity, *, actor: Actor) -> int:
    """Announce an activity that is to come; the id of its row."""
    _refuse_plan_day(data.held_on, setting)
    async with write_transaction():
        activity_id = await rows.insert_activity(
            {
                **rows.new_columns(setting, actor),
                "state": "planned",
                "title": data.title,
                "held_on": data.held_on,
                "about": data.about or "",
                "place": data.place or "",
                "starts_at": data.starts_at,
                "capacity": data.capacity,
                "public": data.public,
                "staff": 0,
                "volunteers": 0,
                "participants": 0,
            }
        )
        await _record("activity.planned", activity_id, setting.program, actor=actor)
        return activity_id


async def hold_activity(activity: Activity, data: HeldActivity, *, actor: Actor) -> int:
    """Write down how a planned activity went. Who was ticked at the door counts as having come."""
    async with write_transaction():
        activity = await lock(activity)
        _refuse_unless(activity, "planned")
        setting = _setting_of(activity)
        already = await rows.named_in(activity.id)
        added = [resident_id for resident_id in dict.fromkeys(data.people) if resident_id not in already]
        people = [*already, *added]
        held = _held(data, named=len(people), task=activity.task)
        new = {**rows.count_columns(held), "held_on": data.held_on, "state": "held"}
        check_version(activity, data.version, new)
        _refuse_past(data.held_on, setting)
        await queries.check_people(actor, setting, [*added, *rows.residents_in(held.acts)], known=already)
        await _update(activity, new)
        role = rules.role_of_ticked(volunteers=held.volunteers, participants=held.participants)
        await rows.insert_people(activity.id, added, role, actor=actor)
        await rows.rewrite_acts(activity.id, held.acts, actor=actor)
        await proof.of_held(
            activity.id, held, program_id=activity.program, day=data.held_on, people=people, actor=actor
        )
        changes = changed_fields(activity, new)
        await _record("activity.held", activity.id, activity.program, actor=actor, changes=changes)
        return activity.id


async def edit_plan(activity: Activity, setting: Setting, data: EditedPlan, *, actor: Actor) -> int:
    """Save a planned activity as it should stand."""
    async with write_transaction():
        activity = await lock(activity)
        _refuse_unless(activity, "planned")
        new = rows.setting_columns(setting, data)
        check_version(activity, data.version, new)
        if data.held_on != activity.held_on:
            _refuse_plan_day(data.held_on, setting)
        _refuse_capacity(data.capacity, len(await rows.named_in(activity.id)))
        return await _save(activity, new, {}, actor=actor)


async def edit_activity(activity: Activity, setting: Setting, data: EditedActivity, *, actor: Actor) -> int:
    """Save a held activity as it should stand; what it proved before is reversed and proved anew."""
    async with write_transaction():
        activity = await lock(activity)
        _refuse_unless(activity, "held")
        people = await rows.named_in(activity.id)
        before = await queries.acts_of(activity.id)
        held = _held(data, named=len(people), task=setting.task)
        new = {**rows.setting_columns(setting, data), **rows.count_columns(held)}
        check_version(activity, data.version, new)
        _refuse_past(data.held_on, setting)
        _refuse_capacity(data.capacity, len(people))
        await queries.check_people(
            actor, setting, rows.residents_in(held.acts), known=[*people, *rows.residents_in(before)]
        )
        changed_acts = {act: None for act in rules.FIVE_ACTS if before.get(act) != held.acts.get(act)}
        everybody = [*people, *rows.residents_in(before), *rows.residents_in(held.acts)]
        async with acts_change(("activity", activity.id), people=everybody, actor=actor):
            if changed_fields(activity, new) or changed_acts:
                await proof.take_back(activity, actor=actor)
                await rows.rewrite_acts(activity.id, held.acts, actor=actor)
                await proof.of_held(
                    activity.id,
                    held,
                    program_id=setting.program,
                    day=data.held_on,
                    people=people,
                    actor=actor,
                )
            return await _save(activity, new, changed_acts, actor=actor)


async def cancel_activity(activity: Activity, data: Cancelled, *, actor: Actor) -> int:
    """Call a planned activity off, with the reason."""
    async with write_transaction():
        activity = await lock(activity)
        _refuse_unless(activity, "planned")
        new = {"state": "cancelled", "void_reason": data.reason}
        check_version(activity, data.version, {"state": "cancelled"})
        await _update(activity, new)
        await _record("activity.cancelled", activity.id, activity.program, actor=actor, reason=data.reason)
        return activity.id


async def void_activity(activity: Activity, data: Voided, *, actor: Actor) -> int:
    """Take an activity back that was entered by mistake. The row stays, its evidence is reversed."""
    if code := rules.refuse_void(data.reason, by_staff=actor.works_in(activity.community)):
        raise Refused(code, field="reason")
    async with write_transaction():
        activity = await lock(activity)
        if activity.voided_at is not None:
            raise Refused("activities.taken_back")
        people = await rows.everybody_in(activity.id)
        async with acts_change(("activity", activity.id), people=people, actor=actor, reason=data.reason):
            await proof.take_back(activity, actor=actor)
            reason = data.reason or activity.void_reason
            await _update(activity, {"voided_at": clock.now(), "void_reason": reason})
        await _record("activity.voided", activity.id, activity.program, actor=actor, reason=data.reason)
        return activity.id


async def _save(
    activity: Activity, new: dict[str, Any], changed_acts: dict[str, None], *, actor: Actor
) -> int:
    changes = changed_fields(activity, new)
    if changes or changed_acts:
        await _update(activity, new)
        # Who did an act is a person: the log says that it changed and not who it was.
        changed = {**changes, **changed_acts}
        await _record("activity.edited", activity.id, new["program"], actor=actor, changes=changed)
    return activity.id


async def _record(
    action: str,
    activity_id: int,
    program_id: int | None,
    *,
    actor: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    await audit.record(
        action, "activity", activity_id, actor=actor, program_id=program_id, changes=changes, reason=reason
    )


async def _update(activity: Activity, new: Mapping[str, Any]) -> None:
    """Write columns of a locked activity as its next version."""
    values: dict[Any, Any] = {**new, "version": activity.version + 1}
    await Activity.update(values).where(Activity.id == activity.id)


def _held(data: Counts | EditedActivity, *, named: int, task: int | None) -> Held:
    """What was sent as it took place, or a refusal beside the count at fault."""
    if named > rules.MOST_NAMES:
        raise Refused("activities.too_many_names", field="people", limit=rules.MOST_NAMES)
    staff, volunteers, participants = rules.counted(
        data.staff, data.volunteers, data.participants, named=named
    )
    if code := rules.refuse_counts(volunteers=volunteers, participants=participants, named=named):
        raise Refused(code, field="participants", num=named)
    return Held(
        staff=staff,
        volunteers=volunteers,
        participants=participants,
        presence=rules.presence_of(staff, data.presence),
        named=named,
        acts=rows.acts_in(data),
        task=task,
        staff_minutes=rules.minutes_of(data.staff_hours),
        volunteer_minutes=rules.minutes_of(data.resident_hours),
        cash_fen=rules.fen_of(data.cash),
        lever=data.lever,
    )


def _setting_of(activity: Activity) -> Setting:
    return Setting(
        community=activity.community, program=activity.program, group=activity.group, task=activity.task
    )


def _refuse_unless(activity: Activity, state: str) -> None:
    if activity.voided_at is not None:
        raise Refused("activities.taken_back")
    if activity.state != state:
        raise Refused(f"activities.not_{state}")


def _refuse_past(day: date, setting: Setting) -> None:
    _refuse_day(refuse_past_day(day, today=clock.today()), day, setting)


def _refuse_plan_day(day: date, setting: Setting) -> None:
    today = clock.today()
    code = refuse_planned_day(day, today=today) or rules.refuse_plan_day(day, today=today)
    _refuse_day(code, day, setting)


def _refuse_day(code: str | None, day: date, setting: Setting) -> None:
    code = code or rules.refuse_group_day(day, closed_on=setting.group_closed_on)
    if code:
        raise Refused(code, field="held_on", closed_on=setting.group_closed_on)


def _refuse_capacity(capacity: int | None, named: int) -> None:
    if code := rules.refuse_capacity(capacity=capacity, named=named):
        raise Refused(code, field="capacity", num=named)
