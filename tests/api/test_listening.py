"""Needs as JSON: the same rules, told as problem details."""

from typing import Any

import pytest

from programs.listening.tables import Need
from programs.method.tables import FocalIssue
from server.lib import db
from tests.cast import CANARY, Cast
from tests.visitor import Visitor

NOTE = {"text": "楼下又有狗粪", "channel": "property", "raised_on": "2026-03-09"}


async def test_a_need_as_json(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/api/communities/{cast.ours.community}/needs"
    answer = await chen.send(url, {**NOTE, "complaint": True, "quantity": 23, "program": cast.ours.program})
    assert answer.status_code == 201, answer.text
    home = f"/api/needs/{answer.json()['id']}"
    moved = {"version": 1, "need_class": cast.ours.need_class, "program": cast.ours.program}
    assert (await chen.send(f"{home}/sorting", moved)).status_code == 201
    assert (await chen.send(f"{home}/sorting", {"version": 1})).status_code == 409
    shown = (await chen.get(home)).json()
    assert (shown["need_class"], shown["complaint"], shown["quantity"]) == (cast.ours.need_class, True, 23)
    query = f"?need_class={cast.ours.need_class}&complaint=true&month=2026-03&program={cast.ours.program}"
    assert [row["id"] for row in (await chen.get(f"/api/needs{query}")).json()["rows"]] == [shown["id"]]
    assert (await chen.send(f"{home}/void", {"reason": "记重了"})).status_code == 201
    assert (await chen.get(home)).json()["voided"] is True
    assert (await chen.get("/api/needs")).json() == {"rows": [], "next": None}


@pytest.mark.parametrize(
    "change",
    [
        {"text": ""},
        {"text": " \n "},
        {"text": "x" * 2001},
        {"text": None},
        {"channel": "pigeon"},
        {"raised_on": "2999-01-01"},
        {"raised_on": "1970-01-01"},
        {"raised_on": "2026-02-30"},
        {"quantity": 0},
        {"quantity": 10_001},
        {"quantity": 1.5},
        {"complaint": "yes"},
        {"who": "周姐"},
        {"mood": "angry"},
    ],
)
async def test_bad_input_is_a_problem_and_writes_nothing(cast: Cast, change: dict[str, Any]) -> None:
    answer = await Visitor("chen").send(f"/api/communities/{cast.ours.community}/needs", {**NOTE, **change})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert await Need.count() == 0


@pytest.mark.parametrize(
    "query", ["community=0", "program=x", "need_class=-1", "month=2026-13", "complaint=maybe"]
)
async def test_a_query_that_cannot_be_read_is_a_problem(cast: Cast, query: str) -> None:
    assert (await Visitor("chen").get(f"/api/needs?{query}")).status_code == 422


async def test_classes_as_json(cast: Cast) -> None:
    lin, url = Visitor("lin"), "/api/need-classes"
    added = await lin.send(url, {"name": "猫", "parent": cast.ours.need_class})
    assert added.status_code == 201
    assert (await lin.send(url, {"name": "猫", "parent": cast.ours.need_class})).status_code == 422
    assert (await lin.send(f"{url}/{added.json()['id']}/name", {"name": "流浪猫"})).status_code == 201
    assert (await lin.send(f"{url}/usual")).status_code == 409
    assert (await Visitor("chen").send(url, {"name": "停车"})).status_code == 403
    listed = await Visitor("chen").get(url)
    assert {"id": added.json()["id"], "name": "流浪猫", "parent": cast.ours.need_class} in listed.json()
    assert CANARY not in listed.text


async def test_citing_as_json(cast: Cast) -> None:
    chen = Visitor("chen")
    issue = FocalIssue(organisation=cast.ours.organisation, program=cast.ours.program, title="狗粪")
    async with db.write_transaction():
        await issue.save()
    url = f"/api/focal-issues/{issue.id}/needs"
    note = {**NOTE, "program": cast.ours.program, "need_class": cast.ours.need_class}
    needs = f"/api/communities/{cast.ours.community}/needs"
    first, second = [(await chen.send(needs, note)).json()["id"] for _ in range(2)]
    assert (await chen.send(url, {"needs": [first]})).json() == {"count": 1}
    assert (await chen.send(f"{url}/class", {"need_class": cast.ours.need_class})).json() == {"count": 1}
    assert [row["id"] for row in (await chen.get(url)).json()["rows"]] == [second, first]
    assert (await chen.send(f"{url}/{first}/removal")).status_code == 201
    assert (await chen.send(f"{url}/{first}/removal")).status_code == 404
    assert (await chen.send(url, {"needs": [99999]})).status_code == 404
    assert (await chen.send(url, {"needs": []})).status_code == 409
    assert (await chen.send(url, {"needs": list(range(1, 502))})).status_code == 409
    assert (await Visitor("bai").get(url)).status_code == 404


async def test_ids_of_others_lead_nowhere(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/api/communities/{cast.ours.community}/needs"
    for change in (
        {"program": cast.theirs.program},
        {"need_class": cast.theirs.need_class},
        {"building": cast.theirs.building},
        {"resident": cast.theirs.residents["周姐"]},
    ):
        assert (await chen.send(url, {**NOTE, **change})).status_code == 404
    assert (await chen.send(f"/api/communities/{cast.theirs.community}/needs", NOTE)).status_code == 404
    assert await Need.count() == 0
