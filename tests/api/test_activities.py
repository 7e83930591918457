"""Activities as JSON."""

from datetime import date, timedelta
from typing import Any

import pytest

from groups.activities.tables import Activity, Attendance
from server.lib import clock
from tests.cast import Cast
from tests.visitor import Visitor


def body(cast: Cast, **values: Any) -> dict[str, Any]:
    return {
        "community": cast.ours.community,
        "group": cast.ours.group,
        "title": "遛狗巡逻",
        "held_on": "2026-04-11",
        "participants": 12,
        **values,
    }


async def logged(cast: Cast, **values: Any) -> int:
    answer = await Visitor("chen").send("/api/activities", body(cast, **values))
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


async def test_log_and_read(cast: Cast) -> None:
    people = list(cast.ours.residents.values())[:3]
    activity_id = await logged(cast, people=people, did=f"r{people[0]}", staff=1, staff_hours=1.5)
    found = (await Visitor("zhao").get(f"/api/activities/{activity_id}")).json()
    assert found["people"] == people
    assert found["acts"] == {"did": f"r{people[0]}"}
    assert (found["presence"], found["staff_minutes"], found["program"]) == ("part", 90, cast.ours.program)


async def test_a_leader_logs_for_her_group_only(cast: Cast) -> None:
    zhao = Visitor("zhao")
    own = {name: value for name, value in body(cast).items() if name not in {"community", "group"}}
    assert (await zhao.send(f"/api/groups/{cast.ours.group}/activities", own)).status_code == 201
    assert (await zhao.send("/api/activities", body(cast))).status_code == 201
    assert (await zhao.send("/api/activities", body(cast, group=None))).status_code == 404
    assert (await zhao.send(f"/api/groups/{cast.theirs.group}/activities", own)).status_code == 404


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"held_on": "1970-01-01"}, 422),
        ({"held_on": "2999-01-01"}, 422),
        ({"participants": -1}, 422),
        ({"participants": 10**12}, 422),
        ({"participants": 0}, 422),
        ({"did": "robert'); --"}, 422),
        ({"title": "a\x00b"}, 422),
        ({"title": "   "}, 422),
        ({"people": [-1]}, 422),
        ({"people": [999_999]}, 404),
        ({"did": "r999999"}, 404),
        ({"group": 999_999}, 404),
        ({"program": 999_999}, 404),
        ({"task": 999_999}, 404),
        ({"community": 999_999}, 404),
        ({"unknown": 1}, 422),
        ({"staff_hours": "NaN"}, 422),
    ],
)
async def test_bad_bodies_are_told_and_write_nothing(cast: Cast, values: dict[str, Any], status: int) -> None:
    answer = await Visitor("chen").send("/api/activities", body(cast, **values))
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert await Activity.count() == 2


async def test_a_list_goes_back_by_fifty(cast: Cast) -> None:
    for number in range(52):
        await logged(cast, held_on=str(date(2026, 3, 1) + timedelta(days=number // 2)))
    chen, url = Visitor("chen"), f"/api/communities/{cast.ours.community}/activities"
    first = (await chen.get(url)).json()
    second = (await chen.get(url, params={"before": first["next"]})).json()
    assert (len(first["activities"]), len(second["activities"]), second["next"]) == (50, 3, None)
    keys = [(one["held_on"], one["id"]) for page in (first, second) for one in page["activities"]]
    assert keys == sorted(keys, reverse=True)
    assert len(set(keys)) == 53
    assert (await chen.get(url, params={"before": "nonsense"})).json() == first
    for who, community in (("he", cast.ours.community), ("lin", cast.theirs.community), ("lin", 999_999)):
        assert (await Visitor(who).get(f"/api/communities/{community}/activities")).status_code == 404


async def test_the_same_resident_twice_is_answered_the_same(cast: Cast) -> None:
    activity_id = await logged(cast)
    url, resident = f"/api/activities/{activity_id}/attendances", cast.ours.residents["陈叔"]
    first = await Visitor("chen").send(url, {"resident": resident})
    second = await Visitor("zhao").send(url, {"resident": resident, "role": "volunteer"})
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert await Attendance.count() == 1


async def test_plan_edit_hold_edit_void(cast: Cast) -> None:
    chen, today = Visitor("chen"), str(clock.today())
    plan = {"community": cast.ours.community, "group": cast.ours.group, "title": "春游", "held_on": today}
    made = (await chen.send("/api/planned-activities", plan)).json()["id"]
    url = f"/api/planned-activities/{made}"
    edit = {"version": 1, "title": "秋游", "held_on": today, "group": cast.ours.group}
    assert (await chen.send(url, edit, method="PUT")).status_code == 200
    assert (await chen.send(url, edit, method="PUT")).status_code == 409
    held = {"version": 2, "held_on": today, "participants": 8}
    assert (await Visitor("zhao").send(f"{url}/held", held)).status_code == 201
    full = {**edit, "version": 3, "staff": 0, "volunteers": 2, "participants": 8}
    assert (await chen.send(f"/api/activities/{made}", full, method="PUT")).status_code == 200
    assert (await chen.send(f"/api/activities/{made}/void", {})).status_code == 422
    assert (await chen.send(f"/api/activities/{made}/void", {"reason": "记错了"})).status_code == 201
    assert (await chen.get(f"/api/activities/{made}")).json()["voided"] is True
    other = (await chen.send("/api/planned-activities", plan)).json()["id"]
    cancel = {"version": 1, "reason": "下雨"}
    assert (await chen.send(f"/api/planned-activities/{other}/cancellation", cancel)).status_code == 201
    assert (await chen.get(f"/api/activities/{other}")).json()["state"] == "cancelled"


async def test_a_crowd_of_ids_is_told(cast: Cast) -> None:
    activity_id, many = await logged(cast), list(range(1, 40_000))
    chen, day = Visitor("chen"), "2026-04-12"
    for url, sent in [
        ("/api/activities", body(cast, people=many, participants=50_000)),
        (f"/api/activities/{activity_id}/invitations", {"people": many, "name": "队", "invited_on": day}),
        (f"/api/groups/{cast.ours.group}/invitations", {"answered_on": day, "joined": many}),
    ]:
        answer = await chen.send(url, sent)
        assert answer.status_code == 422, answer.text


async def test_invite_and_answer(cast: Cast) -> None:
    people = list(cast.ours.residents.values())[:2]
    activity_id = await logged(cast, people=people)
    chen = Visitor("chen")
    invite = {"people": people, "name": "巡逻队", "invited_on": "2026-04-12"}
    group = (await chen.send(f"/api/activities/{activity_id}/invitations", invite)).json()["id"]
    answers = {"answered_on": "2026-04-13", "joined": people[:1], "declined": people[1:]}
    assert (await chen.send(f"/api/groups/{group}/invitations", answers)).status_code == 201
    assert (await chen.send(f"/api/groups/{group}/invitations", answers)).status_code == 409
