"""A complaint becomes a group's own task; its plan is a member's; what it did is seen in the complaints."""

import asyncio
from datetime import date

import pytest

from groups.activities.queries import access_setting
from groups.teams import figures, leader_queries, task_actions, task_queries, term_actions
from groups.teams.schemas import EditedTask, NewTask, NewTerm, Plan, TaskEnd
from groups.teams.tables import Group, GroupTask
from programs.listening.tables import NeedClass
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.queries import totals_of
from programs.method.tables import Evidence, FocalIssue, Program
from server import audit
from server.accounts.tables import RoleAssignment
from server.lib import clock, db
from server.lib.errors import Forbidden, NotFound, Refused, Stale
from server.lib.ids import new_op_id
from tests.cast import LONG_AGO, STARTED, Cast, _row

MARCH, APRIL, MAY, JULY = (date(2026, month, 10) for month in (3, 4, 5, 7))


async def sums(cast: Cast) -> dict[tuple[str, str], int]:
    return {key: amount for key, amount in (await totals_of(cast.ours.program)).items() if amount}


async def group_of(cast: Cast) -> Group:
    found = await Group.objects().get(Group.id == cast.ours.group)
    assert found is not None
    return found


async def handed(cast: Cast, **values: object) -> int:
    given = {
        "title": "草坪上不再有狗粪",
        "need_class": cast.ours.need_class,
        "taken_on": APRIL,
        "program": cast.ours.program,
        **values,
    }
    return await task_actions.hand_task(
        await group_of(cast), NewTask(op_id=new_op_id(), **given), actor=cast.chen
    )


async def task_by(task_id: int) -> GroupTask:
    found = await GroupTask.objects().get(GroupTask.id == task_id)
    assert found is not None
    return found


async def plan(cast: Cast, task_id: int, **values: object) -> int:
    task = await task_by(task_id)
    given = {
        "version": task.version,
        "plan": "每人一袋，周六一起捡",
        "plan_author": cast.ours.residents["猫奶奶"],
        "planned_on": MAY,
        **values,
    }
    return await task_actions.write_plan(
        task, await group_of(cast), Plan(op_id=new_op_id(), **given), actor=cast.zhao
    )


async def edit(cast: Cast, task_id: int, **values: object) -> int:
    task = await task_by(task_id)
    names = ("version", "title", "need_class", "taken_on", "program", "focal_issue")
    data = EditedTask(op_id=new_op_id(), **{**{name: getattr(task, name) for name in names}, **values})
    return await task_actions.edit_task(task, await group_of(cast), data, actor=cast.chen)


async def issue_of(cast: Cast, program: int) -> int:
    issue = FocalIssue(organisation=cast.ours.organisation, program=program, title="狗粪", state="active")
    async with db.write_transaction():
        await issue.save()
    return issue.id


async def test_a_group_takes_a_complaint_as_its_own(cast: Cast) -> None:
    issue = await issue_of(cast, cast.ours.program)
    task = await handed(cast, focal_issue=issue)
    assert await sums(cast) == {("task.taken", ""): 1}
    row = await task_queries.task_of(task)
    assert (row["class_name"], row["issue_title"], row["program_name"]) == ("宠物粪便", "狗粪", "宠物文明")
    actions_of_group = [
        entry["action"]
        for entry in await audit.entries_of("group", cast.ours.group, organisation_id=cast.ours.organisation)
    ]
    assert actions_of_group == ["group.task_taken"]


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"taken_on": date(2026, 2, 1)}, "teams.task_before_forming", "taken_on"),
        ({"taken_on": date(2099, 2, 1)}, "day.in_future", "taken_on"),
        ({"program": None, "focal_issue": 1}, "teams.issue_without_program", "program"),
    ],
)
async def test_tasks_that_cannot_be(cast: Cast, values: dict, code: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        await handed(cast, **values)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert await GroupTask.count() == 0


async def test_what_is_of_elsewhere_does_not_exist(cast: Cast) -> None:
    for values in (
        {"need_class": cast.theirs.need_class},
        {"program": cast.theirs.program},
        {"focal_issue": 9999},
    ):
        with pytest.raises(NotFound):
            await handed(cast, **values)
    task = await handed(cast)
    for actor in (cast.he, cast.bai, cast.wu, cast.qian):
        with pytest.raises(NotFound):
            await task_queries.access_task(actor, task)
    with pytest.raises(Forbidden):
        await task_queries.access_task(cast.zhao, task, to_edit=True)
    await task_queries.access_plan(cast.zhao, task, group_id=cast.ours.group)
    with pytest.raises(NotFound):
        await task_queries.access_plan(cast.zhao, task, group_id=cast.theirs.group)


async def test_one_class_is_one_open_task(cast: Cast) -> None:
    outcomes = await asyncio.gather(*(handed(cast) for _try in range(3)), return_exceptions=True)
    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1, outcomes
    assert await sums(cast) == {("task.taken", ""): 1}


async def test_the_plan_is_a_members_own(cast: Cast) -> None:
    task = await handed(cast)
    await plan(cast, task)
    assert await sums(cast) == {("task.taken", ""): 1, ("task.planned", ""): 1}
    await plan(cast, task, plan="改成周日", planned_on=None)
    row = await task_queries.task_of(task)
    assert (row["plan"], row["author_name"], row["planned_on"]) == ("改成周日", "猫奶奶", MAY)
    assert await Evidence.count().where(Evidence.source_kind == "group_task") == 2
    assert await sums(cast) == {("task.taken", ""): 1, ("task.planned", ""): 1}
    entries = await audit.entries_of("group_task", task, organisation_id=cast.ours.organisation)
    assert [entry["action"] for entry in entries] == [
        "group_task.plan_changed",
        "group_task.planned",
        "group_task.taken",
    ]
    assert not any("周" in (entry["changes"] or "") for entry in entries)


async def test_a_plan_without_a_day_is_of_today(cast: Cast) -> None:
    task = await handed(cast)
    await plan(cast, task, planned_on=None)
    assert (await task_by(task)).planned_on == clock.today()


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"author": "李娜"}, "teams.author_not_member", "plan_author"),
        ({"planned_on": MARCH}, "teams.planned_before_task", "planned_on"),
        ({"planned_on": date(2099, 1, 1)}, "day.in_future", "planned_on"),
    ],
)
async def test_plans_that_cannot_be(cast: Cast, values: dict, code: str, field: str) -> None:
    task = await handed(cast)
    if author := values.pop("author", None):
        values["plan_author"] = cast.ours.residents[author]
    with pytest.raises(Refused) as refused:
        await plan(cast, task, **values)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert (await task_by(task)).plan == ""


