"""Steps, the inbox, merges and candidates as JSON: the same rules as the pages."""

from __future__ import annotations

from typing import Any

import pytest

from programs.listening.tables import Need
from tests.actions.test_listening import note
from tests.actions.test_listening_links import heard
from tests.actions.test_listening_street import send
from tests.cast import Cast
from tests.visitor import Visitor

DONE = {"handled_on": "2026-03-12", "handled_how": "报了物业"}
TOLD = {"answer": "好了", "answered_how": "wechat"}


async def test_a_case_as_json(cast: Cast) -> None:
    chen, noted = Visitor("chen"), await note(cast)
    home = f"/api/needs/{noted}"
    assert (await chen.send(f"{home}/answer", {"answered_on": "2026-03-13", **TOLD})).status_code == 409
    assert (await chen.send(f"{home}/handling", DONE)).status_code == 201
    assert (await chen.get(home)).json()["state"] == "handled"
    waiting = (await chen.get("/api/cases?view=waiting")).json()
    assert [row["id"] for row in waiting["rows"]] == [noted]
    assert (waiting["counts"]["open"], waiting["days"]) == (1, {"handled": 3.0, "answered": None})
    assert (await chen.send(f"{home}/answer", {"answered_on": "2026-03-13", **TOLD})).status_code == 201
    assert (await chen.send(f"{home}/confirmation", {"solved": "yes"})).status_code == 201
    assert (await chen.get(home)).json()["state"] == "confirmed"
    assert (await chen.send(f"{home}/reopening", {"reason": "又来了"})).status_code == 201
    days = {"version": 5, "handle_by": "2026-05-01", "answer_by": "2026-05-09", "owner": cast.chen.user_id}
    assert (await chen.send(f"{home}/following", days)).status_code == 201
    stale = await chen.send(f"{home}/following", {**days, "version": 5, "owner": None})
    assert stale.status_code == 409
    assert (await Visitor("he").get("/api/cases")).json()["rows"] == []
    assert (await chen.get("/api/cases?view=x")).status_code in {400, 422}


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("handling", {**DONE, "handled_on": "2026-03-01"}),
        ("handling", {**DONE, "handled_on": "2999-03-01"}),
        ("handling", {**DONE, "handled_how": " "}),
        ("handling", {**DONE, "answer": "好了"}),
        ("handling", {**DONE, "answer": "好了", "answered_how": "pigeon"}),
        ("confirmation", {"solved": "maybe"}),
        ("following", {"version": 1, "handle_by": "2026-05-01", "answer_by": "2026-04-01"}),
        ("following", {"version": 1, "handle_by": "2026-05-01", "answer_by": "2026-05-01", "owner": 99999}),
        ("reopening", {"reason": ""}),
        ("merges", {"needs": []}),
        ("merges", {"needs": list(range(1, 60))}),
        ("splitting", {"reason": ""}),
    ],
)
async def test_a_step_that_cannot_be_is_a_problem(cast: Cast, step: str, body: dict[str, Any]) -> None:
    noted = await note(cast)
    before = (await Need.select().where(Need.id == noted))[0]
    answer = await Visitor("chen").send(f"/api/needs/{noted}/{step}", body)
    assert answer.status_code == (409 if body == {"needs": []} else 422), answer.text
    assert (await Need.select().where(Need.id == noted))[0] == before


async def test_the_inbox_as_json(cast: Cast) -> None:
    chen = Visitor("chen")
    one, other = await send(cast, willing="yes"), await send(cast)
    rows = (await chen.get("/api/needs/inbox")).json()["rows"]
    assert [(row["id"], row["willing"]) for row in rows] == [(one, True), (other, None)]
    assert (await chen.send(f"/api/needs/{one}/taking-in", {"program": cast.ours.program})).status_code == 201
    assert (await chen.send(f"/api/needs/{other}/setting-aside", {"reason": "不归这里"})).status_code == 201
    assert (await chen.get("/api/needs/inbox")).json() == {"rows": [], "next": None}
    assert (await chen.send(f"/api/needs/{one}/taking-in", {})).status_code == 409
    assert (await Visitor("bai").send(f"/api/needs/{one}/taking-in", {})).status_code == 404


async def test_merges_and_candidates_as_json(cast: Cast) -> None:
    chen = Visitor("chen")
    kept, other = [await note(cast, building=cast.ours.building) for _number in range(2)]
    assert (await chen.send(f"/api/needs/{kept}/merges", {"needs": [other]})).json() == {"id": kept}
    assert (await chen.get(f"/api/needs/{other}")).json()["merged_into"] == kept
    assert (await chen.send(f"/api/needs/{other}/splitting", {"reason": "另一回事"})).status_code == 201
    url = f"/api/programs/{cast.ours.program}/candidates"
    issue = await chen.send(url, {"title": "狗粪", "needs": [kept, other]})
    assert issue.status_code == 201
    cited = (await chen.get(f"/api/focal-issues/{issue.json()['id']}/needs")).json()
    assert {row["id"] for row in cited["rows"]} == {kept, other}
    assert (await chen.send(url, {"title": "狗粪"})).status_code == 409
    assert (await chen.send(url, {"title": "狗粪", "needs": [99999]})).status_code == 404


async def test_a_concern_as_json(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/api/concerns/{await heard(cast.ours)}/need"
    made = await chen.send(url)
    assert made.status_code == 201
    assert (await chen.get(f"/api/needs/{made.json()['id']}")).json()["channel"] == "visit"
    assert (await chen.send(url)).status_code == 409
    page = await chen.post(url.replace("/api/", "/desk/"))
    assert page.headers["location"].startswith("/desk/door-visits/")
    visit = await chen.get(page.headers["location"])
    assert f'href="/desk/needs/{made.json()["id"]}"' in visit.text
    assert (await Visitor("chen").send(f"/api/concerns/{await heard(cast.theirs)}/need")).status_code == 404


async def test_the_days_of_an_organisation_as_json(cast: Cast) -> None:
    lin = Visitor("lin")
    days = {"handle_days": 3, "answer_days": 5}
    assert (await lin.send("/api/need-deadlines", days, method="PUT")).status_code == 200
    assert (
        await lin.send("/api/need-deadlines", {**days, "answer_days": 1}, method="PUT")
    ).status_code == 422
    assert (await Visitor("chen").send("/api/need-deadlines", days, method="PUT")).status_code == 403
