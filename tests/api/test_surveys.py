"""Surveys as JSON."""

from __future__ import annotations

from typing import Any

import pytest

from programs.surveys.tables import SurveyAnswer
from tests.cast import Cast
from tests.visitor import Visitor

WAVE = {"title": "春季问卷", "moment": "baseline", "unit": "household", "opens_on": "2026-03-02"}


async def _wave(cast: Cast) -> int:
    chen = Visitor("chen")
    taken = (await chen.send("/api/questionnaires/ready", {"key": "baseline"})).json()["id"]
    body = {**WAVE, "questionnaire": taken, "program": cast.ours.program, "target": 40}
    answer = await chen.send(f"/api/communities/{cast.ours.community}/waves", body)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def _batch(*sheets: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"answered_on": "2026-03-02", "sheets": list(sheets), **more}


async def test_a_program_asks_enters_closes_and_reads(cast: Cast) -> None:
    wave, chen = await _wave(cast), Visitor("chen")
    marks = {"help": 4, "part": 4, "say": 3, "bond": 5, "knows_community": "no"}
    sheets = [{"sheet": str(number), "replies": marks, "member": number % 2 == 0} for number in range(32)]
    entered = await chen.send(f"/api/waves/{wave}/paper", _batch(*sheets))
    assert (entered.status_code, entered.json()) == (201, {"count": 32})
    told = (await chen.get(f"/api/programs/{cast.ours.program}/belonging")).json()["belonging"]
    assert (told["n"], told["too_few"]) == ("32", False)
    assert told["members"][1] == told["others"][1] == "16"
    figures = (await chen.get(f"/api/waves/{wave}/figures")).json()
    assert figures["answers"] == 32
    assert (await chen.send(f"/api/waves/{wave}/closing", {"closed_on": "2026-03-09"})).status_code == 201
    shown = (await chen.get(f"/api/waves/{wave}")).json()
    assert (shown["closed_on"], shown["target"], shown["answers"]) == ("2026-03-09", 40, 32)
    late = await chen.send(f"/api/waves/{wave}/paper", _batch({"sheet": "99", "replies": marks}))
    assert (late.status_code, late.json()["code"]) == (422, "surveys.closed_already")
    assert (await chen.send(f"/api/waves/{wave}/reopening", {"reason": "还有"})).status_code == 201
    listed = (await chen.get(f"/api/waves/{wave}/answers")).json()
    assert len(listed["rows"]) == 32
    url = f"/api/survey-answers/{listed['rows'][0]['id']}/voiding"
    assert (await chen.send(url, {"reason": "录错"})).status_code == 201
    assert (await chen.get(f"/api/waves/{wave}/figures")).json()["answers"] == 31
    assert (await chen.get("/api/waves")).json()["rows"][0]["answers"] == 31


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ({"replies": {}}, "surveys.nothing_answered"),
        ({"replies": {"help": 9}}, "surveys.no_scale"),
        ({"replies": {"help": "4"}}, "surveys.no_scale"),
        ({"replies": {"help": 10**30}}, "surveys.no_scale"),
        ({"replies": {"other": 4}}, "surveys.question_unknown"),
        ({"replies": {"help": 4}, "door": "301"}, "surveys.building_missing"),
    ],
)
async def test_a_sheet_that_cannot_be_enters_nothing(cast: Cast, sheet: dict, code: str) -> None:
    wave = await _wave(cast)
    whole = {"sheet": "1", "replies": {"help": 4}}
    answer = await Visitor("chen").send(f"/api/waves/{wave}/paper", _batch(whole, {"sheet": "2", **sheet}))
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await SurveyAnswer.count() == 0


async def test_questionnaires_and_cards(cast: Cast) -> None:
    chen = Visitor("chen")
    made = (await chen.send("/api/questionnaires", {"title": "小问卷"})).json()["id"]
    url = f"/api/questionnaires/{made}"
    assert (await chen.send(f"{url}/ready-questions", {"key": "trust"})).status_code == 201
    again = await chen.send(f"{url}/ready-questions", {"key": "trust"})
    assert (again.status_code, again.json()["code"]) == (422, "surveys.question_there")
    shown = (await chen.get(url)).json()
    assert shown["questions"][0]["key"] == "trust_residents"
    publication = {"version": shown["version"]}
    assert (await chen.send(f"{url}/publication", publication)).status_code == 201
    assert (await chen.send(f"{url}/publication", publication)).status_code == 409
    assert (await chen.send("/api/duty-cards/ready")).json() == {"count": 6}
    assert len((await chen.get("/api/duty-cards")).json()) == 6
