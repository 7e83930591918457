"""At doors, in surveys and for buildings: what ends while somebody still writes ends whole, and what is one is done once."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from programs.bodies.tables import BuildingLeader
from programs.method import ledger
from programs.surveys.tables import SurveyAnswer
from programs.visits.tables import Visit
from server import audit
from server.lib import clock, db
from server.lib.ids import new_op_id
from tests.cast import Cast
from tests.doors import COMPULSORY, doors
from tests.listening_deeds import take_questionnaire, tallies_counted, tallies_kept
from tests.visitor import Visitor

Call = tuple[str, str, dict[str, Any]]


@pytest.fixture(autouse=True)
async def nothing_torn(cast: Cast) -> Any:
    yield
    assert await ledger.recompute() == []
    assert await audit.verify() == []
    assert await tallies_kept() == await tallies_counted()


async def _call(call: Call) -> httpx.Response:
    who, url, body = call
    return await Visitor(who).send(url, dict(body))


async def _at_once(*calls: Call) -> list[int]:
    answers = await asyncio.gather(*(_call(call) for call in calls))
    assert all(answer.status_code < 500 for answer in answers), [answer.text for answer in answers]
    return [answer.status_code for answer in answers]


async def _made(call: Call) -> int:
    answer = await _call(call)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


async def _wave(cast: Cast, **more: Any) -> int:
    new = {
        "questionnaire": await take_questionnaire(),
        "title": "问卷",
        "moment": "baseline",
        "unit": "household",
        "opens_on": "2026-03-01",
        "program": cast.ours.program,
        **more,
    }
    return await _made(("chen", f"/api/communities/{cast.ours.community}/waves", new))


def _sheets(first: int, count: int = 1) -> dict[str, Any]:
    sheets = [
        {"sheet": str(first + one), "replies": {"help": 3}, "member": one % 2 == 0} for one in range(count)
    ]
    return {"answered_on": "2026-03-02", "sheets": sheets}


@pytest.mark.parametrize("place", [0, 2, 4])
async def test_a_wave_closes_while_answers_come_in(cast: Cast, place: int) -> None:
    """29 are in; of those that come with the closing, those taken count for the baseline, the others are told."""
    wave = await _wave(cast)
    assert (await _call(("chen", f"/api/waves/{wave}/paper", _sheets(1, 29)))).status_code == 201
    calls: list[Call] = [("chen", f"/api/waves/{wave}/paper", _sheets(100 + one)) for one in range(4)]
    calls.insert(place, ("lin", f"/api/waves/{wave}/closing", {"closed_on": "2026-03-09"}))
    statuses = await _at_once(*calls)
    assert statuses.pop(place) == 201
    taken = statuses.count(201)
    assert taken + statuses.count(422) == 4
    assert await SurveyAnswer.count() == 29 + taken
    [proved] = await db.rows(
        "SELECT COALESCE(SUM(quantity), 0) AS n FROM evidence WHERE kind = 'survey.baseline'"
    )
    assert int(proved["n"]) == (1 if taken else 0)


async def test_a_wave_is_closed_and_an_answer_taken_out_once(cast: Cast) -> None:
    wave = await _wave(cast)
    assert (await _call(("chen", f"/api/waves/{wave}/paper", _sheets(1, 30)))).status_code == 201
    closing = ("chen", f"/api/waves/{wave}/closing", {"closed_on": "2026-03-09"})
    assert (await _at_once(closing, closing)).count(201) == 1
    [first, *_] = (await Visitor("chen").get(f"/api/waves/{wave}/answers")).json()["rows"]
    out = ("chen", f"/api/survey-answers/{first['id']}/voiding", {"reason": "录错"})
    reopening = ("lin", f"/api/waves/{wave}/reopening", {"reason": "还有"})
    statuses = await _at_once(out, reopening, out)
    assert [statuses[0], statuses[2]].count(201) == 1
    [proved] = await db.rows("SELECT SUM(quantity) AS n FROM evidence WHERE kind = 'survey.baseline'")
    assert int(proved["n"]) == 0


async def test_one_household_from_two_phones(cast: Cast) -> None:
    wave = await _wave(cast, online=True)
    [row] = await db.rows("SELECT token FROM survey_wave WHERE id = {}", wave)
    typed = {"building": cast.ours.building, "door": "301", "q-help": "4"}
    answers = await asyncio.gather(*(Visitor().post(f"/s/{row['token']}", dict(typed)) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [303, 422, 422]
    assert await SurveyAnswer.count() == 1


async def _round(cast: Cast) -> tuple[int, dict[str, int]]:
    by_door = await doors(cast, "101", "102", "103")
    new = {
        "building": cast.ours.building,
        "scenario": "first_visit",
        "purpose": "duty",
        "planned_on": str(clock.today()),
        "visitor_account": cast.chen.user_id,
        "program": cast.ours.program,
    }
    return await _made(("chen", "/api/rounds", new)), by_door


async def test_a_tap_on_a_round_that_is_just_being_closed(cast: Cast) -> None:
    round_, by_door = await _round(cast)
    first = {"households": [by_door["301"]], "outcome": "not_home"}
    assert (await _call(("chen", f"/api/rounds/{round_}/taps", first))).status_code == 201
    tap = {"households": [by_door["101"]], "outcome": "opened", "steps_done": COMPULSORY}
    statuses = await _at_once(
        ("chen", f"/api/rounds/{round_}/taps", tap),
        ("lin", f"/api/rounds/{round_}/close", {}),
        ("chen", f"/api/rounds/{round_}/taps", {**tap, "households": [by_door["102"]]}),
    )
    assert statuses[1] == 201
    assert {statuses[0], statuses[2]} <= {201, 409}
    assert await Visit.count() == 1 + [statuses[0], statuses[2]].count(201)


async def test_a_tap_undone_twice_goes_once(cast: Cast) -> None:
    round_, by_door = await _round(cast)
    tap = {"households": [by_door["101"], by_door["102"]], "outcome": "refused"}
    assert (await _call(("chen", f"/api/rounds/{round_}/taps", tap))).status_code == 201
    [visit, *_] = await Visit.select(Visit.id).order_by(Visit.id)
    undo = ("chen", f"/api/rounds/{round_}/undo", {"visit": visit["id"]})
    void = ("lin", f"/api/door-visits/{visit['id']}/void", {"reason": "记错"})
    statuses = await _at_once(undo, void, undo)
    assert statuses.count(201) == 1
    [left] = await db.rows("SELECT SUM(quantity) AS n FROM evidence WHERE kind = 'visit.tried'")
    standing = await Visit.count().where(Visit.voided_at.is_null())
    assert int(left["n"]) == standing


async def test_one_building_has_one_leader(cast: Cast) -> None:
    people = list(cast.ours.residents.values())
    calls: list[Call] = [
        (
            "chen",
            f"/api/buildings/{cast.ours.building}/leader",
            {"since": "2026-03-01", "resident": person, "program": cast.ours.program},
        )
        for person in people[:3]
    ]
    assert sorted(await _at_once(*calls)) == [201, 409, 409]
    assert await BuildingLeader.count().where(BuildingLeader.ended_on.is_null()) == 1


async def test_the_op_of_another_says_nothing(cast: Cast) -> None:
    """An id that Chen used, sent by another NGO, is a new one; sent by a colleague with other words, it is refused."""
    op_id = new_op_id()
    wave = await _wave(cast)
    entered = await Visitor("chen").send(f"/api/waves/{wave}/paper", _sheets(1), op_id=op_id)
    assert entered.status_code == 201
    theirs = await Visitor("bai").send(f"/api/waves/{wave}/paper", _sheets(1), op_id=op_id)
    assert theirs.status_code == 404
    other = await Visitor("lin").send(f"/api/waves/{wave}/paper", _sheets(7), op_id=op_id)
    assert other.status_code in {409, 422}
    assert await SurveyAnswer.count() == 1
