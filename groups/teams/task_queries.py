"""Reading the tasks that groups made their own (S78)."""

from __future__ import annotations

from datetime import date
from typing import Any

from groups.teams import policy
from groups.teams.queries import access_group
from groups.teams.tables import Group, GroupTask
from programs.method.kinds import Kind
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Forbidden, NotFound
from server.lib.records import own_row

_TASK = (
    'SELECT t.id, t."group", t.title, t.need_class, n.name AS class_name, t.program, p.name AS program_name,'
    " t.focal_issue, i.title AS issue_title, t.taken_on, t.plan, t.plan_author, r.name AS author_name, t.planned_on,"
    " t.ended_on, t.result, t.version FROM group_task AS t JOIN need_class AS n ON n.id = t.need_class"
    " LEFT JOIN program AS p ON p.id = t.program LEFT JOIN focal_issue AS i ON i.id = t.focal_issue"
    " LEFT JOIN resident AS r ON r.id = t.plan_author"
)


async def access_task(actor: Actor, task_id: int, *, to_edit: bool = False) -> tuple[GroupTask, Group]:
    """The only way from an id in an address to a task, with its group; whoever may see the group may see it."""
    task = await own_row(GroupTask, task_id, actor)
    return task, await access_group(actor, task.group, to_edit=to_edit)


async def access_plan(actor: Actor, task_id: int, *, group_id: int | None = None) -> tuple[GroupTask, Group]:
    """A task whose plan the actor may write; of this group, when the address names one."""
    task, group = await access_task(actor, task_id)
    if group_id is not None and group.id != group_id:
        raise NotFound
    if not policy.may_write_plan(actor, community_id=group.community, group_id=group.id):
        raise Forbidden
    return task, group


async def task_of(task_id: int) -> dict[str, Any]:
    """A task with the names of its class, program, focal issue and author."""
    [row] = await db.rows(f"{_TASK} WHERE t.id = {{}}", task_id)
    return row


async def tasks_of(group_id: int) -> list[dict[str, Any]]:
    """The tasks of a group, those that run first, then the latest."""
    return await db.rows(
        f'{_TASK} WHERE t."group" = {{}} ORDER BY CASE WHEN t.ended_on IS NULL THEN 0 ELSE 1 END, t.id DESC',
        group_id,
    )


async def open_tasks_in(program_id: int) -> list[dict[str, Any]]:
    """The tasks on which the groups of a program work, each with the `group_name`, the oldest first."""
    return await db.rows(
        "SELECT t.id, t.title, t.plan, t.taken_on, g.name AS group_name FROM group_task AS t"
        ' JOIN community_group AS g ON g.id = t."group" WHERE t.program = {} AND t.ended_on IS NULL'
        " AND g.closed_on IS NULL ORDER BY t.taken_on, t.id",
        program_id,
    )


async def has_open_task(group_id: int, class_id: int, *, besides: int = 0) -> bool:
    """Whether a group already works on this class."""
    found = await db.rows(
        'SELECT 1 AS open FROM group_task WHERE "group" = {} AND need_class = {} AND ended_on IS NULL AND id <> {}',
        group_id,
        class_id,
        besides,
    )
    return bool(found)


async def issue_options(community_id: int) -> list[tuple[int, str]]:
    """The focal issues and candidates of a community's programs, each with its program, to choose from."""
    found = await db.rows(
        "SELECT i.id, i.title, p.name AS program FROM focal_issue AS i JOIN program AS p ON p.id = i.program"
        " WHERE p.community = {} AND i.state IN ('active', 'candidate') ORDER BY i.state, p.name, i.id",
        community_id,
    )
    return [(row["id"], f"{row['title']} · {row['program']}") for row in found]


async def action_days(task_id: int) -> list[tuple[date, int]]:
    """The days on which the group acted on a task, `(day, activity id)`, from the standing evidence.

    In whatever program of its community each action counts: a task may move to another one.
    """
    found = await db.rows(
        "SELECT e.occurred_on, e.source_id FROM group_task AS t"
        ' JOIN community_group AS g ON g.id = t."group" JOIN program AS p ON p.community = g.community'
        " JOIN evidence AS e ON e.program = p.id AND e.kind = {} AND e.facet = {} AND e.reverses IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM evidence AS r WHERE r.reverses = e.id)"
        " WHERE t.id = {} ORDER BY e.occurred_on, e.id",
        Kind.TASK_ACTED.value,
        f"task:{task_id}",
        task_id,
    )
    return [(row["occurred_on"], row["source_id"]) for row in found]
