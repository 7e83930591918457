"""A leader on an old phone: one screen, one tap, and a way back."""

from typing import Any

import pytest

from groups.activities.tables import Activity, ActivityAct, Attendance
from groups.habits.tables import HabitChallenge
from groups.teams.tables import Group, GroupLeader, GroupTask
from server.accounts.tables import RoleAssignment
from server.lib import clock, db
from tests import compact_deeds as deeds
from tests.cast import CANARY, LONG_AGO, Cast, _row
from tests.visitor import Visitor

OP = "11111111-1111-4111-8111-111111111111"


def filled(**values: Any) -> dict[str, Any]:
    return {
        "title": "遛狗巡逻",
        "held_on": str(clock.today()),
        "presence": "part",
        "participants": "5",
        **values,
    }


async def log(cast: Cast, **values: Any) -> str:
    url = f"/my/groups/{cast.ours.group}/activities/new"
    answer = await Visitor("zhao").post(url, filled(**values))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def lead(cast: Cast) -> None:
    """Zhao is 王阿姨 and signs in herself."""
    row = GroupLeader(
        organisation=cast.ours.organisation,
        group=cast.ours.group,
        resident=cast.ours.residents["王阿姨"],
        position="leader",
        chosen_how="elected",
        votes_for=9,
        votes_cast=14,
        since=clock.today(),
        account=cast.zhao.user_id,
    )
    async with db.write_transaction():
        await row.save()


async def test_her_groups_and_one_button_each(cast: Cast) -> None:
    page = await Visitor("zhao").get("/my")
    assert "铲屎官小队" in page.text
    assert page.text.count(f'href="/my/groups/{cast.ours.group}/activities/new"') == 1
    assert CANARY not in page.text
    assert "您还没有带小组" in (await Visitor("chen").get("/my")).text


async def test_her_compact_and_her_groups_habit_are_one_tap_away(cast: Cast) -> None:
    """Two groups of one community: its compact stands once, each group's habit at the group."""
    await lead(cast)
    compact = await deeds.to_signing(cast)
    ours = {"organisation": cast.ours.organisation, "community": cast.ours.community}
    async with db.write_transaction():
        second = await _row(
            Group, **ours, name="遛狗队", kind="pets", initiator="陈叔", formed_on=clock.today()
        )
        await _row(
            RoleAssignment,
            user=cast.zhao.user_id,
            organisation=cast.ours.organisation,
            role="leader",
            scope="group",
            scope_id=second,
            granted_at=LONG_AGO,
        )
        of = {**ours, "what": "出门牵绳", "habit_of": "person", "starts_on": clock.today()}
        habits = [
            await _row(HabitChallenge, **of, group=group, title=f"牵绳{group}", closed_on=closed)
            for group, closed in ((cast.ours.group, None), (second, None), (second, clock.today()))
        ]
    page = (await Visitor("zhao").get("/my")).text
    ways = [f"/my/compacts/{compact}", *(f"/my/habits/{habit}" for habit in habits)]
    assert [page.count(f'href="{way}"') for way in ways] == [1, 1, 1, 0]
    assert "挨家挨户" not in (await Visitor("chen").get("/my")).text


async def test_four_fields_on_one_screen(cast: Cast) -> None:
    await lead(cast)
    page = await Visitor("zhao").get(f"/my/groups/{cast.ours.group}/activities/new")
    fields = set(page.text.split('name="')) and {
        part.split('"')[0] for part in page.text.split('name="')[1:]
    } - {"_csrf_token", "op_id", "next", "mode", "language", "viewport", "color-scheme", "format-detection"}
    what, when = {"title"}, {"held_on"}
    who_came = {"people", "staff", "volunteers", "participants", "presence"}
    who_carried = {"proposed", "decided", "did", "answered", "evaluated"}
    assert {name for name in fields if not name.startswith(("theme", "csrf", "htmx"))} == (
        what | when | who_came | who_carried
    )
    assert f'value="{clock.today()}"' in page.text
    assert f'<option value="r{cast.ours.residents["王阿姨"]}">我</option>' in page.text
    assert "李娜" not in page.text, "not a member"
    must = {part.split('"')[0] for part in page.text.split('name="')[1:] if " required" in part.split(">")[0]}
    assert must == {"title", "held_on", "presence"}


async def test_after_saving_it_says_what_it_means(cast: Cast) -> None:
    await lead(cast)
    wang, maonainai = (cast.ours.residents[name] for name in ("王阿姨", "猫奶奶"))
    home = await log(
        cast,
        participants="",
        people=[str(wang), str(maonainai)],
        decided=f"r{wang}",
        did=f"r{maonainai}",
        answered=f"r{wang}",
        evaluated="others",
    )
    page = await Visitor("zhao").get(home)
    for text in ("来了2位邻居", "大家自己议定、自己办成的", "居民自己办的", "3/4", "撤回"):
        assert text in page.text, text
    row = await Activity.objects().get(Activity.title == "遛狗巡逻")
    assert row is not None
    assert (row.presence, row.participants, row.program) == ("none", 2, cast.ours.program)


async def test_not_yet_their_own_says_what_is_missing(cast: Cast) -> None:
    page = await Visitor("zhao").get(await log(cast, staff="2", presence="full", decided="staff"))
    assert "还不算居民自己办的" in page.text
    assert "工作人员不全程在场" in page.text


