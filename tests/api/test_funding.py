"""Grants as JSON."""

from decimal import Decimal
from typing import Any

import pytest

from programs.funding.tables import Grant
from tests.cast import CANARY, Cast
from tests.visitor import Visitor

GRANT = {"title": "友邻计划", "funder_name": "市慈善会", "starts_on": "2026-01-01", "amount": "200000.50"}


async def test_a_grant_as_json(cast: Cast) -> None:
    lin = Visitor("lin")
    answer = await lin.send("/api/grants", GRANT)
    assert answer.status_code == 201, answer.text
    home = f"/api/grants/{answer.json()['id']}"
    assert (await lin.send(f"{home}/programs", {"program": cast.ours.program})).status_code == 201
    assert (await lin.send(f"{home}/programs", {"program": cast.ours.program})).status_code == 422
    shown = (await lin.get(home)).json()
    assert (Decimal(shown["amount"]), shown["programs"]) == (Decimal("200000.5"), [cast.ours.program])
    saved = await lin.send(home, {**GRANT, "title": "二期", "version": 1}, method="PUT")
    assert saved.status_code == 200
    assert (await lin.send(home, {**GRANT, "version": 1}, method="PUT")).status_code == 409
    assert (await lin.send(f"{home}/programs/{cast.ours.program}/removal")).status_code == 201
    assert (await lin.send(f"{home}/programs/{cast.ours.program}/removal")).status_code == 409
    assert (await Visitor("chen").get(f"/api/grants/{cast.ours.grant}")).status_code == 200
    assert (await Visitor("chen").send("/api/grants", GRANT)).status_code == 403
    assert (await Visitor("he").get(f"/api/grants/{cast.ours.grant}")).status_code == 404
    assert CANARY not in (await lin.get("/api/grants")).text


@pytest.mark.parametrize(
    "change",
    [
        {"amount": -1},
        {"amount": "NaN"},
        {"amount": "1e999999"},
        {"amount": "0.001"},
        {"amount": "lots"},
        {"title": ""},
        {"title": "x" * 121},
        {"funder_name": "\x00"},
        {"starts_on": "1970-01-01"},
        {"ends_on": "2025-12-31"},
        {"ends_on": "9999-12-31"},
        {"bank_account": "1"},
    ],
)
async def test_bad_input_is_a_problem_and_writes_nothing(cast: Cast, change: dict[str, Any]) -> None:
    before = await Grant.count()
    answer = await Visitor("lin").send("/api/grants", {**GRANT, **change})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert await Grant.count() == before


async def test_a_program_of_others_cannot_be_paid_for(cast: Cast) -> None:
    url = f"/api/grants/{cast.ours.grant}/programs"
    assert (await Visitor("lin").send(url, {"program": cast.theirs.program})).status_code == 404
    assert (await Visitor("bai").send(url, {"program": cast.theirs.program})).status_code == 404
