"""Recognition through the API: the same way, the same refusals."""

from __future__ import annotations

from server.lib import clock
from tests.cast import Cast
from tests.honours import DEED
from tests.visitor import Visitor


async def test_an_award_through_the_api(cast: Cast) -> None:
    chen, lin, today = Visitor("chen"), Visitor("lin"), f"{clock.today()}"
    here = f"/api/communities/{cast.ours.community}"
    title = {"name": "好邻居", "criteria": "帮了人", "signed_by": "五福桥社区"}
    assert (await chen.send("/api/honours", title)).status_code == 403
    honour = (await lin.send("/api/honours", title)).json()["id"]
    assert (await lin.send("/api/honours", title)).status_code == 422
    sent = {"honour": honour, "deed": DEED, "deed_on": today, "group": cast.ours.group}
    made = await chen.send(f"{here}/nominations", sent)
    assert made.status_code == 201, made.text
    one = f"/api/nominations/{made.json()['id']}"
    assert (await chen.send(f"{one}/reviews", {"vote": "yes"})).status_code == 409
    assert (await lin.send(f"{one}/reviews", {"vote": "yes"})).status_code == 201
    neighbour = {"vote": "yes", "reviewer": cast.ours.residents["李娜"]}
    assert (await lin.send(f"{one}/reviews", neighbour)).status_code == 201
    yes = {"shown_as": "name", "agreed_on": today, "how": "face_to_face"}
    assert (await chen.send(f"{one}/agreed", yes)).status_code == 201
    award = (await chen.send(f"{one}/award", {"awarded_on": today})).json()["id"]
    [row] = (await chen.get(f"{here}/awards")).json()["rows"]
    assert (row["id"], row["number"], row["who"]) == (award, f"{clock.today().year}-001", "铲屎官小队")
    [shown] = (await Visitor().get("/api/c/wufuqiao/honours")).json()["rows"]
    assert (shown["name"], shown["deed"]) == ("铲屎官小队", DEED)
    for _again in range(2):
        revoke = {"revoke_class": "mistake", "reason": "错了"}
        await lin.send(f"/api/awards/{award}/revoke", revoke)
    assert (await Visitor().get("/api/c/wufuqiao/honours")).json() == {"rows": [], "next": None}


async def test_talks_of_care_are_for_staff_of_the_community(cast: Cast) -> None:
    url = f"/api/residents/{cast.ours.residents['陈叔']}/care"
    said = {"kind": "talk", "talked_on": f"{clock.today()}", "note": "腰疼"}
    assert (await Visitor("chen").send(url, said)).status_code == 201
    assert [row["note"] for row in (await Visitor("lin").get(url)).json()] == ["腰疼"]
    for who, status in (("zhao", 403), ("wu", 403), ("qian", 403), ("he", 404), ("bai", 404), (None, 401)):
        assert (await Visitor(who).get(url)).status_code == status
    found = await Visitor("chen").get("/desk/search?q=腰疼")
    assert "/desk/care-talks/" not in found.text