async def test_a_double_tap_makes_one_record(cast: Cast) -> None:
    zhao, url = Visitor("zhao"), f"/my/groups/{cast.ours.group}/activities/new"
    first = await zhao.post(url, filled(), op_id=OP)
    second = await zhao.post(url, filled(), op_id=OP)
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert await Activity.count() == 3


async def test_the_last_titles_and_the_task_are_offered(cast: Cast) -> None:
    task = GroupTask(
        organisation=cast.ours.organisation,
        group=cast.ours.group,
        program=cast.ours.program,
        need_class=cast.ours.need_class,
        title="宠物粪便",
        taken_on=clock.today(),
    )
    async with db.write_transaction():
        await task.save()
    url = f"/my/groups/{cast.ours.group}/activities/new"
    home = await log(cast, task=str(task.id))
    page = await Visitor("zhao").get(url)
    assert '<option value="遛狗巡逻">' in page.text
    assert "为了我们的任务：宠物粪便" in page.text
    again = await Visitor("zhao").get(f"{url}?title=遛狗巡逻")
    assert 'value="遛狗巡逻"' in again.text
    found = await db.rows("SELECT kind FROM evidence WHERE kind = 'task.acted'")
    assert len(found) == 1
    assert (await Visitor("zhao").post(url, filled(task="999999"))).status_code == 404
    assert (await Visitor("zhao").get(home)).status_code == 200


async def test_undo_is_within_reach(cast: Cast) -> None:
    home = await log(cast)
    zhao = Visitor("zhao")
    assert f'action="{home}/void"' in (await zhao.get(home)).text
    answer = await zhao.post(f"{home}/void")
    assert answer.headers["location"] == "/my"
    assert "遛狗巡逻" not in (await zhao.get("/my")).text.split("</main>")[0].replace("notice", "")
    assert await db.rows("SELECT SUM(quantity) AS n FROM evidence_month HAVING SUM(quantity) <> 0") == []
    assert (await zhao.post(f"{home}/void")).status_code == 422


async def test_she_takes_back_only_what_she_logged_herself(cast: Cast) -> None:
    async with db.write_transaction():
        await Activity.update({Activity.group: cast.ours.group}).where(Activity.id == cast.ours.activity)
    zhao = Visitor("zhao")
    page = await zhao.get(f"/my/activities/{cast.ours.activity}")
    assert "/void" not in page.text
    assert (await zhao.post(f"/my/activities/{cast.ours.activity}/void")).status_code == 403


async def test_what_was_planned_is_written_up_on_the_phone(cast: Cast) -> None:
    given = {
        "community": str(cast.ours.community),
        "group": str(cast.ours.group),
        "title": "夜间巡逻",
        "held_on": str(clock.today()),
    }
    answer = await Visitor("chen").post("/desk/activities/new", given)
    activity_id = answer.headers["location"].rpartition("/")[2]
    zhao = Visitor("zhao")
    assert "办得怎样？" in (await zhao.get("/my")).text
    form = await zhao.get(f"/my/activities/{activity_id}/held")
    assert 'name="version" value="1"' in form.text
    held = {"version": "1", "held_on": str(clock.today()), "presence": "part", "participants": "9"}
    answer = await zhao.post(f"/my/activities/{activity_id}/held", held)
    assert answer.headers["location"] == f"/my/activities/{activity_id}"
    assert "来了9位邻居" in (await zhao.get(answer.headers["location"])).text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": "  "}, "请填写"),
        ({"held_on": "2999-01-01"}, "还没到"),
        ({"held_on": "1970-01-01"}, "2000"),
        ({"participants": "一群"}, "12"),
        ({"participants": "-1"}, "0"),
        ({"volunteers": "99999"}, "10,000"),
        ({"participants": "0"}, "志愿者和参加者"),
    ],
)
async def test_faults_are_said_on_the_same_screen(cast: Cast, values: dict[str, str], sentence: str) -> None:
    chen_shu = cast.ours.residents["陈叔"]
    url = f"/my/groups/{cast.ours.group}/activities/new"
    given = filled(people=[str(chen_shu)], did=f"r{chen_shu}", **values)
    answer = await Visitor("zhao").post(url, given)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{chen_shu}" checked' in answer.text
    assert f'<option value="r{chen_shu}" selected>' in answer.text
    assert await Attendance.count() == await ActivityAct.count() == 0


async def test_other_peoples_groups_do_not_exist(cast: Cast) -> None:
    zhao = Visitor("zhao")
    for url in (f"/my/groups/{cast.theirs.group}/activities/new", f"/my/activities/{cast.theirs.activity}"):
        assert (await zhao.get(url)).status_code == 404
    assert (await zhao.post(f"/my/groups/{cast.theirs.group}/activities/new", filled())).status_code == 404
    stranger = str(next(iter(cast.theirs.residents.values())))
    for values in (
        {"people": [stranger]},
        {"did": f"r{stranger}"},
        {"people": [str(cast.ours.residents["李娜"])]},
    ):
        answer = await zhao.post(f"/my/groups/{cast.ours.group}/activities/new", filled(**values))
        assert answer.status_code == 404
    assert await Activity.count() == 2


async def test_the_phone_loads_little(cast: Cast) -> None:
    for _ in range(4):
        await log(cast)
    zhao = Visitor("zhao")
    for url in ("/my", f"/my/groups/{cast.ours.group}/activities/new"):
        answer = await zhao.get(url, headers={"accept-encoding": "gzip"})
        assert int(answer.headers["content-length"]) < 12_000
