"""Surveys on pages: staff ask and enter, residents answer without an account."""

from __future__ import annotations

import re

import pytest

from programs.surveys.tables import Questionnaire, SurveyAnswer, Wave
from programs.surveys.wave_queries import answers_in
from server.lib.ids import new_op_id
from tests.cast import CANARY, Cast
from tests.visitor import Visitor

ITEMS = ("help", "part", "say", "bond")
WAVE = {
    "title": "春季问卷",
    "moment": "baseline",
    "unit": "household",
    "opens_on": "2026-03-02",
    "online": "1",
}


async def _wave(cast: Cast, **more: str) -> Wave:
    chen = Visitor("chen")
    if not await Questionnaire.exists().where(Questionnaire.key == "belonging"):
        assert (await chen.post("/desk/questionnaires/ready", {"key": "belonging"})).status_code == 303
    questionnaire = await Questionnaire.objects().get(Questionnaire.key == "belonging")
    form = {**WAVE, "questionnaire": str(questionnaire.id), "program": str(cast.ours.program), **more}
    answer = await chen.post(f"/desk/communities/{cast.ours.community}/waves", form)
    assert answer.status_code == 303, answer.text
    wave = await Wave.objects().get(Wave.id == int(answer.headers["location"].rpartition("/")[2]))
    assert wave is not None
    return wave


def _sheets(first: int, count: int, mark: int = 4, **more: str) -> dict[str, str]:
    form = {"answered_on": "2026-03-02", "how": "paper", **more}
    for line in range(1, count + 1):
        form[f"s{line}"] = str(first + line - 1)
        form |= {f"s{line}-{item}": str(mark) for item in ITEMS}
        form[f"s{line}-knows_estate"] = "y"
    return form


async def _entered(wave: Wave, count: int, mark: int = 4) -> None:
    chen = Visitor("chen")
    for first in range(1, count + 1, 15):
        form = _sheets(first, min(15, count - first + 1), mark)
        answer = await chen.post(f"/desk/waves/{wave.id}/paper", form)
        assert answer.status_code == 303, answer.text


async def test_belonging_is_the_first_number_from_paper_to_the_street(cast: Cast) -> None:
    chen = Visitor("chen")
    home = f"/desk/communities/{cast.ours.community}"
    assert "还没有人问过大家" in (await chen.get(home)).text
    wave = await _wave(cast)
    await _entered(wave, 31)
    for page in (home, f"/desk/programs/{cast.ours.program}", f"/desk/waves/{wave.id}"):
        text = (await chen.get(page)).text
        assert "4.0 / 5" in text or "4 / 5" in text, page
        assert "n=31" in text, page
    street = (await Visitor().get("/c/wufuqiao")).text
    assert "n=31" in street
    assert f"/desk/waves/{wave.id}" not in street
    borrowed = "这是整个社区的数字"
    assert borrowed not in (await chen.get(f"/desk/programs/{cast.ours.program}")).text
    new = {"community": cast.ours.community, "name": "停车", "started_on": "2026-01-05"}
    second = (await chen.send("/api/programs", new)).json()["id"]
    text = (await chen.get(f"/desk/programs/{second}")).text
    assert "n=31" in text
    assert borrowed in text


async def test_two_waves_of_a_version_stand_beside_each_other(cast: Cast) -> None:
    first = await _wave(cast)
    second = await _wave(cast, title="秋季问卷", moment="endline", opens_on="2026-03-03")
    await _entered(first, 31, mark=3)
    form = {**_sheets(1, 12, 4), "answered_on": "2026-03-03"}
    assert (await Visitor("chen").post(f"/desk/waves/{second.id}/paper", form)).status_code == 303
    assert "不足以比较" in (await Visitor("chen").get(f"/desk/waves/{second.id}")).text
    report = f"/desk/programs/{cast.ours.program}/waves/report"
    assert "不足以比较" in (await Visitor("chen").get(report)).text
    for start in (13, 28):
        form = {**_sheets(start, 15, 4), "answered_on": "2026-03-03"}
        assert (await Visitor("chen").post(f"/desk/waves/{second.id}/paper", form)).status_code == 303
    assert "归属感 3.0→4.0" in (await Visitor("chen").get(f"/desk/waves/{second.id}")).text
    text = (await Visitor("chen").get(report)).text
    assert re.search(r"归属感 3\.0→4\.0（n=31，n=42，同一版本）", text)


