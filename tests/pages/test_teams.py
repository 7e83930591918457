"""Groups on pages: entered, joined, led, given a task; each refusal beside its field, what was typed kept."""

import re

import pytest

from groups.teams.tables import CommunityLeader, Group, GroupLeader, GroupTask, Membership
from programs.method.queries import totals_of
from tests.cast import CANARY, Cast
from tests.databases import at_most_queries
from tests.visitor import Visitor

OP = "11111111-1111-4111-8111-111111111111"


async def capable(cast: Cast, name: str = "猫奶奶") -> int:
    """A confirmed community leader, made on the pages."""
    chen = Visitor("chen")
    answer = await chen.post(
        f"/desk/communities/{cast.ours.community}/community-leaders",
        {
            "resident": str(cast.ours.residents[name]),
            "source_type": "resident",
            "spotted_by": "陈社工",
            "spotted_on": "2026-03-01",
            "program": str(cast.ours.program),
        },
    )
    home = answer.headers["location"]
    for criterion in ("cares", "brings"):
        sighting = {"criterion": criterion, "seen_on": "2026-03-02", "what": "带着八户邻居扫了楼道"}
        assert (await chen.post(f"{home}/sightings", sighting)).status_code == 303
    assert (await chen.post(f"{home}/confirmation", {"confirmed_on": "2026-03-03"})).status_code == 303
    return int(home.rsplit("/", 1)[1])


def term(cast: Cast, name: str = "猫奶奶", **values: str) -> dict[str, str]:
    return {
        "position": "leader",
        "resident": str(cast.ours.residents[name]),
        "chosen_how": "elected",
        "votes_for": "9",
        "votes_cast": "１４",
        "since": "2026-03-10",
        **values,
    }


def task(cast: Cast, **values: str) -> dict[str, str]:
    return {
        "title": "草坪上不再有狗粪",
        "need_class": str(cast.ours.need_class),
        "program": str(cast.ours.program),
        "taken_on": "2026-04-02",
        **values,
    }


async def handed(cast: Cast) -> int:
    answer = await Visitor("chen").post(f"/desk/groups/{cast.ours.group}/tasks", task(cast))
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rsplit("/", 1)[1])


async def test_a_group_is_entered_and_its_members_ticked(cast: Cast) -> None:
    chen = Visitor("chen")
    form = await chen.get("/desk/groups/new")
    assert form.headers["location"] == f"/desk/communities/{cast.ours.community}/groups/new"
    answer = await chen.post(
        f"/desk/communities/{cast.ours.community}/groups",
        {
            "name": "夕阳红·合唱团",
            "kind": "culture",
            "formed_on": "2026年3月1日",
            "initiator": "猫奶奶",
            "age_from": "６０",
        },
    )
    home = answer.headers["location"]
    page = await chen.get(home)
    assert "夕阳红·合唱团" in page.text
    assert "还没有带头人" in page.text
    assert f'hx-get="{home}/story"' in page.text
    ticked = {"residents": [str(cast.ours.residents[name]) for name in ("陈叔", "张𠮷")]}
    joined = {**ticked, "nickname": "豆豆妈😀", "joined_on": "2026-03-01"}
    answer = await chen.post(f"{home}/members", joined, op_id=OP)
    again = await chen.post(f"{home}/members", joined, op_id=OP)
    assert answer.status_code == again.status_code == 303
    page = await chen.get(home)
    assert all(name in page.text for name in ("陈叔", "张𠮷", "豆豆妈😀", "0003"))
    assert await Membership.count().where(Membership.group == int(home.rsplit("/", 1)[1])) == 3


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "请填写"),
        ({"name": "合" * 61}, "60"),
        ({"kind": "chess"}, "请从选项中"),
        ({"formed_on": "2099-01-01"}, "还没到"),
        ({"formed_on": "1970-01-01"}, "2000"),
        ({"formed_on": "昨天"}, "2026-11-21"),
        ({"age_from": "-3"}, "120"),
        ({"age_from": "60", "age_to": "6"}, "最大年龄小于最小年龄"),
        ({"name": "铲屎官小队"}, "同名的活跃小组"),
    ],
)
async def test_what_cannot_be_is_said_beside_its_field(cast: Cast, typed: dict, sentence: str) -> None:
    given = {"name": "合唱团", "kind": "culture", "formed_on": "2026-03-01", "about": "想唱就来", **typed}
    answer = await Visitor("chen").post(f"/desk/communities/{cast.ours.community}/groups", given)
    assert answer.status_code == 422
    assert sentence in re.search(r'class="error".*?</p>', answer.text, re.S).group(), answer.text
    assert "想唱就来" in answer.text
    assert await Group.count().where(Group.community == cast.ours.community) == 1