async def test_staff_write_no_plan_for_a_group(cast: Cast) -> None:
    """Zhao is a member's account; made staff, she is no longer an author."""
    task = await handed(cast)
    wang = cast.ours.residents["王阿姨"]
    term = NewTerm(
        op_id=new_op_id(),
        position="deputy",
        resident=wang,
        chosen_how="offered",
        since=APRIL,
        account=cast.zhao.user_id,
    )
    await term_actions.confirm_term(await group_of(cast), term, actor=cast.chen)
    assert await leader_queries.term_by(cast.ours.group, cast.zhao.user_id) == wang
    role = RoleAssignment(
        user=cast.zhao.user_id,
        organisation=cast.ours.organisation,
        role="facilitator",
        scope="organisation",
        granted_at=LONG_AGO,
    )
    async with db.write_transaction():
        await role.save()
    with pytest.raises(Refused) as refused:
        await plan(cast, task, plan_author=wang)
    assert refused.value.code == "teams.author_is_staff"
    with pytest.raises(NotFound):
        await plan(cast, task, plan_author=cast.theirs.residents["周姐"])


async def test_two_who_write_the_plan_see_each_other(cast: Cast) -> None:
    task = await handed(cast)
    version = (await task_by(task)).version
    await plan(cast, task, version=version)
    with pytest.raises(Stale) as stale:
        await plan(cast, task, version=version, plan="另一个办法")
    assert stale.value.theirs["plan"] == "每人一袋，周六一起捡"


async def test_an_edited_task_moves_its_evidence(cast: Cast) -> None:
    task = await handed(cast)
    await plan(cast, task)
    await edit(cast, task, program=None, title="干净的草坪")
    assert await sums(cast) == {}
    await edit(cast, task, program=cast.ours.program)
    assert await sums(cast) == {("task.taken", ""): 1, ("task.planned", ""): 1}
    with pytest.raises(Refused) as refused:
        await edit(cast, task, taken_on=JULY)
    assert refused.value.code == "teams.taken_after_plan"
    with pytest.raises(Stale):
        await edit(cast, task, version=1, title="别的")


async def test_an_issue_of_another_program_is_refused(cast: Cast) -> None:
    other = Program(
        organisation=cast.ours.organisation,
        community=cast.ours.community,
        name="环保大冒险",
        stage_since=STARTED,
        started_on=STARTED,
    )
    async with db.write_transaction():
        await other.save()
    issue = await issue_of(cast, other.id)
    with pytest.raises(Refused) as refused:
        await handed(cast, focal_issue=issue)
    assert (refused.value.code, refused.value.field) == ("teams.issue_of_other_program", "focal_issue")


