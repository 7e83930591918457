"""A facilitator's day with a program, on pages: the road, the refusal, the choice, the plan."""

import pytest

from programs.method import indicator_queries, queries
from programs.method.tables import FocalIssue, Program, StageAttempt, Step
from server.lib.db import write_transaction
from tests.cast import CANARY, Cast
from tests.visitor import Visitor


async def test_the_board_shows_where_each_program_stands(cast: Cast) -> None:
    for view in ("/desk", "/desk?view=stages"):
        page = await Visitor("chen").get(view)
        assert "宠物文明" in page.text
        assert "前期走访" in page.text
        assert "还缺：敲开的门、听到的诉求、已记录基线" in page.text
        assert CANARY not in page.text


async def test_a_colleague_of_another_community_sees_none_of_it(cast: Cast) -> None:
    he = Visitor("he")
    assert "宠物文明" not in (await he.get("/desk")).text
    assert (await he.get(f"/desk/programs/{cast.ours.program}")).status_code == 404


async def test_the_gates_refuse_and_keep_the_try(cast: Cast) -> None:
    chen = Visitor("chen")
    home = f"/desk/programs/{cast.ours.program}"
    answer = await chen.post(f"{home}/moves", {"to_stage": "focus"})
    assert answer.status_code == 303
    page = await chen.get(home)
    assert "尝试进入单点切入，未通过" in page.text
    assert "还缺：敲开的门、听到的诉求、已记录基线" in page.text
    assert (await Program.objects().get(Program.id == cast.ours.program)).stage == "listen"


async def test_pressing_twice_keeps_one_try(cast: Cast) -> None:
    chen = Visitor("chen")
    op_id = "22222222-2222-4222-8222-222222222222"
    for _ in range(2):
        await chen.post(f"/desk/programs/{cast.ours.program}/moves", {"to_stage": "focus"}, op_id=op_id)
    assert await StageAttempt.count() == 1


async def test_going_back_asks_a_reason(cast: Cast) -> None:
    chen = Visitor("chen")
    answer = await chen.post(
        f"/desk/programs/{cast.ours.program}/moves-back", {"to_stage": "listen", "reason": ""}
    )
    assert answer.status_code == 422
    assert "请填写" in answer.text
    assert await StageAttempt.count() == 0


async def test_a_program_is_started_and_edited(cast: Cast) -> None:
    chen = Visitor("chen")
    blank = (await chen.get("/desk/programs/new")).text
    assert f'<option value="{cast.chen.user_id}" selected>' in blank, "whoever starts a program carries it"
    answer = await chen.post(
        "/desk/programs",
        {"community": str(cast.ours.community), "name": "环保大冒险", "started_on": "2026年3月1日"},
    )
    assert answer.status_code == 303, answer.text
    home = answer.headers["location"]
    assert "环保大冒险" in (await chen.get(home)).text
    edited = await chen.post(f"{home}/edit", {"version": "1", "name": "环保小使者", "goal": "孩子带着大人改"})
    assert edited.status_code == 303
    page = await chen.get(home)
    assert "环保小使者" in page.text
    assert "环保大冒险" in page.text  # in the history


@pytest.mark.parametrize("started_on", ["1970-01-01", "2999-01-01", "昨天", ""])
async def test_a_program_does_not_start_on_an_impossible_day(cast: Cast, started_on: str) -> None:
    typed = {"community": str(cast.ours.community), "name": "𠮷祥里·一家亲", "started_on": started_on}
    answer = await Visitor("chen").post("/desk/programs", typed)
    assert answer.status_code == 422
    assert "𠮷祥里·一家亲" in answer.text
    assert 'id="f-started_on-error"' in answer.text
    assert await Program.count() == 2


async def test_nobody_starts_a_program_in_a_foreign_community(cast: Cast) -> None:
    typed = {"community": str(cast.theirs.community), "name": "x", "started_on": "2026-03-01"}
    assert (await Visitor("chen").post("/desk/programs", typed)).status_code == 404
    assert await Program.count() == 2


