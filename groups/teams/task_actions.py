"""Tasks that groups make their own, and the plans that their members write (S78)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groups.teams import leader_queries, proof, queries, rules, task_queries
from groups.teams.actions import check_open, record
from groups.teams.schemas import EditedTask, NewTask, Plan, TaskEnd, TaskFields
from groups.teams.tables import Group, GroupTask
from programs.listening.queries import access_class
from programs.method.focal_queries import access_issue
from programs.method.queries import check_program
from programs.residents.ladder_follow_actions import acts_change
from programs.residents.queries import residents_by_ids
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import changed_fields, check_version, next_version


async def hand_task(group: Group, data: NewTask, *, actor: Actor) -> int:
    """Hand a class of complaints to a group as its own task; the id of the task."""
    values = await _values(group, data, actor=actor)
    async with write_transaction():
        group = await lock(group)
        check_open(group)
        if await task_queries.has_open_task(group.id, data.need_class):
            raise Refused("teams.task_open", field="need_class")
        task = GroupTask(organisation=actor.organisation_id, group=group.id, **values)
        await task.save()
        await proof.of_task(task, actor=actor)
        await record("group.task_taken", group, actor=actor, changes={"task": [None, data.title]})
        await _record("group_task.taken", task, actor=actor)
        return task.id


async def edit_task(task: GroupTask, group: Group, data: EditedTask, *, actor: Actor) -> int:
    """Save what a task is about; refused as stale when somebody saved first."""
    new = await _values(group, data, actor=actor)
    async with write_transaction():
        # The group's lock before the task's: two edits cannot both take the same class.
        await lock(group)
        before = await lock(task)
        _check_runs(before)
        check_version(before, data.version, new)
        if await task_queries.has_open_task(group.id, data.need_class, besides=before.id):
            raise Refused("teams.task_open", field="need_class")
        if before.planned_on is not None and data.taken_on > before.planned_on:
            raise Refused("teams.taken_after_plan", field="taken_on", day=before.planned_on)
        changes = changed_fields(before, new)
        if changes:
            async with acts_change(("group_task", before.id), people=[before.plan_author], actor=actor):
                await GroupTask.update(next_version(before, new)).where(GroupTask.id == before.id)
                after = await lock(task)
                await proof.after_task(before, after, actor=actor)
            await _record("group_task.edited", after, actor=actor, changes=changes)
        return before.id


async def _values(group: Group, data: TaskFields, *, actor: Actor) -> dict[str, Any]:
    """The columns of a task as typed; NotFound for what is not of this community, a refusal beside the field at fault."""
    await access_class(actor, data.need_class)
    await check_program(data.program, community_id=group.community, actor=actor)
    if data.focal_issue is not None:
        if data.program is None:
            raise Refused("teams.issue_without_program", field="program")
        issue = await access_issue(actor, data.focal_issue)
        if issue.program != data.program:
            raise Refused("teams.issue_of_other_program", field="focal_issue")
    check_past_day(data.taken_on, field="taken_on")
    if data.taken_on < group.formed_on:
        raise Refused("teams.task_before_forming", field="taken_on", day=group.formed_on)
    return {
        "title": data.title,
        "need_class": data.need_class,
        "taken_on": data.taken_on,
        "program": data.program,
        "focal_issue": data.focal_issue,
    }


async def write_plan(task: GroupTask, group: Group, data: Plan, *, actor: Actor) -> int:
    """Write or change a group's own plan. Its author is a member and never staff, whoever types it in (S78)."""
    async with write_transaction():
        group = await lock(group)
        before = await lock(task)
        _check_runs(before)
        planned_on = data.planned_on or before.planned_on or clock.today()
        new = {"plan": data.plan, "plan_author": data.plan_author, "planned_on": planned_on}
        check_version(before, data.version, new)
        check_past_day(planned_on, field="planned_on")
        if planned_on < before.taken_on:
            raise Refused("teams.planned_before_task", field="planned_on", day=before.taken_on)
        if data.plan_author != before.plan_author:
            await _check_author(group, data.plan_author, actor=actor)
        changes = changed_fields(before, new)
        if changes:
            authors = [before.plan_author, data.plan_author]
            async with acts_change(("group_task", before.id), people=authors, actor=actor):
                await GroupTask.update(next_version(before, new)).where(GroupTask.id == before.id)
                await proof.after_task(before, await lock(task), actor=actor)
            # Neither the text nor the author's id: a plan may name people, and the log forgets nothing.
            kept = {name: pair if name == "planned_on" else None for name, pair in changes.items()}
            action = "group_task.plan_changed" if before.planned_on else "group_task.planned"
            await _record(action, before, actor=actor, changes=kept)
        return before.id


async def _check_author(group: Group, resident_id: int, *, actor: Actor) -> None:
    await residents_by_ids(actor, [resident_id], group.community)
    code = rules.refuse_author(
        member=await queries.member_since(group.id, resident_id) is not None,
        staff=await leader_queries.is_staff_account(resident_id),
    )
    if code:
        raise Refused(code, field="plan_author")


async def end_task(task: GroupTask, data: TaskEnd, *, actor: Actor) -> int:
    """End a task with what came of it."""
    check_past_day(data.ended_on, field="ended_on")
    async with write_transaction():
        task = await lock(task)
        _check_runs(task)
        if data.ended_on < task.taken_on:
            raise Refused("teams.ended_before_start", field="ended_on", day=task.taken_on)
        await GroupTask.update(
            {"ended_on": data.ended_on, "result": data.result, "version": task.version + 1}
        ).where(GroupTask.id == task.id)
        changes = {"ended_on": [None, data.ended_on.isoformat()]}
        await _record("group_task.ended", task, actor=actor, changes=changes)
        return task.id


def _check_runs(task: GroupTask) -> None:
    if task.ended_on is not None:
        raise Refused("teams.task_ended")


async def _record(
    action: str, task: GroupTask, *, actor: Actor, changes: Mapping[str, Any] | None = None
) -> None:
    await audit.record(action, "group_task", task.id, actor=actor, program_id=task.program, changes=changes)