async def test_a_program_of_another_organisation_does_not_exist(cast: Cast) -> None:
    given = {
        "name": "合唱团",
        "kind": "culture",
        "formed_on": "2026-03-01",
        "program": str(cast.theirs.program),
    }
    answer = await Visitor("chen").post(f"/desk/communities/{cast.ours.community}/groups", given)
    assert answer.status_code == 404


async def test_the_second_editor_sees_what_the_first_saved(cast: Cast) -> None:
    url = f"/desk/groups/{cast.ours.group}/edit"
    given = {"name": "铲屎官小队", "formed_on": "2026-03-01", "version": "1"}
    first = await Visitor("lin").post(url, {**given, "kind": "environment", "meets": "周六九点"})
    answer = await Visitor("chen").post(url, {**given, "kind": "pets", "meets": "周日八点"})
    assert (first.status_code, answer.status_code) == (303, 409)
    theirs = re.search(r'class="callout theirs".*?</section>', answer.text, re.S).group()
    assert "环保" in theirs
    assert "周六九点" in theirs
    assert "周日八点" in answer.text
    saved = await Visitor("chen").post(url, {**given, "kind": "pets", "meets": "周日八点", "version": "2"})
    assert saved.status_code == 303


async def test_a_group_closes_with_a_reason_and_opens_again(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/desk/groups/{cast.ours.group}"
    answer = await chen.post(f"{url}/closure", {"closed_on": "2026-05-01"})
    assert answer.status_code == 422
    answer = await chen.post(f"{url}/closure", {"closed_on": "2026-02-01", "reason": "没人来了"})
    assert "2026年3月1日" in answer.text
    assert (
        await chen.post(f"{url}/closure", {"closed_on": "2026-05-01", "reason": "没人来了"})
    ).status_code == 303
    page = await chen.get(url)
    assert "没人来了" in page.text
    assert "members/new" not in page.text
    assert "铲屎官小队" not in (await chen.get("/desk/groups")).text
    assert "铲屎官小队" in (await chen.get("/desk/groups?state=closed")).text
    assert (await chen.post(f"{url}/reopening", {"reason": "又有人来了"})).status_code == 303
    assert "铲屎官小队" in (await chen.get("/desk/groups")).text


async def test_nobody_ticked_is_said(cast: Cast) -> None:
    url = f"/desk/groups/{cast.ours.group}/members"
    answer = await Visitor("chen").post(url, {"joined_on": "2026-04-01"})
    assert answer.status_code == 422
    assert "至少勾选一人" in answer.text
    answer = await Visitor("chen").post(url, {"joined_on": "2026-04-01", "nickname": "李娜"})
    assert answer.status_code == 422
    assert 'name="another"' in answer.text
    answer = await Visitor("chen").post(url, {"joined_on": "2026-04-01", "nickname": "李娜", "another": "1"})
    assert answer.status_code == 303
    answer = await Visitor("chen").post(
        url, {"joined_on": "2026-04-01", "residents": [str(cast.theirs.residents["周姐"])]}
    )
    assert answer.status_code == 404


async def test_a_member_leaves(cast: Cast) -> None:
    chen = Visitor("chen")
    stay = await Membership.objects().get(Membership.resident == cast.ours.residents["陈叔"])
    url = f"/desk/memberships/{stay.id}"
    assert "陈叔" in (await chen.get(url)).text
    answer = await chen.post(f"{url}/departure", {"left_on": "2026-02-01"})
    assert answer.status_code == 422
    assert "早于加入日期" in answer.text
    assert (await chen.post(f"{url}/departure", {"left_on": "2026-05-01"})).status_code == 303
    assert "陈叔" not in (await chen.get(f"/desk/groups/{cast.ours.group}")).text


async def test_a_candidate_with_one_criterion_stays_to_be_watched(cast: Cast) -> None:
    chen = Visitor("chen")
    spotted = {
        "resident": str(cast.ours.residents["王阿姨"]),
        "source_type": "resident",
        "spotted_by": "李娜",
        "spotted_on": "2026-03-01",
    }
    answer = await chen.post(f"/desk/communities/{cast.ours.community}/community-leaders", spotted)
    home = answer.headers["location"]
    await chen.post(f"{home}/sightings", {"criterion": "cares", "seen_on": "2026-03-02", "what": "打12345"})
    answer = await chen.post(f"{home}/confirmation", {"confirmed_on": "2026-03-03"})
    assert answer.status_code == 422
    assert "还缺“带领大家做活动”" in answer.text
    page = await chen.get(home)
    assert "待考察" in page.text
    assert "打12345" in page.text
    register = await chen.get(f"/desk/community-leaders?community={cast.ours.community}")
    assert "还没看到" in register.text
    again = await chen.post(f"/desk/communities/{cast.ours.community}/community-leaders", spotted)
    assert again.status_code == 422
    assert "已在能人登记里" in again.text
    assert (await CommunityLeader.objects().first()).confirmed_on is None


async def test_a_confirmation_is_withdrawn_with_a_reason(cast: Cast) -> None:
    chen, entry = Visitor("chen"), await capable(cast)
    assert (await totals_of(cast.ours.program))["leader.capable", ""] == 1
    url = f"/desk/community-leaders/{entry}"
    assert (await chen.post(f"{url}/withdrawal", {})).status_code == 422
    assert (await chen.post(f"{url}/withdrawal", {"reason": "记错了人"})).status_code == 303
    assert (await totals_of(cast.ours.program))["leader.capable", ""] == 0
    assert "记错了人" in (await chen.get(url)).text
    edited = {"version": "3", "source_type": "local_staff", "spotted_by": "何叔", "spotted_on": "2026-03-01"}
    assert (await chen.post(f"{url}/edit", edited)).status_code == 303
    stale = await chen.post(f"{url}/edit", {**edited, "source_type": "resident"})
    assert stale.status_code == 409
    assert "基层工作人员" in stale.text


async def test_a_leader_is_confirmed_and_shown_with_the_votes(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/desk/groups/{cast.ours.group}"
    answer = await chen.post(f"{url}/leaders", term(cast))
    assert answer.status_code == 422
    assert "带头人必须是已确认的能人" in answer.text
    await capable(cast)
    form = await chen.get(f"{url}/leaders/new")
    assert "猫奶奶 0002 · 已确认" in form.text
    for typed, sentence in (
        ({"votes_for": "15"}, "得票数不能多于投票总数"),
        ({"chosen_how": "offered"}, "推选才有票数"),
        ({"until": "2026-01-01"}, "结束"),
        ({"resident": str(cast.ours.residents["李娜"])}, "只有成员才能带头"),
    ):
        answer = await chen.post(f"{url}/leaders", term(cast, **typed))
        assert answer.status_code == 422
        assert sentence in answer.text
    assert (await chen.post(f"{url}/leaders", term(cast), op_id=OP)).status_code == 303
    assert (await chen.post(f"{url}/leaders", term(cast), op_id=OP)).status_code == 303
    assert (await chen.post(f"{url}/leaders", term(cast))).status_code == 422
    page = await chen.get(url)
    assert "2026年3月10日起 · 推选 9/14" in page.text
    assert "副手空缺" in page.text
    assert await GroupLeader.count() == 1
    foreign = term(cast, resident=str(cast.theirs.residents["周姐"]), position="deputy")
    assert (await chen.post(f"{url}/leaders", foreign)).status_code == 404


async def test_a_term_ends_and_stays_written(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/desk/groups/{cast.ours.group}"
    named = term(cast, "王阿姨", position="deputy", chosen_how="rotation", votes_for="", votes_cast="")
    assert (await chen.post(f"{url}/leaders", named)).status_code == 303
    own = f"/desk/group-leaders/{(await GroupLeader.objects().first()).id}"
    assert "轮值" in (await chen.get(own)).text
    assert (await chen.post(f"{own}/end", {"ended_on": "2026-03-01", "reason": "期满"})).status_code == 422
    assert (await chen.post(f"{own}/end", {"ended_on": "2026-05-01", "reason": "期满"})).status_code == 303
    page = await chen.get(url)
    assert "期满" in page.text
    assert "历任带头人" in page.text


async def test_a_leader_writes_the_plan_on_the_phone(cast: Cast) -> None:
    task_id, zhao = await handed(cast), Visitor("zhao")
    group = await zhao.get(f"/my/groups/{cast.ours.group}")
    assert group.status_code == 200
    assert "草坪上不再有狗粪" in group.text
    assert "0002" in group.text
    assert "李娜" not in group.text
    url = f"/my/groups/{cast.ours.group}/tasks/{task_id}"
    page = await zhao.get(url)
    assert "/desk/" not in page.text.split("<main")[1]
    written = {"version": "1", "plan": "每人一袋", "plan_author": str(cast.ours.residents["李娜"])}
    refused = await zhao.post(f"{url}/plan", written)
    assert refused.status_code == 422
    assert "请选一位成员执笔" in refused.text
    assert "每人一袋" in refused.text
    written["plan_author"] = str(cast.ours.residents["猫奶奶"])
    assert (await zhao.post(f"{url}/plan", written, op_id=OP)).status_code == 303
    assert (await zhao.post(f"{url}/plan", written, op_id=OP)).status_code == 303
    stale = await zhao.post(f"{url}/plan", {**written, "plan": "另一个办法"})
    assert stale.status_code == 409
    assert "每人一袋" in stale.text
    assert "另一个办法" in stale.text
    staff = await Visitor("chen").get(f"/desk/group-tasks/{task_id}")
    assert "猫奶奶" in staff.text
    assert (await totals_of(cast.ours.program))["task.planned", ""] == 1


async def test_a_leader_sees_her_own_group_only(cast: Cast) -> None:
    task_id = await handed(cast)
    chen = Visitor("chen")
    answer = await chen.post(
        f"/desk/communities/{cast.ours.community}/groups",
        {"name": "棋社", "kind": "sport", "formed_on": "2026-03-01"},
    )
    other = answer.headers["location"].rsplit("/", 1)[1]
    zhao = Visitor("zhao")
    assert (await zhao.get(f"/my/groups/{other}")).status_code == 404
    assert (await zhao.get(f"/my/groups/{other}/tasks/{task_id}")).status_code == 404
    assert (await zhao.get(f"/desk/groups/{cast.ours.group}")).status_code == 403
    assert (await Visitor("bai").get(f"/my/groups/{cast.ours.group}")).status_code == 404


async def test_a_task_is_edited_and_ended(cast: Cast) -> None:
    task_id, chen = await handed(cast), Visitor("chen")
    url = f"/desk/group-tasks/{task_id}"
    again = await chen.post(f"/desk/groups/{cast.ours.group}/tasks", task(cast))
    assert again.status_code == 422
    assert "已经在处理这类投诉" in again.text
    assert (await chen.post(f"{url}/edit", task(cast, version="1", title="干净的草坪"))).status_code == 303
    stale = await chen.post(f"{url}/edit", task(cast, version="1", title="别的"))
    assert stale.status_code == 409
    assert "干净的草坪" in stale.text
    missing = await chen.post(f"{url}/end", {"ended_on": "2026-07-01"})
    assert missing.status_code == 422
    assert "<details open>" in missing.text
    assert (await chen.post(f"{url}/end", {"ended_on": "2026-07-01", "result": "干净了"})).status_code == 303
    assert "干净了" in (await chen.get(url)).text
    assert (await GroupTask.objects().first()).ended_on is not None
    foreign = task(cast, need_class=str(cast.theirs.need_class))
    assert (await chen.post(f"/desk/groups/{cast.ours.group}/tasks", foreign)).status_code == 404


async def test_a_dictated_plan_is_written_down_by_staff(cast: Cast) -> None:
    task_id = await handed(cast)
    answer = await Visitor("chen").post(
        f"/desk/group-tasks/{task_id}/plan",
        {
            "version": "1",
            "plan": "每人一袋",
            "plan_author": str(cast.ours.residents["猫奶奶"]),
            "planned_on": "2026-04-06",
        },
    )
    assert answer.status_code == 303
    page = await Visitor("chen").get(f"/desk/group-tasks/{task_id}")
    assert "猫奶奶(小组成员)写于2026年4月6日" in page.text


async def test_a_programs_groups_as_page_and_as_fragment(cast: Cast) -> None:
    url = f"/desk/programs/{cast.ours.program}/groups"
    whole = await Visitor("chen").get(url)
    part = await Visitor("chen").get(url, headers={"hx-request": "true"})
    assert "<html" in whole.text
    assert "<html" not in part.text
    for answer in (whole, part):
        assert 'id="of-program"' in answer.text
        assert "铲屎官小队" in answer.text
        assert "HX-Request" in answer.headers["vary"]


async def test_the_street_shows_groups_to_join_and_no_phone(cast: Cast) -> None:
    await capable(cast)
    await Visitor("chen").post(f"/desk/groups/{cast.ours.group}/leaders", term(cast))
    answer = await Visitor().get("/c/wufuqiao")
    assert "铲屎官小队" in answer.text
    assert "带头人：猫奶奶" in answer.text
    assert "0002" not in answer.text
    assert "王阿姨" not in answer.text
    assert CANARY not in answer.text


async def test_the_coverage_report(cast: Cast) -> None:
    answer = await Visitor("lin").get(f"/desk/groups/coverage?community={cast.ours.community}")
    assert "300户中的1户" in answer.text
    assert "未知" in answer.text
    assert "没有小组覆盖的年龄" in answer.text
    assert (
        await Visitor("chen").get(f"/desk/groups/coverage?community={cast.theirs.community}")
    ).status_code == 404
    assert (
        await Visitor("he").get(f"/desk/groups/coverage?community={cast.ours.community}")
    ).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "/desk/groups?community=x&program=99999999999&kind=%00&after=~~&state=?",
        "/desk/groups?q=%25%00",
        "/desk/groups/coverage?community=٣",
        "/desk/community-leaders?community=-1",
        "/desk/groups/new?program=",
    ],
)
async def test_mangled_addresses_are_answered(cast: Cast, url: str) -> None:
    assert (await Visitor("chen").get(url)).status_code in {200, 303}


async def test_search_finds_two_characters(cast: Cast) -> None:
    assert f"/desk/groups/{cast.ours.group}" in (await Visitor("chen").get("/desk/search?q=屎官")).text
    assert f"/desk/groups/{cast.ours.group}" in (await Visitor("chen").get("/desk/search?q=猫奶")).text


async def test_long_lists_ask_no_more_than_short_ones(cast: Cast) -> None:
    chen = Visitor("chen")
    for url in (
        "/desk/groups",
        f"/desk/groups/{cast.ours.group}",
        f"/desk/programs/{cast.ours.program}/groups",
    ):
        with at_most_queries(20):
            assert (await chen.get(url)).status_code == 200
    for number in range(12):
        given = {
            "name": f"小组{number}",
            "kind": "sport",
            "formed_on": "2026-03-01",
            "program": str(cast.ours.program),
        }
        await chen.post(f"/desk/communities/{cast.ours.community}/groups", given)
    for url in (
        "/desk/groups",
        f"/desk/groups/{cast.ours.group}",
        f"/desk/programs/{cast.ours.program}/groups",
    ):
        with at_most_queries(20):
            assert (await chen.get(url)).status_code == 200


async def test_a_long_list_of_neighbours_is_searched(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groups.teams.queries.LONGEST_LIST", 1)
    url = f"/desk/groups/{cast.ours.group}/members"
    form = await Visitor("chen").get(f"{url}/new")
    assert form.text.count('name="residents"') == 1
    assert "写名字的一部分" in form.text
    found = await Visitor("chen").get(f"{url}/new?q=李")
    assert "李娜" in found.text
    assert "张𠮷" not in found.text
    ticked = {"residents": [str(cast.ours.residents["李娜"]), "x"], "joined_on": "2099-01-01"}
    again = await Visitor("chen").post(url, ticked)
    assert again.status_code == 422
    assert f'value="{cast.ours.residents["李娜"]}" checked' in again.text