async def test_a_candidate_is_proposed_scored_and_refused_without_needs(cast: Cast) -> None:
    chen = Visitor("chen")
    answer = await chen.post(f"/desk/programs/{cast.ours.program}/focal-issues", {"title": "草坪上的狗粪"})
    issue = answer.headers["location"]
    marks = {
        "visible": "5",
        "solvable": "４",
        "shared": "5",
        "cared": "4",
        "scorer": "陈叔",
        "by_resident": "1",
    }
    assert (await chen.post(f"{issue}/scores", marks)).status_code == 303
    refused = await chen.post(f"{issue}/choice")
    assert refused.status_code == 422
    assert "请至少引用一条诉求作为依据" in refused.text
    assert (await FocalIssue.objects().first()).state == "candidate"


async def test_a_second_focal_issue_is_not_offered(cast: Cast) -> None:
    chen = Visitor("chen")
    home = f"/desk/programs/{cast.ours.program}/focal-issues"
    first, second = [
        (await chen.post(home, {"title": title})).headers["location"] for title in ("狗粪", "停车")
    ]
    assert f'action="{second}/choice"' in (await chen.get(second)).text
    async with write_transaction():
        await FocalIssue.update({FocalIssue.state: "active"}).where(FocalIssue.title == "狗粪")
    page = (await chen.get(second)).text
    assert "已经有焦点问题" in page
    assert f'href="{first}"' in page
    assert f'action="{second}/choice"' not in page


async def test_a_step_is_planned_and_done(cast: Cast) -> None:
    chen = Visitor("chen")
    home = f"/desk/programs/{cast.ours.program}"
    typed = {"title": "和赵姐谈谈", "due_on": "2026-12-01", "owner": str(cast.chen.user_id)}
    assert (await chen.post(f"{home}/steps", typed)).status_code == 303
    assert "和赵姐谈谈" in (await chen.get("/desk")).text
    step = await Step.objects().first()
    assert (await chen.post(f"/desk/steps/{step.id}/done")).status_code == 303
    assert "和赵姐谈谈" not in (await chen.get("/desk")).text
    assert (await chen.post(f"/desk/steps/{step.id}/reopened")).status_code == 303


async def test_complaints_of_a_class_become_an_indicator(cast: Cast) -> None:
    chen = Visitor("chen")
    url = f"/desk/programs/{cast.ours.program}/complaint-indicators"
    typed = {
        "need_class": str(cast.ours.need_class),
        "name": "宠物粪便投诉",
        "falls": "1",
        "baseline": "23",
        "baseline_on": "2026-01-31",
        "baseline_source": "物业登记",
        "target": "6",
    }
    assert (await chen.post(url, {**typed, "need_class": str(cast.theirs.need_class)})).status_code == 404
    answer = await chen.post(url, typed)
    assert answer.status_code == 303, answer.text
    indicator = (await indicator_queries.indicators_of(cast.ours.program))[0]
    assert (indicator.feed_kind, indicator.feed_facet) == (
        "complaint.raised",
        f"class:{cast.ours.need_class}",
    )
    assert "由记录的投诉自动统计" in (await chen.get(answer.headers["location"])).text


async def test_every_figure_opens_to_its_rows(cast: Cast) -> None:
    chen = Visitor("chen")
    await chen.post(
        f"/desk/programs/{cast.ours.program}/indicators",
        {
            "name": "盗窃",
            "falls": "1",
            "baseline": "14",
            "baseline_on": "2026-01-31",
            "baseline_source": "民警通报",
        },
    )
    page = await chen.get(f"/desk/programs/{cast.ours.program}/evidence?kind=baseline.recorded&month=2026-01")
    assert "盗窃" in page.text
    assert (
        "这里没有记录" in (await chen.get(f"/desk/programs/{cast.ours.program}/evidence?month=2026-02")).text
    )
    for mangled in ("?kind=nonsense", "?month=9999-99", "?before=abc", "?facet=%00"):
        assert (await chen.get(f"/desk/programs/{cast.ours.program}/evidence{mangled}")).status_code == 200


async def test_only_a_coordinator_sets_the_gates(cast: Cast) -> None:
    assert (
        await Visitor("chen").post("/desk/method", {"gate": "visits", "at_least": "1"})
    ).status_code == 403
    lin = Visitor("lin")
    assert (await lin.post("/desk/method", {"gate": "visits", "at_least": "12"})).status_code == 303
    assert (await lin.post("/desk/method", {"gate": "no_relapse", "at_least": "5"})).status_code == 422
    assert await queries.thresholds_of(cast.ours.organisation) == {"visits": 12}
