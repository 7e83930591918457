"""The street's form as JSON, without an account, within the same limits."""

from __future__ import annotations

import pytest

from programs.listening import street_actions
from programs.listening.tables import Need
from server.accounts.buckets import Limit
from server.lib.ids import new_op_id
from tests.cast import Cast
from tests.visitor import Visitor

NEEDS = "/api/c/wufuqiao/needs"


async def test_a_need_is_sent_followed_and_said_not_to_be_solved(cast: Cast) -> None:
    nobody, chen, op_id = Visitor(), Visitor("chen"), new_op_id()
    said = {"text": "路灯坏了半个月", "building": cast.ours.building, "willing": "yes"}
    sent = await nobody.send(NEEDS, said, op_id=op_id)
    assert sent.status_code == 201, sent.text
    assert (await nobody.send(NEEDS, said, op_id=op_id)).json() == sent.json()
    assert await Need.count().where(Need.from_street.eq(True)) == 1
    home = f"{NEEDS}/{sent.json()['token']}"
    assert (await nobody.get(sent.json()["follow"])).status_code == 200
    assert (await nobody.get(home)).json()["taken_in_on"] is None
    [row] = (await chen.get("/api/needs/inbox")).json()["rows"]
    url = f"/api/needs/{row['id']}"
    assert (await chen.send(f"{url}/taking-in", {})).status_code == 201
    day = (await nobody.get(home)).json()["raised_on"]
    done = {"handled_on": day, "handled_how": "报了物业"}
    assert (await chen.send(f"{url}/handling", done)).status_code == 201
    answer = {"answered_on": day, "answer": "灯已换好", "answered_how": "form"}
    assert (await chen.send(f"{url}/answer", answer)).status_code == 201
    told = (await nobody.get(home)).json()
    assert (told["state"], told["answer"]) == ("answered", "灯已换好")
    assert "报了物业" not in str(told)
    assert (await nobody.send(home, {"solved": "no", "why": "三单元还是黑的"})).status_code == 201
    assert (await nobody.get(home)).json()["state"] == "not_solved"
    assert (await chen.get(url)).json()["unsolved_why"] == "三单元还是黑的"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "路灯", "leave_empty": "buy"}, 422),
        ({"text": "路灯", "resident": 1}, 422),
        ({"text": "路灯", "building": 999_999}, 404),
    ],
)
async def test_what_is_not_taken(cast: Cast, body: dict[str, object], status: int) -> None:
    assert (await Visitor().send(NEEDS, body)).status_code == status
    assert await Need.count().where(Need.from_street.eq(True)) == 0
    assert (await Visitor().get(f"{NEEDS}/{'0' * 64}")).status_code == 404


async def test_pages_and_json_share_one_limit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    once = Limit(tries=1, period=street_actions.PER_ADDRESS.period)
    monkeypatch.setattr(street_actions, "PER_ADDRESS", once)
    assert (await Visitor().post("/c/wufuqiao/needs/new", {"text": "路灯"})).status_code == 303
    late = await Visitor().send(NEEDS, {"text": "路灯"})
    assert (late.status_code, late.json()["code"]) == (409, "needs.too_many_from_here")
