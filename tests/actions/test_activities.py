"""Activities planned, logged, corrected and taken back; the ledger says the same after each."""

import asyncio
import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from groups.activities import actions, attendance_actions, queries, rules
from groups.activities.queries import Setting
from groups.activities.schemas import (
    Cancelled,
    CheckIn,
    EditedActivity,
    EditedPlan,
    GroupLog,
    HeldActivity,
    LoggedActivity,
    PlannedActivity,
    Voided,
)
from groups.activities.tables import Activity, Attendance
from groups.teams.tables import Group, GroupTask
from programs.method import ledger
from programs.method.queries import people_count, totals_of
from programs.residents.tables import Resident
from server import audit
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.errors import NotFound, Refused, Stale
from server.lib.ids import new_op_id
from tests.cast import Cast
from tests.databases import at_most_queries

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


async def test_a_leaders_log_proves_what_took_place(cast: Cast) -> None:
    chen_shu, wang, maonainai, *_ = cast.ours.residents.values()
    logged = await log(
        cast,
        actor=cast.zhao,
        task=await task_of(cast),
        staff=1,
        volunteers=2,
        participants=None,
        people=(chen_shu, wang, maonainai, wang),
        decided=f"r{wang}",
        did=f"r{maonainai}",
        answered="staff",
        evaluated="residents",
    )
    row = await activity(logged)
    assert (row.staff, row.volunteers, row.participants, row.presence) == (1, 2, 1, "part")
    assert (row.program, row.group, row.recorded_by) == (
        cast.ours.program,
        cast.ours.group,
        cast.zhao.user_id,
    )
    assert await Attendance.count().where(Attendance.activity == logged) == 3
    assert await sums(cast.ours.program) == {
        ("activity.held", "part"): 1,
        ("activity.staff", ""): 1,
        ("activity.volunteers", ""): 2,
        ("activity.participants", ""): 1,
        ("person.took_part", ""): 3,
        ("activity.resident_run", ""): 1,
        ("task.acted", f"task:{row.task}"): 1,
        ("act.recorded", "residents"): 2,
        ("act.recorded", "staff"): 1,
        ("act.recorded", "unproved"): 2,
    }
    assert await people_count(cast.ours.program) == 3
    [entry] = await audit.entries_of("activity", logged, organisation_id=cast.ours.organisation)
    assert (entry["actor_name"], entry["action"]) == ("赵姐", "activity.logged")


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"held_on": date(1970, 1, 1)}, "day.too_early", "held_on"),
        ({"held_on": date(2999, 1, 1)}, "day.in_future", "held_on"),
        ({"participants": 0}, "activities.nobody_came", "participants"),
        ({"participants": 1, "people": "members"}, "activities.more_named", "participants"),
    ],
)
async def test_what_cannot_have_been_is_refused(
    cast: Cast, values: dict[str, Any], code: str, field: str
) -> None:
    if "people" in values:
        values = {**values, "people": tuple(cast.ours.residents.values())[:3]}
    with pytest.raises(Refused) as refused:
        await log(cast, **values)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert await sums(cast.ours.program) == {}


async def test_people_of_elsewhere_do_not_exist(cast: Cast) -> None:
    stranger = next(iter(cast.theirs.residents.values()))
    not_a_member = cast.ours.residents["李娜"]
    for values in ({"people": (stranger,)}, {"did": f"r{stranger}"}, {"people": (999_999,)}):
        with pytest.raises(NotFound):
            await log(cast, **values)
    with pytest.raises(NotFound):
        await log(cast, actor=cast.zhao, people=(not_a_member,))
    assert await log(cast, people=(not_a_member,))


async def test_places_of_elsewhere_do_not_exist(cast: Cast) -> None:
    ours, theirs = cast.ours, cast.theirs
    for actor, ids in [
        (cast.chen, {"community_id": theirs.community}),
        (cast.chen, {"community_id": ours.community, "program_id": theirs.program}),
        (cast.chen, {"community_id": ours.community, "group_id": theirs.group}),
        (cast.lin, {"community_id": cast.other_community, "group_id": ours.group}),
        (cast.he, {"community_id": ours.community}),
        (cast.zhao, {"community_id": ours.community}),
        (cast.zhao, {"community_id": theirs.community, "group_id": ours.group}),
        (cast.wu, {"community_id": ours.community, "group_id": ours.group}),
    ]:
        with pytest.raises(NotFound):
            await queries.access_setting(actor, **ids)


