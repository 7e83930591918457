"""Equal standing as JSON: a household's helper, her own page, and one who leads."""

from __future__ import annotations

from datetime import timedelta

from programs.residents.tables import Household
from server.lib import clock
from tests.cast import Cast
from tests.visitor import Visitor


async def test_a_service_for_a_household(cast: Cast) -> None:
    chen, today = Visitor("chen"), clock.today().isoformat()
    household = await Household.select(Household.id).where(Household.building == cast.ours.building).first()
    assert household is not None
    page = await chen.get(f"/desk/agreements/new?household={household['id']}")
    assert "锦绣园 3栋 301这一户" in page.text
    sides = {"giver": cast.ours.residents["王阿姨"], "household": household["id"]}
    text = {"service": "陪着看病", "starts_on": today, "giver_duties": "准时", "receiver_duties": "说谢谢"}
    made = await chen.send(f"/api/communities/{cast.ours.community}/agreements", {**sides, **text})
    assert made.status_code == 201, made.text
    url = f"/api/agreements/{made.json()['id']}"
    for side in ("giver", "receiver"):
        done = await chen.send(f"{url}/acceptances", {"side": side, "accepted_on": today})
        assert done.status_code == 201
    given = {"given_by": "giver", "what": "去了医院", "given_on": today, "minutes": 120}
    assert (await chen.send(f"{url}/exchanges", given)).status_code == 201
    shown = (await chen.get(url)).json()
    assert (shown["state"], shown["receiver_name"]) == ("active", "锦绣园 3栋 301")
    assert shown["flow"] == {"given": 1, "returned": 0}
    assert [row["holds"] for row in shown["acceptances"]] == [True, True]
    hurt = {
        "kind": "boundary",
        "what": "还要她打扫",
        "happened_on": today,
        "talk_with": "女儿",
        "talk_by": (clock.today() + timedelta(days=7)).isoformat(),
    }
    assert (await chen.send(f"{url}/incidents", hurt)).status_code == 201
    refused = await chen.send(f"{url}/exchanges", given)
    assert (refused.status_code, refused.json()["code"]) == (409, "agreements.paused")
    assert [row["talk"] for row in (await chen.get("/api/agreements/talks")).json()] == ["open"]
    assert [row["state"] for row in (await chen.get("/api/agreements")).json()["rows"]] == ["paused"]
    assert (await Visitor("he").get("/api/agreements")).json() == {"rows": [], "next": None}


async def test_her_own_page_for_a_program(cast: Cast) -> None:
    chen, woman = Visitor("chen"), cast.ours.residents["王阿姨"]
    made = await chen.send(f"/api/residents/{woman}/own-link")
    path = made.json()["path"]
    herself = Visitor()
    rated = await herself.send(f"/api{path}/ratings", {"rating": 4})
    assert rated.status_code == 201
    assert (await herself.send(f"/api{path}/letters")).status_code == 409
    shown = (await herself.get(f"/api{path}")).json()
    assert (shown["name"], [row["rating"] for row in shown["ratings"]]) == ("王阿姨", [4])
    assert not {"incidents", "pressures", "load_checks"} & set(shown)
    assert (await herself.get(f"/api{path[:-1]}x")).status_code == 404


async def test_one_who_leads(cast: Cast) -> None:
    chen, today = Visitor("chen"), clock.today().isoformat()
    url = f"/api/residents/{cast.ours.residents['陈叔']}"
    for _ in range(2):
        attack = {"kind": "online", "what": "群里骂人", "happened_on": today}
        assert (await chen.send(f"{url}/pressures", attack)).status_code == 201
    shown = (await chen.get(f"{url}/protection")).json()
    assert (len(shown["pressures"]), len(shown["support_tasks"])) == (2, 1)
    [row] = (await chen.get("/api/leader-protection")).json()
    assert (row["name"], row["attacks"], row["declared"]) == ("陈叔", 2, "missing")
    assert (await Visitor("zhao").get(f"{url}/protection")).status_code == 403
    assert (await Visitor("bai").get(f"{url}/protection")).status_code == 404
