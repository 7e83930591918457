"""Activities on the desk and on the street."""

from datetime import date, timedelta
from typing import Any

import pytest

from groups.activities.tables import Activity, Attendance, GroupInvitation
from groups.teams.tables import Group, GroupTask
from server.lib import clock, db
from tests.cast import CANARY, Cast
from tests.visitor import Visitor

OP = "11111111-1111-4111-8111-111111111111"


def filled(cast: Cast, **values: Any) -> dict[str, Any]:
    return {
        "community": str(cast.ours.community),
        "group": str(cast.ours.group),
        "title": "遛狗巡逻",
        "held_on": "2026-04-11",
        "participants": "12",
        "presence": "part",
        **values,
    }


async def logged(cast: Cast, **values: Any) -> int:
    answer = await Visitor("chen").post("/desk/activities/log", filled(cast, **values))
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rpartition("/")[2])


async def planned(cast: Cast, day: date | None = None, **values: Any) -> int:
    given = filled(cast, held_on=str(day or clock.today()), **values)
    for name in ("participants", "presence"):
        given.pop(name)
    answer = await Visitor("chen").post("/desk/activities/new", given)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rpartition("/")[2])


async def test_staff_log_what_took_place(cast: Cast) -> None:
    residents = cast.ours.residents
    activity_id = await logged(
        cast,
        staff="３",
        volunteers="3",
        people=[str(residents["王阿姨"]), str(residents["陈叔"])],
        proposed=f"r{residents['猫奶奶']}",
        decided=f"r{residents['王阿姨']}",
        did=f"r{residents['陈叔']}",
        answered="staff",
        evaluated=f"r{residents['猫奶奶']}",
        staff_hours="14",
        cash="199.90",
        lever="mobilisation",
    )
    page = await Visitor("chen").get(f"/desk/activities/{activity_id}")
    for text in ("遛狗巡逻", "3/4", "居民主办", "王阿姨", "14小时", "199.9元", "居民动员", "2026年4月11日"):
        assert text in page.text, text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": ""}, "请填写"),
        ({"title": "字" * 81}, "80"),
        ({"held_on": "1970-01-01"}, "2000"),
        ({"held_on": "2999-01-01"}, "还没到"),
        ({"held_on": "昨天"}, "2026-11-21"),
        ({"participants": "-3"}, "0"),
        ({"participants": "999999"}, "100,000"),
        ({"staff": "600"}, "500"),
        ({"participants": "0"}, "志愿者和参加者"),
        ({"participants": "", "volunteers": ""}, "志愿者和参加者"),
        ({"did": "r0"}, "重新"),
        ({"staff_hours": "很多"}, "12.5"),
    ],
)
async def test_what_cannot_be_is_said_and_the_rest_is_kept(
    cast: Cast, values: dict[str, str], sentence: str
) -> None:
    given = filled(cast, place="𠮷祥·广场🐶", about="带上宠物", **values)
    answer = await Visitor("chen").post("/desk/activities/log", given)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "𠮷祥·广场🐶" in answer.text
    assert "带上宠物" in answer.text
    assert await Activity.count() == 2


async def test_more_ticked_than_counted_is_said(cast: Cast) -> None:
    people = [str(one) for one in list(cast.ours.residents.values())[:3]]
    answer = await Visitor("chen").post("/desk/activities/log", filled(cast, participants="2", people=people))
    assert answer.status_code == 422
    assert "勾选了3个人" in answer.text
    assert answer.text.count('name="people"') == answer.text.count("checked") - 1 == 3


async def test_the_place_comes_from_the_address(cast: Cast) -> None:
    chen, lin = Visitor("chen"), Visitor("lin")
    assert "五福桥社区" in (await chen.get("/desk/activities/log")).text
    choose = await lin.get("/desk/activities/new")
    assert f"/desk/activities/new?community={cast.ours.community}" in choose.text
    page = await lin.get(f"/desk/activities/new?group={cast.ours.group}")
    assert "铲屎官小队" in page.text
    page = await lin.get(f"/desk/activities/log?program={cast.ours.program}")
    assert f'<option value="{cast.ours.program}" selected>' in page.text
    for query in (
        f"group={cast.theirs.group}",
        f"program={cast.theirs.program}",
        f"community={cast.theirs.community}",
    ):
        assert (await lin.get(f"/desk/activities/new?{query}")).status_code == 404