async def test_an_edit_takes_no_class_that_is_taken(cast: Cast) -> None:
    other = NeedClass(organisation=cast.ours.organisation, name="噪音")
    async with db.write_transaction():
        await other.save()
    await handed(cast)
    second = await handed(cast, need_class=other.id)
    with pytest.raises(Refused) as refused:
        await edit(cast, second, need_class=cast.ours.need_class)
    assert (refused.value.code, refused.value.field) == ("teams.task_open", "need_class")


async def end(cast: Cast, task_id: int, on: date = JULY) -> int:
    data = TaskEnd(op_id=new_op_id(), ended_on=on, result="草坪干净了")
    return await task_actions.end_task(await task_by(task_id), data, actor=cast.chen)


async def test_a_task_ends_with_its_result(cast: Cast) -> None:
    task = await handed(cast)
    with pytest.raises(Refused) as refused:
        await end(cast, task, on=MARCH)
    assert refused.value.code == "teams.ended_before_start"
    await end(cast, task)
    assert await sums(cast) == {("task.taken", ""): 1}
    for again in (end(cast, task), plan(cast, task), edit(cast, task, title="别的")):
        with pytest.raises(Refused) as refused:
            await again
        assert refused.value.code == "teams.task_ended"
    await handed(cast, taken_on=JULY)


async def note(cast: Cast, entry: Entry, source: int) -> None:
    async with db.write_transaction():
        await ledger.record(
            [entry], program_id=cast.ours.program, source_kind="test", source_id=source, actor=cast.chen
        )


async def test_the_effect_shows_complaints_before_and_after_the_actions(cast: Cast) -> None:
    task = await handed(cast)
    facet = f"class:{cast.ours.need_class}"
    for number, (month, count) in enumerate([(1, 22), (2, 24), (3, 23), (4, 17), (5, 11), (6, 6), (7, 1)]):
        await note(cast, Entry(Kind.COMPLAINT_RAISED, date(2026, month, 5), count, facet), number)
    for number, day in enumerate([date(2026, 4, 12), date(2026, 4, 19), date(2026, 5, 3)]):
        await note(cast, Entry(Kind.TASK_ACTED, day, 1, f"task:{task}"), 100 + number)
    await note(cast, Entry(Kind.TASK_ACTED, date(2026, 5, 4), 1, f"task:{task + 1}"), 200)
    row = await task_queries.task_of(task)
    effect = await figures.effect_of(row, today=date(2026, 7, 9), for_staff=True)
    assert effect is not None
    assert (effect.before, effect.latest, effect.actions) == (23.0, 6, 3)
    assert [cells[1].href is not None for cells in effect.chart.rows] == [True] * 7
    seen_by_leader = await figures.effect_of(row, today=date(2026, 7, 9), for_staff=False)
    assert seen_by_leader is not None
    assert {cells[1].href for cells in seen_by_leader.chart.rows} == {None}
    async with db.write_transaction():
        await ledger.reverse(program_id=cast.ours.program, source_kind="test", source_id=100, actor=cast.chen)
    assert [day for day, _source in await task_queries.action_days(task)] == [
        date(2026, 4, 19),
        date(2026, 5, 3),
    ]


async def test_without_a_program_no_effect_is_claimed(cast: Cast) -> None:
    row = await task_queries.task_of(await handed(cast, program=None))
    assert await figures.effect_of(row, today=JULY, for_staff=True) is None


async def test_an_old_task_is_drawn_within_two_years(cast: Cast) -> None:
    row = {**await task_queries.task_of(await handed(cast)), "taken_on": date(2020, 1, 1)}
    effect = await figures.effect_of(row, today=JULY, for_staff=True)
    assert effect is not None
    assert len(effect.chart.rows) in {0, 24}


async def test_a_closed_group_takes_no_task(cast: Cast) -> None:
    group = await group_of(cast)
    async with db.write_transaction():
        await Group.update({"closed_on": MAY}).where(Group.id == group.id)
    with pytest.raises(Refused) as refused:
        await handed(cast)
    assert refused.value.code == "teams.group_closed"


async def test_a_task_that_moves_to_another_program_keeps_its_actions(cast: Cast) -> None:
    task = await handed(cast)
    await note(cast, Entry(Kind.TASK_ACTED, date(2026, 4, 12), 1, f"task:{task}"), 100)
    async with db.write_transaction():
        values = {"name": "别的项目", "stage_since": APRIL, "started_on": APRIL}
        place = {"organisation": cast.ours.organisation, "community": cast.ours.community}
        other = await _row(Program, **place, **values)
    await edit(cast, task, program=other)
    effect = await figures.effect_of(await task_queries.task_of(task), today=date(2026, 7, 9), for_staff=True)
    assert effect is not None
    assert effect.actions == 1
    setting = await access_setting(cast.zhao, cast.ours.community, group_id=cast.ours.group, task_id=task)
    assert setting.program == other  # so the next action counts where the task is