async def test_a_resident_answers_without_account_and_once(cast: Cast) -> None:
    wave = await _wave(cast)
    url, anna = f"/s/{wave.token}", Visitor()
    page = await anna.get(url)
    assert page.status_code == 200
    assert len(page.content) < 60_000
    form = {"q-help": "4", "q-knows_estate": "yes", "building": str(cast.ours.building), "door": "301"}
    sent = await anna.post(url, {**form, "member": "yes", "age_band": "60-74"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{url}/thanks")
    assert "谢谢您" in (await anna.get(f"{url}/thanks")).text
    again = await Visitor().post(url, {**form, "door": "３０１"})
    assert again.status_code == 422
    assert "您家已经答过了" in again.text
    answer = await SurveyAnswer.objects().first()
    assert answer is not None
    assert (answer.how, bool(answer.member), answer.age_band) == ("online", True, "60-74")
    assert answer.entered_by is None


async def test_a_device_is_told_at_the_door_that_it_has_answered(cast: Cast) -> None:
    wave = await _wave(cast, unit="person")
    url, anna = f"/s/{wave.token}", Visitor()
    assert (await anna.post(url, {"q-help": "4"})).status_code == 303
    assert "您已经答过了" in (await anna.get(url)).text
    assert (await anna.post(url, {"q-help": "4"})).status_code == 422
    assert (await Visitor().post(url, {"q-help": "2"})).status_code == 303
    assert await answers_in(wave.id) == 2


async def test_a_double_tap_is_one_answer(cast: Cast) -> None:
    wave = await _wave(cast, unit="person")
    op_id, anna = new_op_id(), Visitor()
    for _tap in range(2):
        assert (await anna.post(f"/s/{wave.token}", {"q-help": "4"}, op_id=op_id)).status_code == 303
    assert await answers_in(wave.id) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "请至少答一道题"),
        ({"q-help": "6"}, "请填 1 到 5"),
        ({"q-help": "四"}, "请填 1 到 5"),
        ({"q-knows_estate": "perhaps"}, "请答是或否"),
        ({"q-help": "4", "building": ""}, "请选择楼栋"),
        ({"q-help": "4", "door": ""}, "请写门牌号"),
        ({"q-help": "4", "door": "3" * 21}, "20"),
        ({"q-help": "4", "member": "maybe"}, "请选择"),
    ],
)
async def test_what_is_no_answer_is_said_beside_its_question(cast: Cast, typed: dict, sentence: str) -> None:
    wave = await _wave(cast)
    form = {"building": str(cast.ours.building), "door": "301", **typed}
    answer = await Visitor().post(f"/s/{wave.token}", form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert await SurveyAnswer.count() == 0


async def test_the_trap_is_thanked_and_not_counted(cast: Cast) -> None:
    wave = await _wave(cast, unit="person")
    answer = await Visitor().post(f"/s/{wave.token}", {"q-help": "4", "website": "http://x"})
    assert answer.status_code == 303
    assert await SurveyAnswer.count() == 0


async def test_a_foreign_building_takes_no_answer(cast: Cast) -> None:
    wave = await _wave(cast)
    form = {"q-help": "4", "building": str(cast.theirs.building), "door": "1"}
    assert (await Visitor().post(f"/s/{wave.token}", form)).status_code == 404
    assert (await Visitor().get("/s/nothing-here")).status_code == 404


async def test_a_wave_that_is_closed_or_on_paper_only_says_so(cast: Cast) -> None:
    paper = await _wave(cast, online="")
    assert "只用纸质" in (await Visitor().get(f"/s/{paper.token}")).text
    later = await _wave(cast, opens_on="2027-01-01")
    assert "还没开始" in (await Visitor().get(f"/s/{later.token}")).text
    wave = await _wave(cast)
    closing = {"closed_on": "2026-03-09"}
    assert "结束这次调查" in (await Visitor("chen").get(f"/desk/waves/{wave.id}/closing")).text
    assert (await Visitor("chen").post(f"/desk/waves/{wave.id}/closing", closing)).status_code == 303
    assert "调查已经结束" in (await Visitor().get(f"/s/{wave.token}")).text
    form = {"q-help": "4", "building": str(cast.ours.building), "door": "301"}
    late = await Visitor().post(f"/s/{wave.token}", form)
    assert (late.status_code, "调查已经结束" in late.text) == (422, True)
    reopening = {"reason": "还有几份"}
    assert (await Visitor("chen").post(f"/desk/waves/{wave.id}/reopening", reopening)).status_code == 303
    assert (await Visitor().post(f"/s/{wave.token}", form)).status_code == 303


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"s1-help": "9"}, "请填 1 到 5"),
        ({"s1": ""}, "请写问卷编号"),
        ({"m1": "?"}, "y、n"),
        ({"d1": "301"}, "请选择楼栋"),
        ({"s2": "1"}, "1 号在这里出现了两次"),
        ({"answered_on": "2026-02-01"}, "调查开始之前"),
        ({"answered_on": "2100-01-01"}, "还没到"),
        ({"answered_on": "昨天"}, "2026-11-21"),
    ],
)
async def test_one_wrong_cell_enters_no_sheet(cast: Cast, typed: dict, sentence: str) -> None:
    wave = await _wave(cast)
    answer = await Visitor("chen").post(f"/desk/waves/{wave.id}/paper", {**_sheets(1, 2), **typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert await SurveyAnswer.count() == 0


async def test_empty_lines_are_no_sheets_and_the_next_number_stands_ready(cast: Cast) -> None:
    wave = await _wave(cast)
    chen = Visitor("chen")
    empty = {"answered_on": "2026-03-02", "how": "paper", "s1": "1", "s2": "2"}
    assert "至少填一份" in (await chen.post(f"/desk/waves/{wave.id}/paper", empty)).text
    assert (await chen.post(f"/desk/waves/{wave.id}/paper", {**_sheets(1, 3), "s4": "4"})).status_code == 303
    assert await answers_in(wave.id) == 3
    assert 'name="s1" value="4"' in (await chen.get(f"/desk/waves/{wave.id}/paper")).text


async def test_a_wrong_sheet_is_taken_out(cast: Cast) -> None:
    wave = await _wave(cast)
    await _entered(wave, 6)
    chen = Visitor("chen")
    url = re.search(
        r"/desk/survey-answers/\d+/voiding", (await chen.get(f"/desk/waves/{wave.id}/answers")).text
    )
    assert url is not None
    assert (await chen.post(url[0], {"reason": ""})).status_code == 422
    assert (await chen.post(url[0], {"reason": "录了两遍"})).status_code == 303
    assert await answers_in(wave.id) == 5
    assert "录了两遍" in (await chen.get(f"/desk/waves/{wave.id}/answers")).text
    assert (await chen.post(url[0], {"reason": "再来"})).status_code == 422


async def test_a_wave_shows_how_far_it_is(cast: Cast) -> None:
    wave = await _wave(cast, target="40")
    await _entered(wave, 10)
    chen = Visitor("chen")
    page = (await chen.get(f"/desk/waves/{wave.id}")).text
    assert "10 / 40" in page
    assert "10 / 30" in page
    assert "40" in (await chen.get("/desk/waves")).text
    edited = {"title": "春季问卷", "opens_on": "2026-03-02", "target": "", "version": str(wave.version)}
    assert (await chen.post(f"/desk/waves/{wave.id}/edit", edited)).status_code == 303
    page = (await chen.get(f"/desk/waves/{wave.id}")).text
    assert "10 / 40" not in page
    again = {**edited, "target": "0", "version": str(wave.version + 1)}
    assert (await chen.post(f"/desk/waves/{wave.id}/edit", again)).status_code == 422


async def test_a_share_does_not_leave_the_house_when_it_tells_of_one_person(cast: Cast) -> None:
    wave = await _wave(cast)
    await _entered(wave, 32)
    form = {**_sheets(33, 1, 4), "s1-knows_estate": "n"}
    assert (await Visitor("chen").post(f"/desk/waves/{wave.id}/paper", form)).status_code == 303
    assert "97%" in (await Visitor("chen").get(f"/desk/waves/{wave.id}")).text
    for url in (f"/desk/waves/{wave.id}/figures.csv", f"/desk/programs/{cast.ours.program}/waves/report"):
        text = (await Visitor("chen").get(url)).text
        assert "97%" not in text, url
        assert "几乎所有人" in text, url


async def test_few_are_not_told_and_no_person_leaves_in_a_file(cast: Cast) -> None:
    wave = await _wave(cast)
    await _entered(wave, 4)
    chen = Visitor("chen")
    assert "暂不显示" in (await chen.get(f"/desk/waves/{wave.id}")).text
    text = (await chen.get(f"/desk/waves/{wave.id}/figures.csv")).text
    assert "<5" in text
    assert "100%" not in text
    assert (await chen.get(f"/desk/waves/{wave.id}/figures.xlsx")).status_code == 200
    street = (await Visitor().get("/c/wufuqiao")).text
    assert "&lt;5" in street


async def test_a_questionnaire_is_written_ordered_and_published(cast: Cast) -> None:
    chen = Visitor("chen")
    made = await chen.post("/desk/questionnaires", {"title": "楼栋小问卷", "source": "我们自己写的"})
    editor = made.headers["location"]
    home = editor.removesuffix("/edit")
    assert (await chen.post(f"{home}/questions", {"kind": "scale", "text": "楼道亮堂"})).status_code == 303
    options = {"kind": "single", "text": "最想先办哪件", "options": "灯\n门禁"}
    assert (await chen.post(f"{home}/questions", options)).status_code == 303
    lacking = await chen.post(f"{home}/questions", {**options, "options": "灯"})
    assert (lacking.status_code, "至少写两个选项" in lacking.text) == (422, True)
    questionnaire = await Questionnaire.objects().get(Questionnaire.title == "楼栋小问卷")
    up = {"way": "up", "version": str(questionnaire.version)}
    assert (await chen.post(f"{home}/questions/2/move", up)).status_code == 303
    assert (await chen.post(f"{home}/questions/2/move", up)).status_code == 409
    text = (await chen.get(home)).text
    assert text.index("最想先办哪件") < text.index("楼道亮堂")
    version = str(questionnaire.version + 1)
    assert (await chen.post(f"{home}/publication", {"version": version})).status_code == 303
    assert "第 1 版" in (await chen.get(home)).text
    assert (await chen.get(f"{home}/questions/9")).status_code == 404
    edit = {"kind": "scale", "text": "楼道很亮堂", "version": str(questionnaire.version + 2)}
    assert (await chen.post(f"{home}/questions/2", edit)).status_code == 303
    assert "第 2 版还是草稿" in (await chen.get(home)).text
    assert (await chen.post(f"{home}/retirement")).status_code == 303
    assert (await chen.post(f"{home}/return")).status_code == 303


async def test_what_is_sent_twice_is_answered_once_at_its_own_address_only(cast: Cast) -> None:
    """Two questionnaires put away with one id, as a copied form would: only the first is, however often it is sent."""
    chen, op_id = Visitor("chen"), new_op_id()
    made = [
        (await chen.post("/desk/questionnaires", {"title": f"第{place}份"})).headers["location"]
        for place in "一二"
    ]
    first, second = (address.removesuffix("/edit") for address in made)
    for address, status in ((first, 303), (first, 303), (second, 422), (first, 303)):
        assert (await chen.post(f"{address}/retirement", op_id=op_id)).status_code == status
    away = await Questionnaire.select(Questionnaire.title).where(Questionnaire.retired_on.is_not_null())
    assert [row["title"] for row in away] == ["第一份"]
    as_json = second.replace("/desk/", "/api/")
    answer = await chen.send(f"{as_json}/retirement", op_id=op_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "op.reused")


async def test_each_form_of_the_editor_has_an_id_of_its_own(cast: Cast) -> None:
    chen = Visitor("chen")
    await chen.post("/desk/questionnaires/ready", {"key": "belonging"})
    questionnaire = await Questionnaire.objects().get(Questionnaire.key == "belonging")
    text = (await chen.get(f"/desk/questionnaires/{questionnaire.id}/edit")).text
    ids = re.findall(r'name="op_id" value="([^"]+)"', text)
    assert len(ids) > 10
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "请填写"),
        ({"title": "长" * 81}, "80"),
        ({"moment": "someday"}, "请从选项中选一个。"),
        ({"opens_on": "1970-01-01"}, "2000"),
        ({"closes_on": "2026-03-01"}, "结束早于开始"),
        ({"questionnaire": "x"}, "12"),
    ],
)
async def test_a_wave_that_cannot_be_is_refused(cast: Cast, typed: dict, sentence: str) -> None:
    await _wave(cast)
    before = await Wave.count()
    questionnaire = await Questionnaire.objects().first()
    assert questionnaire is not None
    form = {**WAVE, "questionnaire": str(questionnaire.id), **typed}
    answer = await Visitor("chen").post(f"/desk/communities/{cast.ours.community}/waves", form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert await Wave.count() == before


async def test_cards_are_taken_over_edited_and_read_on_the_street(cast: Cast) -> None:
    chen = Visitor("chen")
    assert (await chen.post("/desk/duty-cards/ready")).status_code == 303
    assert (await chen.post("/desk/duty-cards/ready")).status_code == 422
    assert "公共收益归业主" in (await Visitor().get("/c/wufuqiao/duties")).text
    street = (await Visitor().get("/c/wufuqiao")).text
    assert street.count('href="/c/wufuqiao/duties"') == 2
    assert "住在这里的感受" not in street  # nobody was asked yet
    card = re.search(r"/desk/duty-cards/\d+", (await chen.get("/desk/duty-cards")).text)
    assert card is not None
    edit = {"title": "公共收益", "entitlement": "看账", "duty": "投票", "version": "1"}
    assert (await chen.post(card[0], edit)).status_code == 303
    assert "公共收益归业主" not in (await Visitor().get("/c/wufuqiao/duties")).text
    assert (await chen.post(card[0], {**edit, "title": "别的"})).status_code == 409
    assert (await chen.post(f"{card[0]}/retirement")).status_code == 303
    assert (await chen.post(f"{card[0]}/retirement")).status_code == 422
    added = {"title": "楼顶", "entitlement": "可以上去", "duty": "不乱晒", "public": "1"}
    assert (await chen.post("/desk/duty-cards", added)).status_code == 303
    assert "不乱晒" in (await chen.get("/desk/duty-cards/print")).text


async def test_another_community_and_another_ngo_do_not_meet_it(cast: Cast) -> None:
    wave = await _wave(cast)
    for who in ("he", "bai"):
        assert (await Visitor(who).get(f"/desk/waves/{wave.id}")).status_code == 404
        assert (await Visitor(who).post(f"/desk/waves/{wave.id}/paper", _sheets(1, 1))).status_code == 404
    assert CANARY not in (await Visitor("lin").get("/desk/waves")).text
