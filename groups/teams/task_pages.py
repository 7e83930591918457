"""Pages of the tasks that groups make their own: for staff, and for the leader on her phone."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.teams import figures, leader_queries, policy, queries, task_actions, task_queries
from groups.teams.schemas import EditedTask, NewTask, Plan, TaskEnd
from groups.teams.tables import Group, GroupTask
from programs.listening.queries import class_options
from programs.method.queries import program_options
from programs.residents.rules import label
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import LEADERS, STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect


def _home(task_id: int) -> str:
    return f"/desk/group-tasks/{task_id}"


@get("/desk/groups/{group_id:int}/tasks/new", opt={"who": STAFF})
async def new_task(request: Request, group_id: FromPath[int]) -> Response[bytes]:
    """The form in which a class of complaints is handed to a group."""
    group = await queries.access_group(actor_of(request), group_id, to_edit=True)
    form = Form.blank(NewTask, program=group.program, taken_on=clock.today())
    return await _form_page(request, "teams/new_task.html", form, group)


@post("/desk/groups/{group_id:int}/tasks", opt={"who": STAFF})
async def hand_task(request: Request, group_id: FromPath[int]) -> Response[Any]:
    """Hand a class of complaints to a group."""
    group = await queries.access_group(actor_of(request), group_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewTask),
        action="group_task.taken",
        write=lambda data, actor: task_actions.hand_task(group, data, actor=actor),
        done=lambda task_id: redirect(
            _home(task_id), m("The group has a task. Its plan is the group's to write.")
        ),
        again=lambda form: _form_page(request, "teams/new_task.html", form, group),
    )


async def _form_page(
    request: Request, template: str, form: Form[Any], group: Group, **context: Any
) -> Response[bytes]:
    words = await _words(actor_of(request), group)
    form.call_theirs(words)
    return page(
        request,
        template,
        form=form,
        group=group,
        programs=list(words["program"].items()),
        classes=list(words["need_class"].items()),
        issues=list(words["focal_issue"].items()),
        **context,
    )


async def _words(actor: Actor, group: Group) -> dict[str, dict[int, str]]:
    """How the rows are called that a task of this group may point to."""
    return {
        "need_class": dict(await class_options(actor.organisation_id)),
        "program": dict(await program_options(actor, group.community)),
        "focal_issue": dict(await task_queries.issue_options(group.community)),
    }


@get("/desk/group-tasks/{task_id:int}", opt={"who": STAFF})
async def show_task(request: Request, task_id: FromPath[int]) -> Response[bytes]:
    """A task: the group's own plan, and the complaints before and after it acted."""
    task, group = await task_queries.access_task(actor_of(request), task_id, to_edit=True)
    return await _show(request, task, group)


async def _show(
    request: Request,
    row: GroupTask,
    group: Group,
    *,
    plan_form: Form[Plan] | None = None,
    end_form: Form[TaskEnd] | None = None,
) -> Response[bytes]:
    actor, today = actor_of(request), clock.today()
    task = await task_queries.task_of(row.id)
    plan_form = plan_form or await _plan_form(request, row, group)
    plan_form.call_theirs({"plan_author": {task["plan_author"]: task["author_name"]}})
    return page(
        request,
        "teams/task.html",
        task=task,
        group=group,
        effect=await figures.effect_of(task, today=today, for_staff=True),
        plan_form=plan_form,
        end_form=end_form or Form.blank(TaskEnd, ended_on=today),
        people=await _authors(group),
        may_edit=policy.may_edit_group(actor, group.community),
        history=await history_of("group_task", row.id, actor=actor, words=await _words(actor, group)),
    )


async def _plan_form(request: Request, task: GroupTask, group: Group) -> Form[Plan]:
    """The plan as it stands; whoever leads the group through this account is offered as its author."""
    author = task.plan_author or await leader_queries.term_by(group.id, actor_of(request).user_id)
    return Form.blank(Plan, version=task.version, plan=task.plan, plan_author=author)