async def test_a_log_for_the_groups_task(cast: Cast) -> None:
    task = GroupTask(
        organisation=cast.ours.organisation,
        group=cast.ours.group,
        need_class=cast.ours.need_class,
        title="宠物粪便",
        taken_on=date(2026, 4, 1),
    )
    async with db.write_transaction():
        await task.save()
    page = await Visitor("chen").get(f"/desk/activities/log?group={cast.ours.group}&task={task.id}")
    assert f'<option value="{task.id}" selected>宠物粪便</option>' in page.text
    home = await logged(cast, task=str(task.id))
    assert "为了小组的任务：宠物粪便" in (await Visitor("chen").get(f"/desk/activities/{home}")).text


async def test_a_double_tap_makes_one_activity(cast: Cast) -> None:
    chen = Visitor("chen")
    first = await chen.post("/desk/activities/log", filled(cast), op_id=OP)
    second = await chen.post("/desk/activities/log", filled(cast), op_id=OP)
    assert first.headers["location"] == second.headers["location"]
    assert await Activity.count() == 3


async def test_from_plan_to_held(cast: Cast) -> None:
    chen = Visitor("chen")
    activity_id = await planned(cast, capacity="2", place="中庭", starts_at="9:30", public="1")
    home = f"/desk/activities/{activity_id}"
    calendar = await chen.get("/desk/activities")
    assert f'href="{home}"' in calendar.text
    assert "09:30" in calendar.text
    residents = cast.ours.residents
    door = await chen.get(f"{home}/attendances")
    assert door.text.index("王阿姨") < door.text.index("李娜"), "members first"
    for name in ("王阿姨", "陈叔"):
        answer = await chen.post(
            f"{home}/attendances", {"resident": str(residents[name]), "role": "participant"}
        )
        assert answer.status_code == 303
    answer = await chen.post(
        f"{home}/attendances", {"resident": str(residents["李娜"]), "role": "participant"}
    )
    assert answer.status_code == 422
    assert "2个名额都满了" in answer.text
    form = await chen.get(f"{home}/held")
    assert "门口已签到2人" in form.text
    held = {"version": "1", "held_on": str(clock.today()), "presence": "part", "participants": "9"}
    assert (await chen.post(f"{home}/held", held)).status_code == 303
    page = await chen.get(home)
    assert "已举办" in page.text
    assert "工作人员不在场" in page.text
    assert (await chen.post(f"{home}/held", held)).status_code == 422


async def test_the_door_finds_by_name(cast: Cast) -> None:
    activity_id = await logged(cast)
    chen = Visitor("chen")
    found = await chen.get(f"/desk/activities/{activity_id}/attendances", params={"q": "𠮷"})
    assert "张𠮷" in found.text
    assert "李娜" not in found.text
    found = await chen.get(f"/desk/activities/{activity_id}/attendances", params={"q": "0001"})
    assert "王阿姨" in found.text
    nobody = await chen.get(f"/desk/activities/{activity_id}/attendances", params={"q": "%_\x00"})
    assert "没有可签到的人了" in nobody.text
    stranger = str(next(iter(cast.theirs.residents.values())))
    answer = await chen.post(
        f"/desk/activities/{activity_id}/attendances", {"resident": stranger, "role": "volunteer"}
    )
    assert answer.status_code == 404
    assert await Attendance.count() == 0


async def test_an_edit_shows_what_stands_and_refuses_the_second_editor(cast: Cast) -> None:
    activity_id = await logged(
        cast,
        staff_hours="2.5",
        did=f"r{cast.ours.residents['猫奶奶']}",
        people=[str(cast.ours.residents["陈叔"])],
    )
    url = f"/desk/activities/{activity_id}/edit"
    form = await Visitor("chen").get(url)
    assert 'value="2.5"' in form.text
    assert f'<option value="r{cast.ours.residents["猫奶奶"]}" selected>猫奶奶</option>' in form.text
    given = filled(cast, version="1", staff="0", volunteers="0", title="夜间巡逻")
    given.pop("community")
    assert (await Visitor("lin").post(url, given)).status_code == 303
    answer = await Visitor("chen").post(url, {**given, "title": "清晨巡逻"})
    assert answer.status_code == 409
    assert "夜间巡逻" in answer.text
    assert 'value="清晨巡逻"' in answer.text
    assert "修改" in (await Visitor("chen").get(f"/desk/activities/{activity_id}")).text


