"""Activities logged, corrected and taken back; the ledger says the same after each."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from groups.activities import actions, queries
from groups.activities.schemas import GroupLog
from groups.activities.tables import Attendance
from groups.teams.tables import Group
from programs.method.queries import people_count
from server import audit
from server.lib import db
from server.lib.errors import NotFound, Refused, Stale
from server.lib.ids import new_op_id
from tests.activity_deeds import DAY, activity, edit, log, neighbours, setting_of, sums, task_of, tick, void
from tests.cast import Cast
from tests.databases import at_most_queries


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
        with at_most_queries(13):
            await actions.log_activity(setting, data, actor=cast.chen)
