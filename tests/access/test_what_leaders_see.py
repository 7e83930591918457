"""A leader sees her own group: of its members names and last four digits, of anybody else nothing (residents/policy.py)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from groups.activities.tables import Activity, ActivityAct, Attendance
from groups.teams.tables import GroupLeader, GroupTask, Membership
from programs.method.tables import Program
from programs.residents.tables import Resident
from server.accounts.tables import RoleAssignment
from server.lib.db import write_transaction
from tests.access.asking import filled, roles_of, told
from tests.access.table import table
from tests.access.walls import DAY, Walls, walls
from tests.cast import LONG_AGO, _row
from tests.visitor import Visitor

__all__ = ["walls"]

LEFT = "金姐"
# Digits that are not part of a token, such as the second group of an op_id.
OUTSIDE = re.compile(f"张𠮷|李娜|{LEFT}|(?<![0-9a-zA-Z-])(0003|0004|7788)(?![0-9a-zA-Z-])")


@pytest.fixture
async def neighbours(walls: Walls) -> Walls:
    """At her group's activities were neighbours of no group, and one who has left it; she once led it and wrote its plan."""
    side = walls.cast.ours
    ids = walls.reach["zhao"]
    async with write_transaction():
        left = await _row(
            Resident,
            organisation=side.organisation,
            community=side.community,
            name=LEFT,
            folded_name=LEFT,
            phone_tail="7788",
        )
        ours: dict[str, Any] = {"organisation": side.organisation}
        await _row(
            Membership, **ours, group=side.group, resident=left, joined_on=DAY, left_on=date(2026, 5, 1)
        )
        await _row(
            GroupLeader,
            **ours,
            group=side.group,
            resident=left,
            position="deputy",
            chosen_how="offered",
            since=DAY,
            ended_on=date(2026, 5, 1),
            end_reason=f"{LEFT}搬走了",
        )
        planned = walls.reach["lin"]["planned-activities/activity_id"]
        for activity in (ids["activity_id"], planned):
            for resident in (*side.residents.values(), left):
                await _row(Attendance, **ours, activity=activity, resident=resident)
        for act, who in (
            ("proposed", side.residents["李娜"]),
            ("decided", left),
            ("did", side.residents["陈叔"]),
        ):
            await _row(
                ActivityAct, **ours, activity=ids["activity_id"], act=act, by="residents", resident=who
            )
        await GroupTask.update(
            {GroupTask.plan: "周六一起捡", GroupTask.plan_author: left, GroupTask.planned_on: DAY}
        ).where(GroupTask.id == ids["task_id"])
        await Activity.update({Activity.held_on: DAY}).where(Activity.id == planned)
    return walls


async def test_no_neighbour_of_no_group_of_hers(neighbours: Walls) -> None:
    visitor, reach = Visitor("zhao"), dict(neighbours.reach["zhao"])
    roles, faults, opened = roles_of(neighbours, "zhao"), [], 0
    planned = neighbours.reach["lin"]["planned-activities/activity_id"]
    for row in table():
        for ids in (reach, {**reach, "activity_id": planned}):
            url = filled(row.path, ids)
            if row.writes or url is None or not row.who & roles:
                continue
            answer = await visitor.get(url)
            opened += answer.status_code == 200
            if found := OUTSIDE.search(answer.text):
                faults.append(f"{found[0]} in {told(answer)}")
    assert not faults, "\n".join(faults)
    assert opened > 15


async def test_of_her_members_she_sees_names_and_digits(neighbours: Walls) -> None:
    ids, visitor = neighbours.reach["zhao"], Visitor("zhao")
    for url in (f"/my/groups/{ids['group_id']}", f"/api/groups/{ids['group_id']}/members"):
        text = (await visitor.get(url)).text
        assert all(known in text for known in ("陈叔", "0000", "王阿姨", "0001"))
        assert "60-74" not in text
        assert "3栋" not in text
    text = (await visitor.get(f"/my/activities/{ids['activity_id']}")).text
    assert "陈叔" in text
    staff = (await Visitor("chen").get(f"/my/activities/{ids['activity_id']}")).text
    assert all(name in staff for name in ("陈叔", "李娜", LEFT))


async def test_she_does_not_learn_who_was_ticked(neighbours: Walls) -> None:
    side, visitor = neighbours.cast.ours, Visitor("zhao")
    url = f"/api/activities/{neighbours.reach['zhao']['activity_id']}/attendances"
    for name, status in (("李娜", 404), ("陈叔", 201)):
        answer = await visitor.send(url, {"resident": side.residents[name]})
        assert answer.status_code == status


async def test_a_facilitator_of_one_place_who_leads_in_another_is_a_leader_there(neighbours: Walls) -> None:
    """He works in 玉林东 and leads the pet owners' group of 五福桥."""
    cast = neighbours.cast
    async with write_transaction():
        await _row(
            RoleAssignment,
            user=cast.he.user_id,
            organisation=cast.ours.organisation,
            role="leader",
            scope="group",
            scope_id=cast.ours.group,
            granted_at=LONG_AGO,
        )
    visitor, faults, opened = Visitor("he"), [], 0
    for row in table():
        url = filled(row.path, neighbours.reach["lin"])
        if row.writes or url is None or row.who == {"public"} or "_id}" not in row.path:
            continue
        answer = await visitor.get(url)
        shared = ("{class_id}", "{questionnaire_id}", "{card_id}", "{procedure_id}")
        hers = row.path.startswith(("/my/", "/api/")) or any(part in row.path for part in shared)
        opened += answer.status_code == 200
        if (answer.status_code == 200 and not hers) or OUTSIDE.search(answer.text):
            faults.append(told(answer))
    assert not faults, "\n".join(faults)
    assert opened > 8


async def test_a_leader_proves_nothing_in_a_program_that_is_not_her_groups(walls: Walls) -> None:
    side = walls.cast.ours
    async with write_transaction():
        other = await _row(
            Program,
            organisation=side.organisation,
            community=side.community,
            name="别的项目",
            stage_since=DAY,
            started_on=DAY,
        )
    log = {
        "community": side.community,
        "group": side.group,
        "title": "遛狗",
        "held_on": "2026-04-11",
        "participants": 9,
    }
    for program, status in ((other, 404), (side.program, 201), (None, 201)):
        answer = await Visitor("zhao").send("/api/activities", {**log, "program": program})
        assert answer.status_code == status
    assert await Activity.count().where(Activity.program == other) == 0
    assert (await Visitor("chen").send("/api/activities", {**log, "program": other})).status_code == 201
