"""Rounds and visits as JSON."""

from __future__ import annotations

from typing import Any

import pytest

from programs.visits.tables import Visit
from server.lib import clock
from server.lib.ids import new_op_id
from tests.cast import Cast
from tests.doors import COMPULSORY, doors
from tests.visitor import Visitor


def round_of(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "building": cast.ours.building,
        "scenario": "first_visit",
        "purpose": "duty",
        "planned_on": str(clock.today()),
        "visitor_resident": cast.ours.residents["陈叔"],
        "program": cast.ours.program,
        **more,
    }


async def test_a_round_from_plan_to_close(cast: Cast) -> None:
    by_door = await doors(cast, "101", "102")
    chen = Visitor("chen")
    made = (await chen.send("/api/rounds", round_of(cast))).json()["id"]
    shown = (await chen.get(f"/api/rounds/{made}")).json()
    assert (shown["visitor"], shown["lacking"], shown["state"]) == ("陈叔", ["door_manners"], "planned")
    assert [door["door"] for door in shown["doors"]] == ["101", "102", "301"]
    walked = [
        {"household": by_door["101"], "outcome": "opened", "steps_done": COMPULSORY, "concern": "电梯"},
        {"household": by_door["102"], "outcome": "refused"},
    ]
    op_id = new_op_id()
    for _twice in range(2):
        answer = await chen.send(f"/api/rounds/{made}/doors", {"doors": walked}, op_id=op_id)
        assert (answer.status_code, answer.json()) == (201, {"id": 2})
    assert await Visit.count() == 2
    listed = (await chen.get(f"/api/communities/{cast.ours.community}/door-visits")).json()["rows"]
    visit = (await chen.get(f"/api/door-visits/{listed[-1]['id']}")).json()
    assert (visit["outcome"], visit["concerns"][0]["text"], visit["purpose"]) == ("opened", "电梯", "duty")
    tap = {"households": [by_door["301"]], "outcome": "not_home"}
    assert (await chen.send(f"/api/rounds/{made}/taps", tap)).json() == {"id": 1}
    shut = [row["id"] for row in listed if row["outcome"] == "refused"]
    refused = await chen.send(f"/api/rounds/{made}/debrief", {"visits": shut, "causes": ["entrance"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "visits.inner_cause_first")
    both = {"visits": shut, "causes": ["entrance", "timing"]}
    assert (await chen.send(f"/api/rounds/{made}/debrief", both)).status_code == 201
    report = (await chen.get(f"/api/communities/{cast.ours.community}/visit-report")).json()
    assert report["causes"] == {"timing": 1, "entrance": 1}
    assert report["whole"]["opened_share"] is None
    [row] = (await chen.get(f"/api/communities/{cast.ours.community}/coverage")).json()
    assert (row["households"], row["reached"]) == (3, 2)
    untouched = (await chen.get(f"/api/buildings/{cast.ours.building}/untouched?days=30")).json()
    assert [door["door"] for door in untouched] == ["301"]
    assert (await chen.send(f"/api/rounds/{made}/close")).status_code == 201
    late = await chen.send(f"/api/rounds/{made}/taps", tap)
    assert (late.status_code, late.json()["code"]) == (409, "visits.round_over")
    assert (await chen.send(f"/api/rounds/{made}/reopening", {"reason": "还有"})).status_code == 201
    shown = (await chen.get(f"/api/rounds/{made}")).json()
    assert (shown["state"], shown["doors"][0]["outcome"] is not None) == ("planned", True)
    changed = {
        "building": cast.ours.building,
        "scenario": "first_visit",
        "purpose": "concern",
        "planned_on": shown["planned_on"],
        "visitor_account": cast.chen.user_id,
        "version": shown["version"],
    }
    begun = await chen.send(f"/api/rounds/{made}", changed, method="PUT")
    assert (begun.status_code, begun.json()["code"]) == (409, "visits.round_begun")


@pytest.mark.parametrize(
    "change",
    [
        {"scenario": "party"},
        {"days": 0},
        {"companion_kind": "friend"},
        {"companion_why": "x" * 121},
        {"planned_on": "tomorrow"},
        {"weather": "rain"},
    ],
)
async def test_bad_input_is_a_problem_and_writes_nothing(cast: Cast, change: dict[str, Any]) -> None:
    answer = await Visitor("chen").send("/api/rounds", round_of(cast, **change))
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")


async def test_a_person_behind_the_door_is_known_to_the_ledger(cast: Cast) -> None:
    by_door = await doors(cast)
    chen = Visitor("chen")
    made = (
        await chen.send(
            "/api/rounds", round_of(cast, visitor_resident=None, visitor_account=cast.chen.user_id)
        )
    ).json()["id"]
    walk = (await chen.get(f"/desk/rounds/{made}/walk")).text
    person = cast.ours.residents["陈叔"]
    assert f'<option value="{person}">陈叔</option>' in walk
    tap = {"households": [by_door["301"]], "outcome": "opened", "steps_done": COMPULSORY, "resident": person}
    assert (await chen.send(f"/api/rounds/{made}/taps", tap)).status_code == 201
    assert (await Visit.select(Visit.resident).first())["resident"] == person
    stranger = {**tap, "resident": cast.theirs.residents["周姐"]}
    assert (await chen.send(f"/api/rounds/{made}/taps", stranger)).status_code == 404


async def test_a_building_is_found_by_its_name(cast: Cast) -> None:
    page = (await Visitor("chen").get("/desk/search?q=3栋")).text
    assert f'href="/desk/buildings/{cast.ours.building}/coverage"' in page
    assert f"/desk/buildings/{cast.theirs.building}/" not in page
