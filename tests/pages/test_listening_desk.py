"""Notes in half a minute, notes that say the same, needs over time, and candidates out of them."""

from __future__ import annotations

from datetime import date

import pytest

from programs.listening.tables import Need
from server.lib import clock
from tests.actions.test_listening import issue_of, note
from tests.cast import Cast
from tests.visitor import Visitor


async def test_the_channel_of_the_last_note_is_remembered(cast: Cast) -> None:
    lin = Visitor("lin")
    assert "在哪个社区" in (await lin.get("/desk/needs/new")).text
    url = f"/desk/communities/{cast.ours.community}/needs"
    said = {
        "text": "信箱里的一张纸条",
        "channel": "mailbox",
        "raised_on": clock.today().isoformat(),
        "next": "1",
    }
    answer = await lin.post(url, said)
    assert answer.status_code == 303
    page = (await lin.get("/desk/needs/new")).text
    assert 'value="mailbox" checked' in page
    assert f"/desk/communities/{cast.ours.community}/needs" in page
    assert "autofocus" in page
    assert 'value="form"' not in page
    assert "在哪个社区" in (await lin.get("/desk/needs/new?community=0")).text
    row = await Need.objects().first()
    assert row is not None
    assert row.channel == "mailbox"
    assert "信箱里的一张纸条" in (await lin.get("/desk/needs?channel=mailbox")).text
    assert "信箱里的一张纸条" not in (await lin.get("/desk/needs?channel=qq")).text
    wrong = await lin.post(url, {**said, "channel": "form"})
    assert wrong.status_code == 422


async def test_ticked_notes_are_merged_and_split_again(cast: Cast) -> None:
    chen = Visitor("chen")
    one, other = [await note(cast, building=cast.ours.building) for _number in range(2)]
    assert "可能是同一件事" in (await chen.get("/desk/needs/duplicates")).text
    page = await chen.get(f"/desk/needs/merging?needs={one}&needs={other}&needs=x")
    assert page.text.count('name="kept"') == 2
    assert "至少勾选两条" in (await chen.get(f"/desk/needs/merging?needs={one}")).text
    refused = await chen.post("/desk/needs/merging", {"kept": str(one), "needs": [str(one)]})
    assert refused.status_code == 422
    merged = await chen.post("/desk/needs/merging", {"kept": str(one), "needs": [str(one), str(other)]})
    assert merged.headers["location"] == f"/desk/needs/{one}"
    assert "还代表" in (await chen.get(f"/desk/needs/{one}")).text
    page = (await chen.get(f"/desk/needs/{other}")).text
    assert f'href="/desk/needs/{one}"' in page
    assert (await chen.post(f"/desk/needs/{other}/splitting")).status_code == 422
    assert (await chen.post(f"/desk/needs/{other}/splitting", {"reason": "不是一回事"})).status_code == 303
    assert "不是一回事" in (await chen.get(f"/desk/needs/{one}")).text
    foreign = await Visitor("bai").post("/desk/needs/merging", {"kept": str(one), "needs": [str(other)]})
    assert foreign.status_code == 404


async def test_a_class_becomes_a_candidate_and_leads_to_its_score(cast: Cast) -> None:
    chen, dogs = Visitor("chen"), cast.ours.need_class
    await note(cast, need_class=dogs)
    assert "做成候选焦点问题" in (await chen.get(f"/desk/needs/by-class?class={dogs}")).text
    page = await chen.get(f"/desk/needs/candidate?class={dogs}")
    assert "以1条诉求为依据" in page.text
    assert 'value="宠物粪便"' in page.text
    url, said = "/desk/needs/candidate", {"need_class": str(dogs), "program": str(cast.ours.program)}
    assert (await chen.post(url, said)).status_code == 422
    made = await chen.post(url, {**said, "title": "院子里的狗粪"})
    assert made.headers["location"].startswith("/desk/focal-issues/")
    assert "打分" in (await chen.get(made.headers["location"])).text
    assert "还没有勾选" in (await chen.get(url)).text


async def test_a_program_without_grounds_carries_it(cast: Cast) -> None:
    chen, program = Visitor("chen"), f"/desk/programs/{cast.ours.program}"
    assert "缺少需求依据" not in (await chen.get("/desk")).text
    issue = await issue_of(cast, state="active")
    for url in ("/desk", program):
        assert "缺少需求依据" in (await chen.get(url)).text
    cited = await note(cast)
    assert (
        await chen.post(f"/desk/focal-issues/{issue.id}/needs", {"needs": [str(cited)]})
    ).status_code == 303
    page = (await chen.get(program)).text
    assert "缺少需求依据" not in page
    assert "有1条诉求为依据" in page


async def test_needs_over_time_open_to_their_needs(cast: Cast) -> None:
    chen, today = Visitor("chen"), clock.today()
    await note(
        cast, need_class=cast.ours.need_class, building=cast.ours.building, raised_on=today, quantity=7
    )
    page = (await chen.get("/desk/needs/heat")).text
    month = f"{today:%Y-%m}"
    assert f"class={cast.ours.need_class}&amp;month={month}" in page
    assert "<svg" in page
    assert f"building={cast.ours.building}" in page
    await note(cast, age_band="75+", raised_on=today)
    sheet = (await chen.get("/desk/needs/heat/print")).text
    assert "&lt;5" in sheet


@pytest.mark.parametrize(
    "query", ["view=x&owner=me&after=9", "owner=99999999999", "view=done&after=2026-13-01~1"]
)
async def test_a_mangled_filter_filters_nothing(cast: Cast, query: str) -> None:
    assert (await Visitor("chen").get(f"/desk/needs/cases?{query}")).status_code == 200


async def test_a_case_on_its_page(cast: Cast) -> None:
    chen, lin = Visitor("chen"), Visitor("lin")
    noted = await note(cast)
    url = f"/desk/needs/{noted}"
    assert "待处理" in (await chen.get(url)).text
    for step in ("handling", "answer", "confirmation", "following", "reopening"):
        assert (await chen.post(f"{url}/{step}")).status_code == 422
    days = {"handle_by": "2099-01-01", "answer_by": "2026-01-01", "version": "1"}
    assert (await chen.post(f"{url}/following", days)).status_code == 422
    days = {"handle_by": "2026-03-20", "answer_by": "2026-03-21", "version": "1"}
    mine = {**days, "owner": str(cast.chen.user_id)}
    assert (await chen.post(f"{url}/following", mine)).status_code == 303
    stale = await lin.post(f"{url}/following", days)
    assert stale.status_code == 409
    assert "陈社工" in stale.text
    assert "逾期" in (await chen.get("/desk/needs/cases?owner=me")).text
    assert "陈社工" in (await chen.get("/desk/needs/cases/print?view=overdue")).text
    early = {"handled_on": date(2026, 1, 1).isoformat(), "handled_how": "办了"}
    assert (await chen.post(f"{url}/handling", early)).status_code == 422


async def test_only_a_coordinator_sets_the_days(cast: Cast) -> None:
    lin, url = Visitor("lin"), "/desk/needs/deadlines"
    assert (await Visitor("chen").get(url)).status_code == 403
    assert 'value="10"' in (await lin.get(url)).text
    assert (await lin.post(url, {"handle_days": "5", "answer_days": "3"})).status_code == 422
    assert (await lin.post(url, {"handle_days": "5", "answer_days": "400"})).status_code == 422
    assert (await lin.post(url, {"handle_days": "5", "answer_days": "7"})).status_code == 303
    assert 'value="7"' in (await lin.get(url)).text
