"""People on pages: found, added, edited, told apart."""

import re

import pytest

from programs.residents.tables import PersonKey, Resident
from server import audit
from server.lib import clock
from server.lib.db import write_transaction
from server.lib.i18n import format_date
from tests.cast import CANARY, Cast
from tests.visitor import Visitor


def place(cast: Cast) -> str:
    return f"/desk/communities/{cast.ours.community}/residents"


async def test_a_neighbour_is_added_and_found_by_two_hanzi(cast: Cast) -> None:
    chen = Visitor("chen")
    answer = await chen.post(place(cast), {"name": "阿凡提·买买提", "phone_tail": "０４３１", "door": ""})
    assert answer.status_code == 303, answer.text
    page = await chen.get(answer.headers["location"])
    assert "0431" in page.text
    found = await chen.get("/desk/residents", params={"q": "买提"})
    assert "阿凡提·买买提" in found.text
    assert "王阿姨" not in found.text
    assert "没有找到" in (await chen.get("/desk/residents", params={"q": "诸葛"})).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "请填写"),
        ({"name": "名" * 61}, "60"),
        ({"name": "王\x07阿姨"}, "无法"),
        ({"name": "\u200b"}, "称呼"),
        ({"name": "老周", "phone_tail": "13800000000"}, "后四位"),
        ({"name": "老周", "age_band": "200"}, "从选项中选"),
        ({"name": "老周", "door": "302"}, "楼栋"),
        ({"name": "老周", "building": "-1"}, "1"),
        ({"name": "老周", "building": "9" * 30}, "数"),
    ],
)
async def test_what_cannot_be_is_said_beside_its_field(cast: Cast, typed: dict, sentence: str) -> None:
    before = await Resident.count()
    answer = await Visitor("chen").post(place(cast), typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert await Resident.count() == before


async def test_a_namesake_is_shown_and_asked_about(cast: Cast) -> None:
    chen = Visitor("chen")
    asked = await chen.post(place(cast), {"name": "王阿姨", "phone_tail": "7788"})
    assert asked.status_code == 422
    assert f"/desk/residents/{cast.ours.residents['王阿姨']}" in asked.text
    assert 'name="another"' in asked.text
    assert 'value="7788"' in asked.text
    added = await chen.post(place(cast), {"name": "王阿姨", "phone_tail": "7788", "another": "1"})
    assert added.status_code == 303


async def test_a_double_tap_adds_one(cast: Cast) -> None:
    chen = Visitor("chen")
    op_id = "11111111-1111-4111-8111-111111111111"
    first = await chen.post(place(cast), {"name": "新邻居"}, op_id=op_id)
    second = await chen.post(place(cast), {"name": "新邻居"}, op_id=op_id)
    assert first.headers["location"] == second.headers["location"]
    assert await Resident.count().where(Resident.name == "新邻居") == 1


async def test_the_second_editor_sees_what_the_first_saved_in_words(cast: Cast) -> None:
    url = f"/desk/residents/{cast.ours.residents['李娜']}/edit"
    first = {"version": "1", "name": "李娜娜", "age_band": "30-44", "building": str(cast.ours.building)}
    assert (await Visitor("lin").post(url, first)).status_code == 303
    answer = await Visitor("chen").post(url, {"version": "1", "name": "小李"})
    assert answer.status_code == 409
    for words in ("李娜娜", "30–44岁", "3栋", 'value="小李"', 'name="version" value="2"'):
        assert words in answer.text


async def test_the_log_of_a_person_is_read_by_staff_as_long_as_her_key_is_there(cast: Cast) -> None:
    home = f"/desk/residents/{cast.ours.residents['李娜']}"
    await Visitor("lin").post(f"{home}/edit", {"version": "1", "name": "李娜娜", "phone_tail": "9876"})
    await Visitor("lin").post(f"{home}/edit", {"version": "2", "name": "李小娜"})
    text = (await Visitor("chen").get(home)).text
    log = text[text.index('class="history"') :]
    for words in ("姓名或昵称", "李娜娜", "李小娜", "9876"):
        assert words in log
    async with write_transaction():
        await PersonKey.delete(force=True)
    text = (await Visitor("chen").get(home)).text
    assert "***" in text
    assert "李娜娜" not in text
    assert ">9876<" not in text
    assert await audit.verify() == []


async def test_moving_away_and_back(cast: Cast) -> None:
    chen, home = Visitor("chen"), f"/desk/residents/{cast.ours.residents['李娜']}"
    assert (await chen.post(f"{home}/moved-away", {"moved_away_on": "2999-01-01"})).status_code == 422
    assert (await chen.post(f"{home}/moved-away", {"moved_away_on": "2026年3月1日"})).status_code == 303
    assert "2026年3月1日搬走" in (await chen.get(home)).text
    assert "李娜" in (await chen.get("/desk/residents?away=1")).text
    assert "李娜" not in (await chen.get("/desk/residents")).text
    assert (await chen.post(f"{home}/moved-away", {"moved_away_on": "2026-03-02"})).status_code == 422
    assert (await chen.post(f"{home}/came-back")).status_code == 303
    assert "李娜" in (await chen.get("/desk/residents")).text


async def test_nobody_of_the_other_ngo_is_met(cast: Cast) -> None:
    chen = Visitor("chen")
    for url in (
        "/desk/residents",
        "/desk/residents?q=姐",
        f"/desk/residents?q={CANARY}",
        "/desk/search?q=周姐",
    ):
        answer = await chen.get(url)
        assert answer.status_code == 200
        assert CANARY not in answer.text.replace(f'value="{CANARY}"', "")
    foreign = cast.theirs.residents["周姐"]
    assert (await chen.get(f"/desk/residents/{foreign}")).status_code == 404
    assert (
        await chen.post(f"/desk/residents/{foreign}/edit", {"version": "1", "name": "x"})
    ).status_code == 404
    assert (await chen.get(f"/desk/residents?community={cast.theirs.community}")).status_code == 404
    typed = {"name": "老周", "building": str(cast.theirs.building)}
    assert (await chen.post(place(cast), typed)).status_code == 404


async def test_names_are_offered_while_one_is_typed(cast: Cast) -> None:
    chen = Visitor("chen")
    url = f"/desk/residents/labels?community={cast.ours.community}"
    assert 'value="王阿姨 0001"' in (await chen.get(f"{url}&who=阿姨")).text
    assert (await chen.get(url)).text.strip() == ""


async def test_where_is_asked_only_of_those_with_several_communities(cast: Cast) -> None:
    assert (await Visitor("chen").get("/desk/residents/new")).headers["location"] == f"{place(cast)}/new"
    page = await Visitor("lin").get("/desk/residents/new")
    assert f"{place(cast)}/new" in page.text
    assert "玉林东社区" in page.text


async def test_a_consent_names_the_notice_it_was_given_to(cast: Cast) -> None:
    """With its title, version and day, on the card, in the copy of everything and as JSON."""
    lin, resident = Visitor("lin"), cast.ours.residents["王阿姨"]
    home, yes = f"/desk/residents/{resident}", {"given_on": "2026-03-02", "how": "paper"}
    notice = {"body": "# 我们记下什么\n\n" + "只记昵称。" * 50}
    assert (await lin.post("/desk/notice", notice)).status_code == 303
    agreed = await lin.post(f"{home}/consents", {**yes, "purposes": "contact"})
    assert agreed.status_code == 303, agreed.text
    day = format_date(clock.today())
    named = f"《我们记下什么》第2版告知书（{day}）"
    card = (await lin.get(home)).text
    assert re.search(rf'<a href="/desk/notice\?version=2">{re.escape(named)}</a>', card)
    assert named in (await lin.get(f"{home}/own")).text
    [shown] = (await lin.get(f"/api/residents/{resident}/consents")).json()
    assert (shown["notice_title"], shown["notice_published_on"]) == ("我们记下什么", f"{clock.today()}")
