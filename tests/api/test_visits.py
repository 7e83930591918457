"""Visits as JSON."""

from typing import Any

import pytest

from programs.visits.tables import VisitDay
from tests.cast import Cast
from tests.visitor import Visitor

WALK = {"visited_on": "2026-01-10", "tried": 40, "opened": 22}


async def test_a_day_of_visits_as_json(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/api/programs/{cast.ours.program}/visits"
    answer = await chen.send(url, {**WALK, "building": cast.ours.building})
    assert answer.status_code == 201, answer.text
    listed = (await chen.get(url)).json()
    assert (listed["tried"], listed["opened"], len(listed["rows"])) == (40, 22, 1)
    home = f"/api/visits/{answer.json()['id']}"
    assert (await chen.send(f"{home}/void", {"reason": "记错了"})).status_code == 201
    assert (await chen.send(f"{home}/void", {"reason": "记错了"})).status_code == 409
    assert (await chen.get(home)).json()["void_reason"] == "记错了"
    assert (await chen.get(url)).json() == {"tried": 0, "opened": 0, "rows": [], "next": None}
    assert (await Visitor("bai").get(home)).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"opened": 41},
        {"tried": 0},
        {"tried": 2001},
        {"tried": "forty"},
        {"opened": -1},
        {"visited_on": "2999-01-01"},
        {"visited_on": "1970-01-01"},
        {"companion": "x" * 61},
        {"note": "x\x00"},
        {"weather": "rain"},
    ],
)
async def test_bad_input_is_a_problem_and_writes_nothing(cast: Cast, change: dict[str, Any]) -> None:
    answer = await Visitor("chen").send(f"/api/programs/{cast.ours.program}/visits", {**WALK, **change})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert await VisitDay.count() == 0
