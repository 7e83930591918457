"""What people do with activities, for tests that check what follows."""

from __future__ import annotations

from datetime import date
from typing import Any

from groups.activities import actions, attendance_actions, queries
from groups.activities.queries import Setting
from groups.activities.schemas import CheckIn, EditedActivity, GroupLog, PlannedActivity, Voided
from groups.activities.tables import Activity
from groups.teams.tables import GroupTask
from programs.method import ledger
from programs.method.queries import totals_of
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.ids import new_op_id
from tests.cast import Cast

DAY = date(2026, 4, 11)


async def setting_of(cast: Cast, *, actor: Actor | None = None, group: bool = True, **more: Any) -> Setting:
    group_id = cast.ours.group if group else None
    return await queries.access_setting(actor or cast.chen, cast.ours.community, group_id=group_id, **more)


async def log(cast: Cast, *, actor: Actor | None = None, task: int | None = None, **values: Any) -> int:
    given = {"title": "遛狗巡逻", "held_on": DAY, "participants": 5, **values}
    setting = await setting_of(cast, actor=actor, task_id=task)
    return await actions.log_activity(
        setting, GroupLog(op_id=new_op_id(), task=task, **given), actor=actor or cast.chen
    )


async def plan(cast: Cast, **values: Any) -> int:
    given = {"title": "春游", "held_on": clock.today(), "community": cast.ours.community, **values}
    return await actions.plan_activity(
        await setting_of(cast), PlannedActivity(op_id=new_op_id(), **given), actor=cast.chen
    )


async def activity(activity_id: int) -> Activity:
    found = await Activity.objects().get(Activity.id == activity_id)
    assert found is not None
    return found


async def edit(cast: Cast, activity_id: int, **values: Any) -> int:
    row = await activity(activity_id)
    given = {
        "version": row.version,
        "title": row.title,
        "held_on": row.held_on,
        "group": row.group,
        "staff": row.staff,
        "volunteers": row.volunteers,
        "participants": row.participants,
        **values,
    }
    return await actions.edit_activity(
        row, await setting_of(cast), EditedActivity(op_id=new_op_id(), **given), actor=cast.chen
    )


async def void(
    cast: Cast, activity_id: int, reason: str | None = "记错了", actor: Actor | None = None
) -> int:
    data = Voided(op_id=new_op_id(), reason=reason)
    return await actions.void_activity(await activity(activity_id), data, actor=actor or cast.chen)


async def tick(cast: Cast, activity_id: int, resident: int, role: Any = "participant") -> int:
    data = CheckIn(op_id=new_op_id(), resident=resident, role=role)
    return await attendance_actions.check_in(await activity(activity_id), data, actor=cast.chen)


async def sums(program: int) -> dict[tuple[str, str], int]:
    assert await ledger.recompute() == []
    return {key: amount for key, amount in (await totals_of(program)).items() if amount}


async def task_of(cast: Cast) -> int:
    row = GroupTask(
        organisation=cast.ours.organisation,
        group=cast.ours.group,
        need_class=cast.ours.need_class,
        title="宠物粪便",
        taken_on=date(2026, 4, 1),
    )
    async with db.write_transaction():
        await row.save()
    return row.id


async def neighbours(cast: Cast, count: int) -> list[int]:
    async with db.write_transaction():
        rows = await db.execute(
            "INSERT INTO resident (organisation, community, name, folded_name, phone_tail, version, created_at) VALUES "
            + ", ".join(["({}, {}, {}, {}, '', 1, {})"] * count)
            + " RETURNING id",
            *(
                value
                for number in range(count)
                for value in (
                    cast.ours.organisation,
                    cast.ours.community,
                    f"邻居{number}",
                    f"邻居{number}",
                    clock.now(),
                )
            ),
        )
    return [row["id"] for row in rows]
