"""People as JSON: the same rules, told as problem details."""

from typing import Any

import pytest

from programs.residents.tables import Resident
from tests.cast import CANARY, Cast
from tests.visitor import Visitor


async def test_a_person_as_json(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/api/communities/{cast.ours.community}/residents"
    answer = await chen.send(url, {"name": " 张𠮷𠮷 ", "building": cast.ours.building, "door": "５０２"})
    assert answer.status_code == 201, answer.text
    home = f"/api/residents/{answer.json()['id']}"
    shown = (await chen.get(home)).json()
    assert (shown["name"], shown["door"], shown["version"]) == ("张𠮷𠮷", "502", 1)
    listed = (await chen.get(f"{url}?q=𠮷𠮷")).json()
    assert [row["name"] for row in listed["rows"]] == ["张𠮷𠮷"]
    saved = await chen.send(home, {"name": "张𠮷", "another": True, "version": 1}, method="PUT")
    assert saved.status_code == 200
    stale = await chen.send(home, {"name": "张三", "version": 1}, method="PUT")
    assert stale.status_code == 409
    assert {"field": "name", "theirs": "张𠮷"} in stale.json()["errors"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "   "},
        {"name": "王\x00"},
        {"name": "王\n阿姨"},
        {"name": "名" * 61},
        {"name": 5},
        {"name": "王阿姨"},
        {"name": "老周", "age_band": "60"},
        {"name": "老周", "building": "3栋"},
        {"name": "老周", "building": 10**400},
        {"name": "老周", "phone_tail": "12345"},
        {"name": "老周", "criminal_record": "none"},
        {"name": "老周", "op_id": "x"},
        {"name": [[[[[]]]]]},
        [],
    ],
)
async def test_bad_input_is_a_problem_and_writes_nothing(cast: Cast, body: Any) -> None:
    before = await Resident.count()
    answer = await Visitor("chen").send(f"/api/communities/{cast.ours.community}/residents", body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert await Resident.count() == before


async def test_a_repeated_op_id_answers_as_the_first_time(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/api/communities/{cast.ours.community}/residents"
    op_id = "33333333-3333-4333-8333-333333333333"
    first = await chen.send(url, {"name": "新邻居"}, op_id=op_id)
    second = await chen.send(url, {"name": "新邻居"}, op_id=op_id)
    assert first.json() == second.json()
    assert (await chen.send(url, {"name": "别人"}, op_id=op_id)).status_code == 409


async def test_others_do_not_exist(cast: Cast) -> None:
    chen, foreign = Visitor("chen"), cast.theirs.residents["周姐"]
    assert (await chen.get(f"/api/residents/{foreign}")).status_code == 404
    assert (await chen.get(f"/api/communities/{cast.theirs.community}/residents")).status_code == 404
    assert (await chen.get("/api/residents/99999999999999999999")).status_code == 404
    moved = await chen.send(f"/api/residents/{foreign}/moved-away", {"moved_away_on": "2026-01-01"})
    assert moved.status_code == 404
    assert CANARY not in (await chen.get(f"/api/communities/{cast.ours.community}/residents")).text