async def test_a_closed_group_logs_only_what_it_did_before(cast: Cast) -> None:
    async with db.write_transaction():
        await Group.update({Group.closed_on: DAY}).where(Group.id == cast.ours.group)
    assert await log(cast, held_on=DAY)
    with pytest.raises(Refused) as refused:
        await log(cast, held_on=DAY + timedelta(days=1))
    assert refused.value.code == "activities.group_closed"


async def test_a_plan_proves_nothing_until_it_was_held(cast: Cast) -> None:
    chen_shu, wang, *_ = cast.ours.residents.values()
    planned = await plan(cast)
    await tick(cast, planned, chen_shu)
    assert await sums(cast.ours.program) == {}
    held = HeldActivity(
        op_id=new_op_id(),
        version=1,
        held_on=clock.today(),
        volunteers=1,
        people=(chen_shu, wang),
        decided=f"r{wang}",
        did=f"r{wang}",
    )
    await actions.hold_activity(await activity(planned), held, actor=cast.chen)
    found = await sums(cast.ours.program)
    assert found["activity.held", "none"] == found["activity.resident_run", ""] == 1
    assert (found["person.took_part", ""], found["activity.participants", ""]) == (2, 1)
    with pytest.raises(Refused) as refused:
        await actions.hold_activity(await activity(planned), held, actor=cast.chen)
    assert refused.value.code == "activities.not_planned"