async def test_cancelled_with_a_reason(cast: Cast) -> None:
    activity_id = await planned(cast)
    chen, url = Visitor("chen"), f"/desk/activities/{activity_id}/cancel"
    assert (await chen.get(url)).status_code == 200
    assert (await chen.post(url, {"version": "1", "reason": ""})).status_code == 422
    assert (await chen.post(url, {"version": "1", "reason": "下雨"})).status_code == 303
    page = await chen.get(f"/desk/activities/{activity_id}")
    assert "原因：下雨" in page.text
    assert "/edit" not in page.text


async def test_taken_back_with_a_reason(cast: Cast) -> None:
    activity_id = await logged(cast)
    chen, url = Visitor("chen"), f"/desk/activities/{activity_id}/void"
    assert (await chen.get(url)).status_code == 200
    assert "请写明为什么撤回" in (await chen.post(url, {"reason": ""})).text
    assert (await chen.post(url, {"reason": "记了两遍"})).status_code == 303
    assert "记了两遍" in (await chen.get(f"/desk/activities/{activity_id}")).text
    assert "遛狗巡逻" not in (await chen.get("/desk/activities?view=list")).text


async def test_lists_and_their_filters(cast: Cast) -> None:
    for number in range(53):
        day = date(2026, 3, 1) + timedelta(days=number)
        await logged(cast, title=f"第{number}次巡逻", held_on=str(day))
    chen = Visitor("chen")
    first = await chen.get(f"/desk/activities?program={cast.ours.program}")
    assert "第52次巡逻" in first.text
    assert "第2次巡逻" not in first.text
    older = first.text.split('rel="next"')[0].rpartition('href="')[2].split('"')[0].replace("&amp;", "&")
    second = await chen.get(older)
    assert "第2次巡逻" in second.text
    assert "第52次巡逻" not in second.text
    month = await chen.get(f"/desk/activities?program={cast.ours.program}&month=2026-03")
    assert "第30次巡逻" in month.text
    assert "第31次巡逻" not in month.text
    quarter = await chen.get("/desk/activities?view=list&quarter=2026-Q1")
    assert "小动物选美比赛" in quarter.text
    for query in (
        "view=list&before=x~y",
        "month=2026-99",
        "program=abc&view=list",
        "before=2026-01-01~99999999999&view=list",
        "community=99999999999999",
    ):
        assert (await chen.get(f"/desk/activities?{query}")).status_code == 200
    assert "第1次巡逻" not in (await Visitor("he").get("/desk/activities?view=list")).text


async def test_nobody_of_elsewhere_sees_any_of_it(cast: Cast) -> None:
    activity_id = await logged(cast)
    for who in ("he", "bai"):
        for end in ("", "/edit", "/void", "/attendances", "/invitations"):
            assert (await Visitor(who).get(f"/desk/activities/{activity_id}{end}")).status_code == 404
        assert (await Visitor(who).get(f"/desk/programs/{cast.ours.program}/taper")).status_code == 404
        assert (await Visitor(who).get(f"/desk/groups/{cast.ours.group}/story")).status_code == 404
    assert CANARY not in (await Visitor("lin").get("/desk/activities?view=list")).text


