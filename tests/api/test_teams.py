"""Groups as JSON: the same actions, the same refusals, said as problem details."""

from typing import Any

import pytest

from tests.cast import CANARY, Cast
from tests.visitor import Visitor


async def capable(cast: Cast) -> int:
    chen = Visitor("chen")
    answer = await chen.send(
        f"/api/communities/{cast.ours.community}/community-leaders",
        {
            "resident": cast.ours.residents["猫奶奶"],
            "source_type": "resident",
            "spotted_by": "陈社工",
            "spotted_on": "2026-03-01",
        },
    )
    entry = answer.json()["id"]
    url = f"/api/community-leaders/{entry}"
    refused = await chen.send(f"{url}/confirmation", {"confirmed_on": "2026-03-03"})
    assert (refused.status_code, refused.json()["code"]) == (422, "teams.nothing_seen")
    for criterion in ("cares", "brings"):
        seen = {"criterion": criterion, "seen_on": "2026-03-02", "what": "扫了楼道"}
        assert (await chen.send(f"{url}/sightings", seen)).status_code == 201
    assert (await chen.send(f"{url}/confirmation", {"confirmed_on": "2026-03-03"})).status_code == 201
    return int(entry)


async def test_a_group_from_its_first_day_to_its_last(cast: Cast) -> None:
    chen = Visitor("chen")
    place = f"/api/communities/{cast.ours.community}/groups"
    new = {"name": "合唱团", "kind": "culture", "formed_on": "2026-03-01"}
    group = (await chen.send(place, new)).json()["id"]
    listed = (await chen.get(place)).json()
    assert [row["name"] for row in listed["rows"]] == ["合唱团", "铲屎官小队"]
    assert listed["rows"][0]["reminders"] == ["no_leader", "no_deputy"]
    url = f"/api/groups/{group}"
    joined = {"joined_on": "2026-03-01", "residents": [cast.ours.residents["陈叔"]], "nickname": "豆豆妈"}
    ids = (await chen.send(f"{url}/members", joined)).json()["ids"]
    assert [row["id"] for row in (await chen.get(f"{url}/members")).json()] == sorted(ids, reverse=True)
    left = await chen.send(f"/api/memberships/{ids[0]}/departure", {"left_on": "2026-04-01"})
    assert left.json()["id"] == group
    shown = (await chen.get(url)).json()
    assert (shown["name"], shown["version"], shown["closed_on"]) == ("合唱团", 1, None)
    edited = await chen.send(url, {**new, "version": 1, "meets": "周六"}, method="PUT")
    assert edited.status_code == 200
    stale = await chen.send(url, {**new, "version": 1, "meets": "周日"}, method="PUT")
    assert stale.status_code == 409
    assert stale.json()["errors"] == [{"field": "meets", "theirs": "周六"}]
    assert (
        await chen.send(f"{url}/closure", {"closed_on": "2026-05-01", "reason": "没人来了"})
    ).status_code == 201
    assert (await chen.send(f"{url}/members", {**joined, "nickname": "别人"})).status_code == 409
    assert [row["id"] for row in (await chen.get(f"{place}?closed=true")).json()["rows"]] == [group]
    assert (await chen.send(f"{url}/reopening", {"reason": "又来人了"})).status_code == 201


async def test_who_leads_and_what_is_planned(cast: Cast) -> None:
    chen, zhao = Visitor("chen"), Visitor("zhao")
    entry = await capable(cast)
    shown = (await chen.get(f"/api/community-leaders/{entry}")).json()
    assert (shown["standing"], shown["cares"]) == (
        "confirmed",
        [{"seen_on": "2026-03-02", "what": "扫了楼道"}],
    )
    register = (await chen.get(f"/api/communities/{cast.ours.community}/community-leaders")).json()
    assert [(row["name"], row["cares"], row["brings"]) for row in register] == [("猫奶奶", 1, 1)]
    url = f"/api/groups/{cast.ours.group}"
    elected = {
        "position": "leader",
        "resident": cast.ours.residents["猫奶奶"],
        "chosen_how": "elected",
        "votes_for": 9,
        "votes_cast": 14,
        "since": "2026-03-10",
    }
    term = (await chen.send(f"{url}/leaders", elected)).json()["id"]
    [row] = (await zhao.get(f"{url}/leaders")).json()
    assert (row["id"], row["votes_for"], row["ended_on"]) == (term, 9, None)
    task = {"title": "干净的草坪", "need_class": cast.ours.need_class, "taken_on": "2026-04-02"}
    task_id = (await chen.send(f"{url}/tasks", task)).json()["id"]
    own = f"/api/group-tasks/{task_id}"
    plan = {"version": 1, "plan": "每人一袋", "plan_author": cast.ours.residents["猫奶奶"]}
    assert (await zhao.send(f"{own}/plan", plan, method="PUT")).status_code == 200
    assert (await zhao.get(own)).json()["plan"] == "每人一袋"
    assert [row["id"] for row in (await zhao.get(f"{url}/tasks")).json()] == [task_id]
    assert (await zhao.send(own, {**task, "version": 2}, method="PUT")).status_code == 403
    assert (await chen.send(own, {**task, "version": 2, "title": "草坪"}, method="PUT")).status_code == 200
    assert (await chen.send(f"{own}/end", {"ended_on": "2026-07-01", "result": "干净"})).status_code == 201
    kept = await chen.send(f"/api/community-leaders/{entry}/withdrawal", {"reason": "记错"})
    assert (kept.status_code, kept.json()["code"]) == (409, "teams.leads_a_group")
    assert (
        await chen.send(f"/api/group-leaders/{term}/end", {"ended_on": "2026-06-01", "reason": "期满"})
    ).status_code == 201
    assert (
        await chen.send(f"/api/community-leaders/{entry}/withdrawal", {"reason": "记错"})
    ).status_code == 201
    spotting = {"source_type": "resident", "spotted_by": "李娜", "spotted_on": "2026-03-01", "version": 3}
    assert (await chen.send(f"/api/community-leaders/{entry}", spotting, method="PUT")).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"name": "合唱团", "kind": "chess", "formed_on": "2026-03-01"}, 422),
        ({"name": "合唱团", "kind": "culture", "formed_on": "2026-03-01", "extra": 1}, 422),
        ({"name": "合唱团", "kind": "culture", "formed_on": "2026-03-01", "age_from": 10**30}, 422),
        ({"name": "合唱团", "kind": "culture", "formed_on": "2099-03-01"}, 422),
        ({"name": "合唱团", "kind": "culture", "formed_on": "2026-03-01", "program": 999_999}, 404),
        ([1, 2], 422),
    ],
)
async def test_bodies_that_cannot_be(cast: Cast, body: Any, status: int) -> None:
    answer = await Visitor("chen").send(f"/api/communities/{cast.ours.community}/groups", body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")


async def test_nothing_of_another_organisation_is_told(cast: Cast) -> None:
    lin = Visitor("lin")
    for url in (
        f"/api/groups/{cast.theirs.group}",
        f"/api/groups/{cast.theirs.group}/members",
        f"/api/communities/{cast.theirs.community}/groups",
        f"/api/communities/{cast.theirs.community}/community-leaders",
        f"/api/groups/{10**30}",
    ):
        answer = await lin.get(url)
        assert answer.status_code == 404, url
        assert CANARY not in answer.text