async def test_a_plan_lies_ahead(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        await plan(cast, held_on=clock.today() - timedelta(days=1))
    assert refused.value.code == "activities.plan_is_past"
    with pytest.raises(Refused) as refused:
        await plan(cast, held_on=date(2999, 1, 1))
    assert refused.value.code == "day.too_late"


async def test_a_plan_is_edited_and_called_off(cast: Cast) -> None:
    planned = await plan(cast, capacity=30)
    new = EditedPlan(op_id=new_op_id(), version=1, title="秋游", held_on=clock.today(), place="望江楼")
    await actions.edit_plan(await activity(planned), await setting_of(cast), new, actor=cast.chen)
    row = await activity(planned)
    assert (row.title, row.place, row.capacity, row.version) == ("秋游", "望江楼", None, 2)
    with pytest.raises(Stale) as stale:
        await actions.edit_plan(row, await setting_of(cast), new, actor=cast.lin)
    assert stale.value.theirs == {}
    off = Cancelled(op_id=new_op_id(), version=2, reason="下雨")
    await actions.cancel_activity(row, off, actor=cast.chen)
    row = await activity(planned)
    assert (row.state, row.void_reason) == ("cancelled", "下雨")
    with pytest.raises(Refused):
        await tick(cast, planned, cast.ours.residents["陈叔"])


async def test_an_edit_proves_anew(cast: Cast) -> None:
    wang = cast.ours.residents["王阿姨"]
    logged = await log(cast, staff=3, presence="full", participants=30, people=(wang,))
    other_day = DAY + timedelta(days=40)
    await edit(
        cast,
        logged,
        held_on=other_day,
        staff=0,
        participants=28,
        decided=f"r{wang}",
        did=f"r{wang}",
        staff_hours=1.5,
        cash=12.5,
        lever="tools",
    )
    row = await activity(logged)
    assert (row.presence, row.version, row.staff_minutes, row.cash_fen) == ("none", 2, 90, 1250)
    assert await sums(cast.ours.program) == {
        ("activity.held", "none"): 1,
        ("activity.participants", ""): 28,
        ("person.took_part", ""): 1,
        ("activity.resident_run", ""): 1,
        ("act.recorded", "residents"): 2,
        ("act.recorded", "unproved"): 3,
        ("effort.staff", "tools"): 90,
        ("effort.cash", "tools"): 1250,
    }
    months = await db.rows(
        "SELECT month, SUM(quantity) AS quantity FROM evidence_month WHERE kind = 'activity.participants'"
        " GROUP BY month ORDER BY month"
    )
    assert [(one["month"], int(one["quantity"])) for one in months] == [("2026-04", 0), ("2026-05", 28)]
    [entry, _] = await audit.entries_of("activity", logged, organisation_id=cast.ours.organisation)
    assert '"decided":null,"did":null' in entry["changes"]


async def test_an_edit_that_changes_nothing_writes_nothing(cast: Cast) -> None:
    logged = await log(cast)
    before = await db.rows("SELECT COUNT(*) AS n FROM evidence")
    await edit(cast, logged)
    assert await db.rows("SELECT COUNT(*) AS n FROM evidence") == before
    assert (await activity(logged)).version == 1


async def test_the_second_editor_is_told(cast: Cast) -> None:
    logged = await log(cast)
    await edit(cast, logged, title="遛狗大巡逻")
    with pytest.raises(Stale) as stale:
        await edit(cast, logged, version=1, title="巡逻")
    assert stale.value.theirs == {"title": "遛狗大巡逻"}


async def test_who_is_ticked_stays(cast: Cast) -> None:
    logged = await log(cast, people=tuple(cast.ours.residents.values())[:3])
    with pytest.raises(Refused) as refused:
        await edit(cast, logged, participants=2)
    assert refused.value.code == "activities.more_named"


async def test_what_is_taken_back_counts_nowhere(cast: Cast) -> None:
    logged = await log(cast, people=(cast.ours.residents["陈叔"],))
    with pytest.raises(Refused) as refused:
        await void(cast, logged, reason=None)
    assert refused.value.code == "activities.void_without_reason"
    await void(cast, logged)
    assert await sums(cast.ours.program) == {}
    assert await people_count(cast.ours.program) == 0
    for again in (
        void(cast, logged),
        edit(cast, logged, title="x"),
        tick(cast, logged, cast.ours.residents["王阿姨"]),
    ):
        with pytest.raises(Refused) as refused:
            await again
        assert refused.value.code == "activities.taken_back"


async def test_a_late_name_fills_and_then_raises_the_count(cast: Cast) -> None:
    chen_shu, wang, maonainai, *_ = cast.ours.residents.values()
    logged = await log(cast, participants=2, people=(chen_shu,))
    await tick(cast, logged, wang)
    assert (await sums(cast.ours.program))["activity.participants", ""] == 2
    first = await tick(cast, logged, maonainai, role="volunteer")
    assert await tick(cast, logged, maonainai) == first
    found = await sums(cast.ours.program)
    assert (found["activity.participants", ""], found["activity.volunteers", ""]) == (2, 1)
    assert found["person.took_part", ""] == await people_count(cast.ours.program) == 3
    await void(cast, logged)
    assert await sums(cast.ours.program) == {}


async def test_nobody_comes_before_the_day(cast: Cast) -> None:
    planned = await plan(cast, held_on=clock.today() + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        await tick(cast, planned, cast.ours.residents["陈叔"])
    assert refused.value.code == "activities.check_in_early"


async def test_a_stranger_is_not_ticked(cast: Cast) -> None:
    logged = await log(cast)
    with pytest.raises(NotFound):
        await tick(cast, logged, next(iter(cast.theirs.residents.values())))


async def test_the_last_seat_goes_to_one(cast: Cast) -> None:
    planned = await plan(cast, capacity=2)
    people = list(cast.ours.residents.values())
    answers = await asyncio.gather(
        *(tick(cast, planned, resident) for resident in people), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == len(people) - 2
    assert {answer.code for answer in refused} == {"activities.full"}
    assert await Attendance.count().where(Attendance.activity == planned) == 2


async def test_one_who_is_ticked_eight_times_at_once_came_once(cast: Cast) -> None:
    logged = await log(cast, participants=1)
    resident = cast.ours.residents["陈叔"]
    answers = await asyncio.gather(*(tick(cast, logged, resident) for _ in range(8)))
    assert len(set(answers)) == 1
    assert (await sums(cast.ours.program))["person.took_part", ""] == 1


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


async def test_two_hundred_come_at_once(cast: Cast) -> None:
    people = await neighbours(cast, 200)
    logged = await log(cast, participants=1)
    await asyncio.gather(*(tick(cast, logged, resident) for resident in people))
    found = await sums(cast.ours.program)
    assert found["person.took_part", ""] == found["activity.participants", ""] == 200
    assert (await activity(logged)).participants == 200
    assert await audit.verify() == []


async def test_two_editors_at_once_one_is_told(cast: Cast) -> None:
    logged = await log(cast)
    answers = await asyncio.gather(
        *(edit(cast, logged, version=1, participants=5 + number) for number in (1, 2)), return_exceptions=True
    )
    assert sorted(type(answer) for answer in answers if isinstance(answer, Exception)) == [Stale]
    assert (await sums(cast.ours.program))["activity.participants", ""] in {6, 7}


async def test_a_log_asks_little_however_many_came(cast: Cast) -> None:
    people = await neighbours(cast, 60)
    setting = await setting_of(cast)
    for count in (10, 60):
        data = GroupLog(op_id=new_op_id(), title="百家宴", held_on=DAY, people=tuple(people[:count]))
        with at_most_queries(12):
            await actions.log_activity(setting, data, actor=cast.chen)


async def test_everything_of_a_staff_log_is_kept(cast: Cast) -> None:
    data = LoggedActivity(
        op_id=new_op_id(),
        community=cast.ours.community,
        title="小动物选美🐶𠮷",
        held_on=DAY,
        about="带上宠物",
        place="中庭",
        public=True,
        participants=38,
        staff_hours=14,
        resident_hours=6,
        cash=199.9,
        lever="collaboration",
    )
    logged = await actions.log_activity(await setting_of(cast, group=False), data, actor=cast.chen)
    row = await activity(logged)
    assert (row.title, row.place, row.public, row.group, row.program) == (
        "小动物选美🐶𠮷",
        "中庭",
        True,
        None,
        None,
    )
    assert (row.staff_minutes, row.volunteer_minutes, row.cash_fen, row.lever) == (
        840,
        360,
        19990,
        "collaboration",
    )
    assert await sums(cast.ours.program) == {}


async def _expected(cast: Cast) -> Counter[tuple[str, str]]:
    """The figures recounted from the activities themselves."""
    found: Counter[tuple[str, str]] = Counter()
    rows = await Activity.objects().where(
        (Activity.program == cast.ours.program)
        & (Activity.state == "held")
        & Activity.voided_at.is_null()
        & Activity.group.is_not_null()
    )
    for row in rows:
        acts = await queries.acts_of(row.id)
        named = await Attendance.count().where(Attendance.activity == row.id)
        found["activity.held", row.presence] += 1
        found["activity.staff", ""] += row.staff
        found["activity.volunteers", ""] += row.volunteers
        found["activity.participants", ""] += row.participants
        found["person.took_part", ""] += named
        found["activity.resident_run", ""] += int(rules.is_resident_run(acts, row.presence))
        found["effort.staff", row.lever or ""] += row.staff_minutes or 0
        for act in rules.FIVE_ACTS:
            found["act.recorded", acts[act].standing if act in acts else "unproved"] += 1
    return +found


@pytest.mark.parametrize("chance", [1, 2, 3])
async def test_any_history_adds_up(cast: Cast, chance: int) -> None:
    """After logs, edits, voids and late names at random the rollup equals what a recount of the rows says."""
    dice = random.Random(chance)
    people = list(cast.ours.residents.values())
    logged: list[int] = []
    refused: set[str] = set()

    def said() -> dict[str, Any]:
        who = [None, "staff", "others", "residents", *(f"r{one}" for one in people)]
        values: dict[str, Any] = {act: dice.choice(who) for act in rules.FIVE_ACTS}
        return {
            **values,
            "held_on": DAY - timedelta(days=dice.randrange(200)),
            "staff": dice.randrange(4),
            "volunteers": dice.randrange(9),
            "participants": dice.randrange(5, 50),
            "presence": dice.choice(["full", "part"]),
            "staff_hours": dice.choice([None, 0, 1.5, 8]),
            "lever": dice.choice([None, "tools", "mobilisation"]),
        }

    for _ in range(40):
        deed = dice.choice(["log", "log", "edit", "void", "tick", "tick"])
        try:
            if deed == "log" or not logged:
                ticked = tuple(dice.sample(people, dice.randrange(len(people))))
                logged.append(await log(cast, people=ticked, **said()))
            elif deed == "edit":
                await edit(cast, dice.choice(logged), **said())
            elif deed == "void":
                await void(cast, dice.choice(logged))
            else:
                await tick(
                    cast, dice.choice(logged), dice.choice(people), dice.choice(["participant", "volunteer"])
                )
        except Refused as refusal:
            refused.add(refusal.code)
    assert refused <= {"activities.taken_back"}
    assert await sums(cast.ours.program) == dict(await _expected(cast))
    voided = {row["id"] for row in await db.rows("SELECT id FROM activity WHERE voided_at IS NOT NULL")}
    came = await db.rows("SELECT activity, resident FROM attendance")
    assert await people_count(cast.ours.program) == len(
        {row["resident"] for row in came if row["activity"] not in voided}
    )


async def test_erased_names_never_stand_in_the_log(cast: Cast) -> None:
    logged = await log(cast, people=(cast.ours.residents["猫奶奶"],), did=f"r{cast.ours.residents['猫奶奶']}")
    await tick(cast, logged, cast.ours.residents["张𠮷"])
    names = [row["name"] for row in await Resident.select(Resident.name)]
    for entry in await audit.entries_of("activity", logged, organisation_id=cast.ours.organisation):
        assert not any(name in (entry["changes"] or "") for name in names)
