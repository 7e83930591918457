"""Groups on pages: entered, joined, closed, found; each refusal beside its field, what was typed kept."""

import re

import pytest

from groups.teams.tables import Group, Membership
from tests.cast import Cast
from tests.databases import at_most_queries
from tests.visitor import Visitor

OP = "11111111-1111-4111-8111-111111111111"


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


async def test_a_group_says_who_can_sign_in_for_it(cast: Cast) -> None:
    url = f"/desk/groups/{cast.ours.group}"
    assert "能登录这个小组的账号：赵姐" in (await Visitor("chen").get(url)).text
    led = (await Visitor("lin").get(url)).text
    assert 'href="/desk/colleagues">同事与账号' in led[led.index("能登录这个小组") :]


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
