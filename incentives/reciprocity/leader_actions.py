"""Declarations, attacks, load and support of those who lead (S89). What is said of a person is sealed in the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incentives.reciprocity import leader_queries as queries
from incentives.reciprocity import leader_rules as rules
from incentives.reciprocity.leader_schemas import (
    Clarified,
    ClosedSupport,
    EditedSupport,
    NewDeclaration,
    NewLoadCheck,
    NewPressure,
    NewSupport,
)
from incentives.reciprocity.tables import InterestDeclaration, LoadCheck, Pressure, SupportTask
from programs.residents.key_actions import record_about
from programs.residents.tables import Resident
from server.accounts.queries import check_colleague, colleague
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day, check_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.i18n import _
from server.lib.records import changed_fields, check_version, next_version


async def declare(resident: Resident, data: NewDeclaration, *, actor: Actor) -> int:
    """Keep a declaration of interests; the one before stays written. Its id."""
    check_past_day(data.declared_on, field="declared_on")
    async with write_transaction():
        row = InterestDeclaration(
            organisation=actor.organisation_id,
            community=resident.community,
            resident=resident.id,
            declared_on=data.declared_on,
            contracts_with_relatives=data.contracts_with_relatives,
            paid_posts=data.paid_posts,
            note=data.note or "",
            public=data.public,
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await row.save()
        changes = {
            "contracts_with_relatives": [None, data.contracts_with_relatives],
            "paid_posts": [None, data.paid_posts],
        }
        await _record("declaration.made", resident, actor=actor, changes=changes)
        return int(row.id)


async def note_pressure(resident: Resident, data: NewPressure, *, actor: Actor) -> int:
    """Note an attack; the second one within 60 days opens a task of support by itself. Its id."""
    check_past_day(data.happened_on, field="happened_on")
    async with write_transaction():
        # Locked, so that two attacks noted at once open one task.
        resident = await lock(resident)
        row = Pressure(
            organisation=actor.organisation_id,
            community=resident.community,
            resident=resident.id,
            kind=data.kind,
            happened_on=data.happened_on,
            what=data.what,
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await row.save()
        await _record("pressure.noted", resident, actor=actor, changes={"pressure": [None, data.kind]})
        days = [found["happened_on"] for found in await queries.pressures_of(resident.id)]
        stands_by = await queries.stands_by(resident.id)
        if rules.needs_support(days, newest=data.happened_on, stands_by=stands_by):
            title = _("Stand by the leader: attacked twice within 60 days")
            data_of = NewSupport(
                op_id=data.op_id,
                title=title,
                due_on=clock.today() + rules.SUPPORT_WITHIN,
                owner=actor.user_id,
            )
            await _open(resident, data_of, origin=f"pressure:{row.id}", actor=actor)
        return int(row.id)


async def clarify(pressure: Pressure, resident: Resident, data: Clarified, *, actor: Actor) -> int:
    """Note what was said to an attack in the open. The attack's id."""
    check_past_day(data.clarified_on, field="clarified_on")
    async with write_transaction():
        pressure = await lock(pressure)
        code = rules.refuse_clarification(
            clarified=pressure.clarified_on is not None,
            on=data.clarified_on,
            happened_on=pressure.happened_on,
        )
        if code:
            field = "clarified_on" if code == "leaders.clarified_too_early" else None
            raise Refused(code, field=field)
        await Pressure.update(
            {
                Pressure.clarification: data.clarification,
                Pressure.clarified_on: data.clarified_on,
                Pressure.clarified_in: data.clarified_in,
                Pressure.version: pressure.version + 1,
            }
        ).where(Pressure.id == pressure.id)
        await _record("pressure.clarified", resident, actor=actor)
        return int(pressure.id)


async def check_load(resident: Resident, data: NewLoadCheck, *, actor: Actor) -> int:
    """Keep how heavy a leader's load is. Its id."""
    check_past_day(data.checked_on, field="checked_on")
    async with write_transaction():
        row = LoadCheck(
            organisation=actor.organisation_id,
            resident=resident.id,
            checked_on=data.checked_on,
            hours_a_week=data.hours_a_week,
            heaviness=data.heaviness,
            note=data.note or "",
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await row.save()
        changes = {"hours_a_week": [None, data.hours_a_week], "heaviness": [None, data.heaviness]}
        await _record("load.checked", resident, actor=actor, changes=changes)
        return int(row.id)


async def open_support(resident: Resident, data: NewSupport, *, actor: Actor) -> int:
    """Open a task of support; its id."""
    check_planned_day(data.due_on, field="due_on")
    async with write_transaction():
        await check_colleague(data.owner, actor=actor, field="owner")
        return await _open(resident, data, origin="", actor=actor)


async def _open(resident: Resident, data: NewSupport, *, origin: str, actor: Actor) -> int:
    task = SupportTask(
        organisation=actor.organisation_id,
        community=resident.community,
        resident=resident.id,
        title=data.title,
        origin=origin,
        owner=data.owner,
        due_on=data.due_on,
        created_at=clock.now(),
    )
    await task.save()
    await _record("support.opened", resident, actor=actor, changes={"support": [None, data.title]})
    return int(task.id)


async def edit_support(task: SupportTask, resident: Resident, data: EditedSupport, *, actor: Actor) -> int:
    """Save who stands by and until when; refused as stale when somebody saved first. Its id."""
    check_planned_day(data.due_on, field="due_on")
    new = {"title": data.title, "due_on": data.due_on, "owner": data.owner}
    async with write_transaction():
        name = await check_colleague(data.owner, actor=actor, field="owner")
        task = await lock(task)
        check_version(task, data.version, new)
        if task.done_on is not None:
            raise Refused("leaders.task_closed")
        changes = changed_fields(task, new)
        if changes:
            before = await colleague(task.owner, actor=actor)
            await SupportTask.update(next_version(task, new)).where(SupportTask.id == task.id)
            told = {"support": changes.get("title"), "due_on": changes.get("due_on")}
            if "owner" in changes:
                told["owner"] = [before, name or None]
            kept = {key: pair for key, pair in told.items() if pair}
            await _record("support.edited", resident, actor=actor, changes=kept)
        return int(task.id)


async def close_support(task: SupportTask, resident: Resident, data: ClosedSupport, *, actor: Actor) -> int:
    """Say what was done for a leader. The task's id."""
    check_past_day(data.done_on, field="done_on")
    async with write_transaction():
        task = await lock(task)
        if task.done_on is not None:
            raise Refused("leaders.task_closed")
        await SupportTask.update(
            {
                SupportTask.done_on: data.done_on,
                SupportTask.done_note: data.done_note,
                SupportTask.version: task.version + 1,
            }
        ).where(SupportTask.id == task.id)
        await _record("support.closed", resident, actor=actor, changes={"support": [task.title, None]})
        return int(task.id)


async def _record(
    action: str, resident: Resident, *, actor: Actor, changes: Mapping[str, Any] | None = None
) -> None:
    await record_about(action, "resident", resident.id, resident_id=resident.id, actor=actor, changes=changes)