async def test_an_event_becomes_a_group(cast: Cast) -> None:
    chen, home = Visitor("chen"), f"/desk/activities/{cast.ours.activity}"
    assert "还没有记名签到" in (await chen.get(f"{home}/invitations")).text
    people = [str(one) for one in list(cast.ours.residents.values())[:4]]
    for resident in people:
        await chen.post(f"{home}/attendances", {"resident": resident, "role": "participant"})
    form = await chen.get(f"{home}/invitations")
    assert form.text.count(" checked") == 4
    given = {"people": people, "name": "遛狗文明队", "kind": "pets", "invited_on": "2026-02-23"}
    answer = await chen.post(f"{home}/invitations", given, op_id=OP)
    again = await chen.post(f"{home}/invitations", given, op_id=OP)
    assert answer.headers["location"] == again.headers["location"]
    group = await Group.objects().get(Group.name == "遛狗文明队")
    assert group is not None
    url = f"/desk/groups/{group.id}/invitations"
    assert answer.headers["location"] == url
    assert (await chen.post(url, {"answered_on": "2026-03-01"})).status_code == 422
    given = {"answered_on": "2026-03-01", "joined": people[:3], "declined": people[3]}
    assert (await chen.post(url, given)).status_code == 303
    assert "3人加入，1人婉拒，0人还没回复" in (await chen.get(url)).text
    story = await chen.get(f"/desk/groups/{group.id}/story")
    assert "来了35位邻居" in story.text
    assert "其中3人加入，占8.6%" in story.text
    part = await chen.get(f"/desk/groups/{group.id}/story", headers={"hx-request": "true"})
    assert "<html" not in part.text
    assert "来了35位邻居" in part.text
    assert await GroupInvitation.count() == 4
    assert "遛狗文明队" in (await chen.get(home)).text


async def test_the_taper_is_drawn_from_what_was_logged(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/desk/programs/{cast.ours.program}/taper"
    assert "还没有办过活动" in (await chen.get(url)).text
    wang = f"r{cast.ours.residents['王阿姨']}"
    await logged(
        cast,
        held_on="2026-01-10",
        staff="6",
        participants="100",
        decided="staff",
        did="staff",
        staff_hours="14",
        resident_hours="6",
        presence="full",
    )
    await logged(
        cast,
        held_on="2026-08-10",
        staff="3",
        volunteers="30",
        participants="1000",
        decided=wang,
        did=wang,
        staff_hours="5.5",
        resident_hours="41",
        lever="mobilisation",
    )
    page = await chen.get(url)
    for text in ("2026年1季度为6", ">0.3<", ">100%<", "2026年1季度为100%", ">5.5<", "居民动员", "1,000"):
        assert text in page.text, text
    assert f"/desk/activities?program={cast.ours.program}&amp;month=2026-08" in page.text
    assert f"/desk/activities?program={cast.ours.program}&amp;quarter=2026-Q1" in page.text
    part = await chen.get(url, headers={"hx-request": "true"})
    assert "<html" not in part.text
    assert ">0.3<" in part.text
    english = await Visitor("chen", language="en").get(url)
    assert "Staff per 100 participants" in english.text


async def test_a_programs_activities(cast: Cast) -> None:
    await logged(cast)
    chen, url = Visitor("chen"), f"/desk/programs/{cast.ours.program}/activities"
    assert "遛狗巡逻" in (await chen.get(url)).text
    part = await chen.get(url, headers={"hx-request": "true"})
    assert "<html" not in part.text
    assert "遛狗巡逻" in part.text


async def test_the_street_reads_counts_and_no_names(cast: Cast) -> None:
    await logged(cast, public="1", people=[str(cast.ours.residents["猫奶奶"])], title="公开的巡逻")
    await logged(cast, title="自己人的会")
    await planned(cast, clock.today() + timedelta(days=3), public="1", title="宠物运动会", place="东门")
    page = await Visitor().get("/c/wufuqiao")
    assert "来了12人" in page.text
    assert "宠物运动会" in page.text
    assert "东门" in page.text
    section = page.text[page.text.index("近期活动") : page.text.index("东门") + 2000]
    assert "猫奶奶" not in section.split("</section>")[0]
    assert "自己人的会" not in page.text
    assert CANARY not in page.text


async def test_activities_are_found_by_two_hanzi(cast: Cast) -> None:
    await logged(cast)
    page = await Visitor("chen").get("/desk/search", params={"q": "巡逻"})
    assert "遛狗巡逻" in page.text
    assert "遛狗巡逻" not in (await Visitor("he").get("/desk/search", params={"q": "巡逻"})).text
    assert (await Visitor("chen").get("/desk/search", params={"q": "%"})).text.count("遛狗巡逻") == 0


async def test_lists_ask_the_same_however_long(cast: Cast) -> None:
    from tests.databases import at_most_queries

    await logged(cast)
    chen = Visitor("chen")
    before = db.engine().query_id
    await chen.get("/desk/activities?view=list")
    few = db.engine().query_id - before
    for number in range(20):
        await logged(cast, title=f"第{number}次")
    with at_most_queries(few):
        await chen.get("/desk/activities?view=list")
