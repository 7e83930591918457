"""Two people, or two devices, at the same moment: one of them is told no, and nothing is half done."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from groups.activities.tables import Activity, Attendance
from groups.teams.tables import Group
from programs.communities.tables import Community
from programs.funding.tables import GrantProgram
from programs.listening.tables import NeedCitation, NeedClass
from programs.method import ledger
from programs.method.tables import Consolidation, FocalIssue, GateThreshold
from server import audit
from server.accounts.tables import RoleAssignment, UserAccount
from server.lib import clock, db
from server.lib.ids import new_op_id
from tests.cast import Cast
from tests.visitor import Visitor

Call = tuple[str, str, dict[str, Any]]


@pytest.fixture(autouse=True)
async def nothing_torn(cast: Cast) -> Any:
    yield
    assert await ledger.recompute() == []
    assert await audit.verify() == []


async def _made(call: Call) -> int:
    answer = await _call(call)
    assert answer.status_code in {200, 201}, answer.text
    return int(answer.json()["id"])


async def _call(call: Call) -> httpx.Response:
    who, url, body = call
    method, _, path = url.partition(" ")
    return await Visitor(who).send(path, dict(body), method=method)


async def _at_once(*calls: Call) -> list[int]:
    answers = await asyncio.gather(*(_call(call) for call in calls))
    assert all(answer.status_code < 500 for answer in answers), [answer.text for answer in answers]
    return sorted(answer.status_code for answer in answers)


async def test_one_address_for_two_communities(cast: Cast) -> None:
    new = {"name": "玉林", "slug": "yulin"}
    statuses = await _at_once(*[(who, "POST /api/communities", new) for who in ("lin", "bai", "lin", "bai")])
    assert statuses == [201, 422, 422, 422]
    assert await Community.count().where(Community.slug == "yulin") == 1


async def test_two_numbers_for_one_gate(cast: Cast) -> None:
    calls = [
        ("lin", "POST /api/method/gates", {"gate": "visits", "at_least": number}) for number in (20, 25, 40)
    ]
    assert await _at_once(*calls) == [201, 201, 201]
    assert await GateThreshold.count() == 1


async def test_one_name_for_two_classes(cast: Cast) -> None:
    new = {"name": "噪音"}
    assert await _at_once(*[("lin", "POST /api/need-classes", new)] * 4) == [201, 422, 422, 422]
    assert await NeedClass.count().where(NeedClass.name == "噪音") == 1


async def test_one_seat_and_many_who_want_it(cast: Cast) -> None:
    plan = {
        "community": cast.ours.community,
        "title": "剪纸",
        "held_on": clock.today().isoformat(),
        "capacity": 2,
    }
    activity = await _made(("chen", "POST /api/planned-activities", plan))
    calls = [
        ("chen", f"POST /api/activities/{activity}/attendances", {"resident": resident})
        for resident in cast.ours.residents.values()
    ]
    assert await _at_once(*calls) == [201, 201, 422, 422, 422]
    assert await Attendance.count().where(Attendance.activity == activity) == 2


async def _held(cast: Cast, **values: Any) -> int:
    log = {"community": cast.ours.community, "program": cast.ours.program, "group": cast.ours.group}
    held = {"title": "遛狗", "held_on": "2026-04-11", "participants": 5, "volunteers": 1, **log, **values}
    return await _made(("chen", "POST /api/activities", held))


def _edit(activity: int, cast: Cast, **values: Any) -> Call:
    group = {"program": cast.ours.program, "group": cast.ours.group}
    held = {
        "version": 1,
        "title": "遛狗",
        "held_on": "2026-04-11",
        "staff": 0,
        "volunteers": 2,
        "participants": 9,
    }
    return "lin", f"PUT /api/activities/{activity}", {**held, **group, **values}


@pytest.mark.parametrize("late", [False, True])
async def test_taken_back_edited_and_ticked_at_once(cast: Cast, late: bool) -> None:
    activity = await _held(cast)
    others = list(cast.ours.residents.values())
    if late:
        for resident in others[:2]:
            await _made(("chen", f"POST /api/activities/{activity}/attendances", {"resident": resident}))
    await _at_once(
        ("chen", f"POST /api/activities/{activity}/void", {"reason": "记错了"}),
        _edit(activity, cast, held_on="2026-05-02", volunteers=7),
        _edit(activity, cast, group=None, program=None, title="散步"),
        *[("chen", f"POST /api/activities/{activity}/attendances", {"resident": one}) for one in others[2:]],
        ("lin", f"POST /api/activities/{activity}/void", {"reason": "也记错了"}),
    )
    row = await Activity.objects().get(Activity.id == activity)
    assert row is not None
    assert row.voided_at is not None
    [left] = await db.rows(
        "SELECT COALESCE(SUM(quantity), 0) AS n FROM evidence WHERE source_kind = 'activity' AND source_id = {}",
        activity,
    )
    assert int(left["n"]) == 0


async def test_held_twice_and_called_off(cast: Cast) -> None:
    today = clock.today().isoformat()
    plan = {"community": cast.ours.community, "program": cast.ours.program, "title": "剪纸", "held_on": today}
    activity = await _made(("chen", "POST /api/planned-activities", plan))
    held = {"version": 1, "held_on": today, "participants": 4}
    off = {"version": 1, "reason": "下雨"}
    calls = [
        ("chen", f"POST /api/planned-activities/{activity}/held", held),
        ("lin", f"POST /api/planned-activities/{activity}/held", held),
        ("lin", f"POST /api/planned-activities/{activity}/cancellation", off),
    ]
    assert await _at_once(*calls) == [201, 409, 409]


async def _need(cast: Cast, **values: Any) -> int:
    need = {
        "text": "狗粪",
        "channel": "visit",
        "raised_on": "2026-03-09",
        "program": cast.ours.program,
        **values,
    }
    return await _made(("chen", f"POST /api/communities/{cast.ours.community}/needs", need))


async def _issue(cast: Cast, *needs: int, scored: bool = True) -> int:
    issue = await _made(("chen", f"POST /api/programs/{cast.ours.program}/focal-issues", {"title": "狗粪"}))
    marks = {"visible": 4, "solvable": 4, "shared": 4, "cared": 4, "by_resident": True}
    if scored:
        await _made(("chen", f"POST /api/focal-issues/{issue}/scores", {"scorer": "猫奶奶", **marks}))
    if needs:
        answer = await _call(("chen", f"POST /api/focal-issues/{issue}/needs", {"needs": list(needs)}))
        assert answer.json() == {"count": len(needs)}
    return issue


async def test_two_candidates_chosen_at_once(cast: Cast) -> None:
    need = await _need(cast)
    issues = [await _issue(cast, need) for _ in range(3)]
    calls = [("lin", f"POST /api/focal-issues/{issue}/choice", {}) for issue in issues]
    assert await _at_once(*calls) == [201, 409, 409]
    assert await FocalIssue.count().where(FocalIssue.state == "active") == 1


async def test_a_need_cited_sorted_and_taken_back_at_once(cast: Cast) -> None:
    needs = [await _need(cast, complaint=True) for _ in range(3)]
    issues = [await _issue(cast) for _ in range(2)]
    for need in needs:
        await _at_once(
            ("chen", f"POST /api/focal-issues/{issues[0]}/needs", {"needs": needs}),
            ("lin", f"POST /api/focal-issues/{issues[1]}/needs", {"needs": needs}),
            ("chen", f"POST /api/needs/{need}/sorting", {"version": 1, "program": None}),
            ("lin", f"POST /api/needs/{need}/void", {"reason": "重复"}),
        )
    assert await NeedCitation.count() == 0


async def test_a_need_taken_off_two_issues_at_once(cast: Cast) -> None:
    needs = [await _need(cast) for _ in range(4)]
    issues = [await _issue(cast, *needs) for _ in range(3)]
    for need in needs:
        calls = [("chen", f"POST /api/focal-issues/{issue}/needs/{need}/removal", {}) for issue in issues]
        assert await _at_once(*calls) == [201, 201, 201]
    [left] = await db.rows("SELECT COALESCE(SUM(quantity), 0) AS n FROM evidence WHERE kind = 'need.cited'")
    assert int(left["n"]) == 0


async def test_a_program_twice_on_one_grant(cast: Cast) -> None:
    await _made(("lin", f"POST /api/grants/{cast.ours.grant}/programs/{cast.ours.program}/removal", {}))
    call = ("lin", f"POST /api/grants/{cast.ours.grant}/programs", {"program": cast.ours.program})
    assert await _at_once(*[call] * 3) == [201, 422, 422]
    ties = GrantProgram.removed_on.is_null() & (GrantProgram.grant == cast.ours.grant)
    assert await GrantProgram.count().where(ties) == 1


async def test_a_group_moved_while_people_join_it(cast: Cast) -> None:
    other = await _made(
        (
            "lin",
            "POST /api/programs",
            {"community": cast.ours.community, "name": "二", "started_on": "2026-01-05"},
        )
    )
    group = {"version": 1, "name": "铲屎官小队", "kind": "pets", "formed_on": "2026-03-01", "program": other}
    residents = list(cast.ours.residents.values())[3:]
    await _at_once(
        ("lin", f"PUT /api/groups/{cast.ours.group}", group),
        *[
            (
                "chen",
                f"POST /api/groups/{cast.ours.group}/members",
                {"joined_on": "2026-05-02", "residents": [one]},
            )
            for one in residents
        ],
        (
            "chen",
            f"POST /api/groups/{cast.ours.group}/members",
            {"joined_on": "2026-05-02", "residents": residents},
        ),
    )
    moved = await Group.objects().get(Group.id == cast.ours.group)
    assert moved is not None
    assert moved.program == other
    found = await db.rows(
        "SELECT program, SUM(quantity) AS n FROM evidence WHERE kind = 'group.joined' GROUP BY program ORDER BY program"
    )
    assert {row["program"]: int(row["n"]) for row in found if row["n"]} == {other: 5}


async def test_two_first_plans_to_hold_on(cast: Cast) -> None:
    """The second does not write over the first unseen."""
    async with db.write_transaction():
        await db.execute("UPDATE program SET stage = 'consolidate' WHERE id = {}", cast.ours.program)
    plan = {"relapse_percent": 50, "relapse_months": 2}
    url = f"PUT /api/programs/{cast.ours.program}/consolidation"
    calls = [
        (who, url, {**plan, "cadence_per_month": often})
        for who, often in (("lin", 2), ("chen", 3), ("lin", 4))
    ]
    assert await _at_once(*calls) == [200, 409, 409]
    assert await Consolidation.count() == 1


async def _invitation(cast: Cast, role: str) -> str:
    answer = await _call(("lin", "POST /api/account/invitations", {"invited_name": "新人", "role": role}))
    return str(answer.json()["link"]).removeprefix("http://linli.test")


async def test_one_name_for_two_who_are_invited(cast: Cast) -> None:
    links = [await _invitation(cast, f"facilitator:community:{cast.ours.community}") for _ in range(3)]
    new = {"display_name": "新人", "username": "xinren", "password": "tile-harbour-91-owl"}
    answers = await asyncio.gather(*(Visitor().post(link, new) for link in links))
    assert sorted(answer.status_code for answer in answers) == [303, 422, 422]
    assert await UserAccount.count().where(UserAccount.username == "xinren") == 1


async def test_one_link_and_two_who_have_it(cast: Cast) -> None:
    link = await _invitation(cast, f"facilitator:community:{cast.ours.community}")
    answers = await asyncio.gather(
        *(
            Visitor().post(link, {"display_name": name, "username": name, "password": "tile-harbour-91-owl"})
            for name in ("xin", "ren")
        )
    )
    assert sorted(answer.status_code for answer in answers) == [303, 410]


async def test_two_links_to_one_role_taken_at_once(cast: Cast) -> None:
    links = [await _invitation(cast, f"facilitator:community:{cast.other_community}") for _ in range(3)]
    chen = Visitor("chen")
    answers = await asyncio.gather(*(chen.post(f"{link}/join") for link in links))
    assert sorted(answer.status_code for answer in answers) == [303, 422, 422]
    assert await RoleAssignment.count().where(RoleAssignment.scope_id == cast.other_community) == 2


async def test_one_role_given_twice(cast: Cast) -> None:
    url = f"/desk/colleagues/{cast.chen.user_id}"
    sent = {"role": f"facilitator:community:{cast.other_community}"}
    answers = await asyncio.gather(*(Visitor("lin").post(url, sent, op_id=new_op_id()) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [303, 422, 422]
