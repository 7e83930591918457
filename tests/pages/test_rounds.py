"""A round from plan to debrief, and what follows from it, as the pages show it."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from programs.visits import round_actions
from programs.visits.tables import Round, Training, Visit, VisitCause
from server.lib import clock
from server.lib.ids import new_op_id
from tests.cast import CANARY, Cast
from tests.doors import COMPULSORY, doors, knock, plan
from tests.visitor import Visitor

PLAN = {"scenario": "first_visit", "purpose": "concern", "doors": "all", "days": "90"}


async def planned(cast: Cast, **more: str) -> str:
    """The address of a round that Chen walks today."""
    answer = await Visitor("chen").post(
        "/desk/rounds",
        {
            **PLAN,
            "building": str(cast.ours.building),
            "planned_on": str(clock.today()),
            "visitor_account": str(cast.chen.user_id),
            "program": str(cast.ours.program),
            **more,
        },
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def forty(cast: Cast) -> Round:
    """The example of S01: forty doors, 22 opened, 12 nobody home, 6 refused through the door."""
    names = [f"{floor}{place:02d}" for floor in range(4, 14) for place in range(1, 5)]
    by_door = await doors(cast, *names)
    round_ = await plan(cast)
    outcomes = ["opened"] * 22 + ["not_home"] * 12 + ["refused"] * 6
    walked = [knock(by_door[name], outcome) for name, outcome in zip(names, outcomes, strict=True)]
    await round_actions.log_doors(round_, walked, actor=cast.chen)
    return round_


async def test_a_round_is_planned_and_walked_tap_by_tap(cast: Cast) -> None:
    by_door = await doors(cast, "101", "1002", "202")
    url, chen = await planned(cast), Visitor("chen")
    page = (await chen.get(f"{url}/walk")).text
    assert re.findall(r"<b>([\d-]+)</b><small>", page) == ["101", "202", "301", "1002"]
    op_id = new_op_id()
    tap = {"households": str(by_door["101"]), "outcome": "not_home"}
    for _twice in range(2):
        answer = await chen.post(f"{url}/doors", tap, op_id=op_id)
        assert answer.status_code == 303
    assert await Visit.count() == 1
    page = (await chen.get(answer.headers["location"])).text
    assert re.search(r'id="door".*?<b>202</b>', page, re.DOTALL)
    assert CANARY not in page
    [last] = re.findall(r'name="visit" value="(\d+)"', page)
    assert (await chen.post(f"{url}/undo", {"visit": last})).status_code == 303
    assert re.search(r'id="door".*?<b>101</b>', (await chen.get(f"{url}/walk")).text, re.DOTALL)
    several = {"households": [str(by_door["101"]), str(by_door["202"])], "outcome": "refused"}
    assert (await chen.post(f"{url}/doors", several)).status_code == 303
    assert await Visit.count().where(Visit.voided_at.is_null()) == 2


async def test_an_opened_door_waits_for_its_steps_and_keeps_what_was_typed(cast: Cast) -> None:
    by_door = await doors(cast)
    url, chen = await planned(cast), Visitor("chen")
    opened = {"households": str(by_door["301"]), "outcome": "opened", "concern": "电梯太慢"}
    answer = await chen.post(f"{url}/doors", opened)
    assert answer.status_code == 422
    for words in ("请勾选规范里的必做步骤", "先报姓名", "电梯太慢"):
        assert words in answer.text
    assert await Visit.count() == 0
    ticked = {**opened, "steps_done": [str(number) for number in COMPULSORY]}
    assert (await chen.post(f"{url}/doors", ticked)).status_code == 303
    visit = (await Visit.select(Visit.id).first())["id"]
    page = (await chen.get(f"/desk/door-visits/{visit}")).text
    for words in ("电梯太慢", "第 1 版", "★"):
        assert words in page


async def test_a_shut_door_names_the_inner_cause_first(cast: Cast) -> None:
    by_door = await doors(cast)
    url, chen = await planned(cast), Visitor("chen")
    await chen.post(f"{url}/doors", {"households": str(by_door["301"]), "outcome": "refused"})
    visit = str((await Visit.select(Visit.id).first())["id"])
    assert "没有复盘" in (await chen.get(url)).text
    answer = await chen.post(f"{url}/debrief", {"visits": visit, "causes": "entrance"})
    assert answer.status_code == 422
    assert "请先填写至少一项内部原因" in answer.text
    assert await VisitCause.count() == 0
    sent = {"visits": visit, "causes": ["words", "entrance"]}
    assert (await chen.post(f"{url}/debrief", sent)).status_code == 303
    report = (await chen.get("/desk/visits/report")).text
    assert "最常见：话术" in report
    [edit] = re.findall(r'href="(/desk/procedures/\d+/edit\?cause=words)"', report)
    assert (await chen.get(edit)).status_code == 200
    assert 'href="/desk/trainings/new?cause=words"' in report


async def test_both_denominators_are_printed(cast: Cast) -> None:
    await forty(cast)
    page = (await Visitor("chen").get("/desk/visits/report")).text
    for words in ("21.4%", "6/28", "30%", "12/40", "不排名", "按姓名排列"):
        assert words in page
    api = await Visitor("chen").get(f"/api/communities/{cast.ours.community}/visit-report")
    whole = api.json()["whole"]
    assert (whole["refused"], whole["reached"], whole["not_home"], whole["tried"]) == (6, 28, 12, 40)


async def test_fewer_than_five_visits_make_no_rate(cast: Cast) -> None:
    by_door = await doors(cast, "101", "102", "103")
    round_ = await plan(cast)
    await round_actions.log_doors(
        round_, [knock(door, "opened") for door in by_door.values()], actor=cast.chen
    )
    page = (await Visitor("chen").get("/desk/visits/report")).text
    assert len(re.findall(r"样本过少</span> <small class=\"hint\">\d/4", page)) >= 3
    assert not re.search(r"<b>\d+(\.\d)?%</b>", page.partition("有无陪同")[2])


async def test_coverage_says_how_many_doors_it_knows(cast: Cast) -> None:
    await doors(cast, "101")
    assert "已录入 2 户门牌，全楼约 60 户" in (await Visitor("chen").get("/desk/coverage")).text


async def test_coverage_leads_to_a_round_in_one_tap(cast: Cast) -> None:
    await forty(cast)
    chen = Visitor("chen")
    page = (await chen.get(f"/desk/buildings/{cast.ours.building}/coverage?days=90")).text
    assert "28 / 41" in page
    assert "13户未接触" in page
    [form] = re.findall(r'<form method="post" action="/desk/rounds">(.*?)</form>', page, re.DOTALL)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    answer = await chen.post(
        "/desk/rounds", {k: v for k, v in fields.items() if k not in {"op_id", "_csrf_token"}}
    )
    assert answer.status_code == 303
    walk = (await chen.get(f"{answer.headers['location']}/walk")).text
    assert len(re.findall(r"<b>([\d-]+)</b><small>", walk)) == 13


async def test_a_missing_training_is_said_until_it_is_recorded(cast: Cast) -> None:
    await doors(cast)
    url = await planned(cast, visitor_account="", visitor_who="王阿姨")
    chen = Visitor("chen")
    page = (await chen.get(url)).text
    assert "王阿姨还没有接受过相应培训" in page
    assert "入户礼仪" in page
    person = str(cast.ours.residents["王阿姨"])
    sent = {"resident": person, "skill": "door_manners", "trained_on": str(clock.today())}
    assert (await chen.post("/desk/trainings", sent)).status_code == 303
    assert "还没有接受过相应培训" not in (await chen.get(url)).text
    assert "王阿姨" in (await chen.get("/desk/trainings")).text
    training = (await Training.select(Training.id).first())["id"]
    assert (await chen.post(f"/desk/trainings/{training}/void", {"reason": "没来"})).status_code == 303
    assert "还没有接受过相应培训" in (await chen.get(url)).text


async def test_the_official_sheet_has_its_headings_in_every_language(cast: Cast) -> None:
    by_door = await doors(cast, "101")
    round_ = await plan(cast)
    said = knock(by_door["101"], "opened", note="=1+1", labels=("care",), concern="电梯")
    await round_actions.log_doors(round_, [said], actor=cast.chen)
    url = f"/desk/communities/{cast.ours.community}/visit-sheet.xlsx"
    for language in ("zh_CN", "en"):
        answer = await Visitor("chen", language=language).get(url)
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        assert book.sheet_names == [f"{clock.today().month}月"]
        heading, line = book.get_sheet_by_index(0).to_python()
        assert heading == ["走访对象", "居住地址", "方式", "走访时间", "参与人员", "走访详情", "服务标签"]
        assert line[:3] == ["住户", "锦绣园3栋101", "上门"]
        assert line[4:] == ["陈社工", "开门；电梯；=1+1", "关爱探访"]


async def test_an_empty_year_is_still_a_sheet(cast: Cast) -> None:
    answer = await Visitor("chen").get(f"/desk/communities/{cast.ours.community}/visit-sheet.xlsx?year=2001")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["2001年"]


async def test_an_overdue_office_is_red(cast: Cast) -> None:
    chen = Visitor("chen")
    sent = {"kind": "property_manager", "name": "锦绣物业", "every_days": "30"}
    answer = await chen.post(f"/desk/communities/{cast.ours.community}/offices", sent)
    assert answer.status_code == 303
    page = (await chen.get("/desk/offices")).text
    [office] = set(re.findall(r'action="(/desk/offices/\d+/visits)"', page))
    long_ago = str(clock.today() - timedelta(days=47))
    assert (await chen.post(office, {"visited_on": long_ago, "note": "电梯"})).status_code == 303
    page = (await chen.get("/desk/offices")).text
    assert "上次走访在47天前" in page
    assert re.search(r'badge bad">逾期', page)
    assert (await chen.post(office, {"visited_on": str(clock.today())})).status_code == 303
    assert "逾期" not in (await chen.get("/desk/offices")).text


async def test_ours_are_ready_and_an_edit_is_the_next_version(cast: Cast) -> None:
    chen = Visitor("chen")
    assert "初次入户" in (await chen.get("/desk/procedures")).text
    answer = await chen.post("/desk/procedures/shipped", {"key": "first_visit"})
    url = answer.headers["location"]
    form = (await chen.get(f"{url}/edit")).text
    assert "* 开口先报姓名" in form
    sent = {"version": "1", "title": "初次入户", "steps": "* 亮证", "why": "太长了"}
    assert (await chen.post(f"{url}/edit", {**sent, "why": ""})).status_code == 422
    assert (await chen.post(f"{url}/edit", {**sent, "scripts": "没有分隔"})).status_code == 422
    assert (await chen.post(f"{url}/edit", sent)).status_code == 303
    page = (await chen.get(url)).text
    assert "第 2 版" in page
    assert "太长了" in page
    assert "退后一步" in (await chen.get(f"{url}/versions/1")).text
    stale = await chen.post(f"{url}/edit", {**sent, "steps": "* 敲门"})
    assert stale.status_code == 409


async def test_a_building_without_leader_is_red_until_it_has_one(cast: Cast) -> None:
    await doors(cast, "101", "102")
    chen, tree = Visitor("chen"), f"/desk/communities/{cast.ours.community}/mobilisation"
    assert re.search(r'badge bad">无楼组长', (await chen.get(tree)).text)
    sent = {"who": "王阿姨", "since": str(clock.today())}
    answer = await chen.post(f"/desk/buildings/{cast.ours.building}/leader", sent)
    assert answer.status_code == 303
    page = (await chen.get(answer.headers["location"])).text
    assert "3户等着走访" in page
    [form] = re.findall(r'<form method="post" action="/desk/rounds">(.*?)</form>', page, re.DOTALL)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    made = await chen.post(
        "/desk/rounds", {k: v for k, v in fields.items() if k not in {"op_id", "_csrf_token"}}
    )
    assert made.status_code == 303, made.text
    assert "王阿姨" in (await chen.get(made.headers["location"])).text
    assert "无楼组长" not in (await chen.get(tree)).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"visitor_account": ""}, "请选择走访人"),
        ({"companion_who": "没有这个人"}, "没有"),
        ({"planned_on": "2099-01-01"}, "五年"),
        ({"scenario": "party"}, "选"),
    ],
)
async def test_a_plan_that_cannot_be_is_said(cast: Cast, typed: dict, sentence: str) -> None:
    sent = {
        **PLAN,
        "building": str(cast.ours.building),
        "planned_on": str(clock.today()),
        "visitor_account": str(cast.chen.user_id),
        **typed,
    }
    answer = await Visitor("chen").post("/desk/rounds", sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert await Round.count() == 0


async def test_the_way_to_a_round_asks_for_the_building(cast: Cast) -> None:
    chen = Visitor("chen")
    for url in ("/desk/rounds/new", f"/desk/rounds/new?program={cast.ours.program}"):
        page = (await chen.get(url)).text
        assert f"/desk/rounds/new?building={cast.ours.building}" in page
    answer = await chen.post("/desk/rounds", {"building": "很多"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert (await chen.get(f"/desk/rounds/new?program={cast.theirs.program}")).status_code == 404
    assert (await chen.get(f"/desk/rounds/new?building={cast.theirs.building}")).status_code == 404


async def test_a_plan_is_changed_and_a_closed_round_opened_again(cast: Cast) -> None:
    await doors(cast, "101", "102")
    chen, home = Visitor("chen"), await planned(cast, companion_who="陈叔", companion_kind="neighbour")
    form = await chen.get(f"{home}/edit")
    assert "陈叔" in form.text
    tomorrow = str(clock.today() + timedelta(days=1))
    changed = {**PLAN, "doors": "kept", "building": str(cast.ours.building), "planned_on": tomorrow}
    changed |= {"visitor_account": str(cast.chen.user_id), "version": "1", "program": str(cast.ours.program)}
    assert (await chen.post(f"{home}/edit", changed)).status_code == 303
    assert "无陪同" in (await chen.get(home)).text
    again = await chen.post(f"{home}/edit", {**changed, "planned_on": str(clock.today())})
    assert again.status_code == 409
    number = int(home.rpartition("/")[2])
    [row, *_] = (await chen.get(f"/api/rounds/{number}")).json()["doors"]
    tap = {"households": [row["household"]], "outcome": "not_home"}
    assert (await chen.send(f"/api/rounds/{number}/taps", tap)).status_code == 201
    assert "/edit" not in (await chen.get(home)).text
    assert (await chen.post(f"{home}/close")).status_code == 303
    assert (await chen.post(f"{home}/reopening", {"reason": ""})).status_code == 422
    assert (await chen.post(f"{home}/reopening", {"reason": "三楼漏了"})).status_code == 303
    page = (await chen.get(home)).text
    assert "三楼漏了" in page
    assert f"{home}/walk" in page