async def _authors(group: Group) -> list[tuple[int, str]]:
    return [(resident, label(name, tail)) for resident, name, tail in await queries.members_of(group.id)]


@get("/desk/group-tasks/{task_id:int}/edit", opt={"who": STAFF})
async def edit_form(request: Request, task_id: FromPath[int]) -> Response[bytes]:
    """The form in which a task is edited."""
    task, group = await task_queries.access_task(actor_of(request), task_id, to_edit=True)
    form = Form.of(EditedTask, task)
    return await _form_page(request, "teams/edit_task.html", form, group, task=task)


@post("/desk/group-tasks/{task_id:int}/edit", opt={"who": STAFF})
async def edit_task(request: Request, task_id: FromPath[int]) -> Response[Any]:
    """Save a task."""
    task, group = await task_queries.access_task(actor_of(request), task_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedTask),
        action="group_task.edited",
        write=lambda data, actor: task_actions.edit_task(task, group, data, actor=actor),
        done=lambda _: redirect(_home(task_id), m("Saved.")),
        again=lambda form: _form_page(request, "teams/edit_task.html", form, group, task=task),
    )


@post("/desk/group-tasks/{task_id:int}/plan", opt={"who": STAFF})
async def write_plan(request: Request, task_id: FromPath[int]) -> Response[Any]:
    """Write down the plan that a member dictated."""
    task, group = await task_queries.access_task(actor_of(request), task_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Plan),
        action="group_task.planned",
        write=lambda data, actor: task_actions.write_plan(task, group, data, actor=actor),
        done=lambda _: redirect(_home(task_id), m("The plan is saved.")),
        again=lambda form: _show(request, task, group, plan_form=form),
    )


@post("/desk/group-tasks/{task_id:int}/end", opt={"who": STAFF})
async def end_task(request: Request, task_id: FromPath[int]) -> Response[Any]:
    """End a task."""
    task, group = await task_queries.access_task(actor_of(request), task_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, TaskEnd),
        action="group_task.ended",
        write=lambda data, actor: task_actions.end_task(task, data, actor=actor),
        done=lambda _: redirect(_home(task_id), m("The task has ended.")),
        again=lambda form: _show(request, task, group, end_form=form),
    )


@get("/my/groups/{group_id:int}/tasks/{task_id:int}", opt={"who": LEADERS})
async def my_task(request: Request, group_id: FromPath[int], task_id: FromPath[int]) -> Response[bytes]:
    """A task on the leader's phone, with the plan to write."""
    task, group = await task_queries.access_plan(actor_of(request), task_id, group_id=group_id)
    return await _my_page(request, task, group, await _plan_form(request, task, group))


async def _my_page(request: Request, row: GroupTask, group: Group, form: Form[Plan]) -> Response[bytes]:
    task = await task_queries.task_of(row.id)
    form.call_theirs({"plan_author": {task["plan_author"]: task["author_name"]}})
    people = await _authors(group)
    return page(
        request,
        "teams/my_task.html",
        task=task,
        group=group,
        form=form,
        people=people,
        members={resident for resident, _label in people},
        effect=await figures.effect_of(task, today=clock.today(), for_staff=False),
    )


@post("/my/groups/{group_id:int}/tasks/{task_id:int}/plan", opt={"who": LEADERS})
async def write_my_plan(request: Request, group_id: FromPath[int], task_id: FromPath[int]) -> Response[Any]:
    """Write the group's plan."""
    task, group = await task_queries.access_plan(actor_of(request), task_id, group_id=group_id)
    return await submit(
        request,
        await read_form(request, Plan),
        action="group_task.planned",
        write=lambda data, actor: task_actions.write_plan(task, group, data, actor=actor),
        done=lambda _: redirect(f"/my/groups/{group_id}/tasks/{task_id}", m("The plan is saved.")),
        again=lambda form: _my_page(request, task, group, form),
    )


HANDLERS = [
    new_task,
    hand_task,
    show_task,
    edit_form,
    edit_task,
    write_plan,
    end_task,
    my_task,
    write_my_plan,
]
