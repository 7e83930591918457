"""The groups' tasks as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from groups.teams import queries, task_actions, task_queries
from groups.teams.schemas import EditedTask, NewTask, Plan, TaskEnd, TaskOut
from server.web.access import LEADERS, STAFF, actor_of
from server.web.forms import Created, created, written


@get("/api/groups/{group_id:int}/tasks", opt={"who": LEADERS})
async def list_tasks(request: Request, group_id: FromPath[int]) -> list[TaskOut]:
    """The tasks of a group, those that run first."""
    group = await queries.access_group(actor_of(request), group_id)
    return msgspec.convert(await task_queries.tasks_of(group.id), list[TaskOut])


@post("/api/groups/{group_id:int}/tasks", opt={"who": STAFF})
async def hand_task(request: Request, group_id: FromPath[int], data: JSONBody[NewTask]) -> Created:
    """Hand a class of complaints to a group."""
    actor = actor_of(request)
    group = await queries.access_group(actor, group_id, to_edit=True)
    return await written(group, data, "group_task.taken", task_actions.hand_task, actor=actor)


@get("/api/group-tasks/{task_id:int}", opt={"who": LEADERS})
async def show_task(request: Request, task_id: FromPath[int]) -> TaskOut:
    """One task with its plan."""
    task, _group = await task_queries.access_task(actor_of(request), task_id)
    return msgspec.convert(await task_queries.task_of(task.id), TaskOut)


@put("/api/group-tasks/{task_id:int}", opt={"who": STAFF})
async def edit_task(request: Request, task_id: FromPath[int], data: JSONBody[EditedTask]) -> Created:
    """Save a task; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    task, group = await task_queries.access_task(actor, task_id, to_edit=True)
    return await created(
        data,
        actor=actor,
        action="group_task.edited",
        write=lambda: task_actions.edit_task(task, group, data, actor=actor),
    )


@put("/api/group-tasks/{task_id:int}/plan", opt={"who": LEADERS})
async def write_plan(request: Request, task_id: FromPath[int], data: JSONBody[Plan]) -> Created:
    """Write or change the group's own plan."""
    actor = actor_of(request)
    task, group = await task_queries.access_plan(actor, task_id)
    return await created(
        data,
        actor=actor,
        action="group_task.planned",
        write=lambda: task_actions.write_plan(task, group, data, actor=actor),
    )


@post("/api/group-tasks/{task_id:int}/end", opt={"who": STAFF})
async def end_task(request: Request, task_id: FromPath[int], data: JSONBody[TaskEnd]) -> Created:
    """End a task with what came of it."""
    actor = actor_of(request)
    task, _group = await task_queries.access_task(actor, task_id, to_edit=True)
    return await written(task, data, "group_task.ended", task_actions.end_task, actor=actor)


HANDLERS = [list_tasks, hand_task, show_task, edit_task, write_plan, end_task]
