"""The wall between two communities of one NGO, and between two groups of one community."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from groups.activities.tables import Activity, ActivityAct, Attendance
from groups.teams.tables import Group, GroupTask, Membership
from incentives.recognition.tables import Honour
from programs.listening.tables import NeedClass
from programs.residents.tables import Resident
from programs.surveys.tables import DutyCard, Questionnaire
from programs.visits.tables import Procedure, ProcedureVersion
from server.lib.db import write_transaction
from tests.access.asking import ask, filled, places, readable, roles_of, told
from tests.access.bodies import body, ids_in, struct_of
from tests.access.honouring import celebrated
from tests.access.leading import led
from tests.access.table import table
from tests.access.test_every_route import _digest
from tests.access.walls import DAY, Ids, Walls, _deeds, walls
from tests.cast import Side, _row, _side
from tests.visitor import Visitor

__all__ = ["walls"]

MARK = "隔壁"
OTHER_GROUP = "合唱"
# Rows that belong to the whole NGO.
SHARED = {
    "need_class",
    "questionnaire",
    "procedure",
    "parent",
    "lead",
    "owner",
    "account",
    "visitor_account",
    "honour",
}


class Neighbour(msgspec.Struct):
    """Another community of the same NGO with a row of every kind, and the two groups of one community."""

    side: Side
    ids: Ids
    group: Ids


@pytest.fixture
async def next_door(walls: Walls) -> Neighbour:
    cast = walls.cast
    async with write_transaction():
        side = await _side(cast.ours.organisation, MARK, "gebi", ["周姐", "吴伯", "郑嫂", "何叔"])
        ids = await _deeds(side, MARK, cast.lin)
        # Classes, questionnaires, cards, procedures and titles are the whole NGO's.
        await NeedClass.update({NeedClass.name: "噪音"}).where(NeedClass.id == side.need_class)
        shared = {"title": "公共收益", "entitlement": "权", "duty": "责"}
        await DutyCard.update(shared).where(DutyCard.id == ids["card_id"])
        await Questionnaire.update({Questionnaire.title: "归属感"}).where(
            Questionnaire.id == ids["questionnaire_id"]
        )
        await Procedure.update({Procedure.title: "初访"}).where(Procedure.id == ids["procedure_id"])
        await ProcedureVersion.update({ProcedureVersion.steps: "[]"}).where(
            ProcedureVersion.procedure == ids["procedure_id"]
        )
        await Honour.update({Honour.name: "好邻居", Honour.criteria: "守望", Honour.signed_by: "社区"}).where(
            Honour.id == ids["honour_id"]
        )
        group = await _second_group(cast.ours)
    return Neighbour(side=side, ids=ids, group=group)


async def _second_group(side: Side) -> Ids:
    """Of the same community and program as the pet owners', and none of their leader's business."""
    ours: dict[str, Any] = {"organisation": side.organisation}
    place = {**ours, "community": side.community, "program": side.program}
    group = await _row(Group, **place, name=f"{OTHER_GROUP}队", kind="culture", formed_on=DAY)
    singer = await _row(
        Resident,
        **ours,
        community=side.community,
        name=f"{OTHER_GROUP}歌手",
        folded_name=f"{OTHER_GROUP}歌手",
        phone_tail="5566",
    )
    stay = await _row(Membership, **ours, group=group, resident=singer, joined_on=DAY)
    of_class = {"need_class": side.need_class, "taken_on": DAY}
    task = await _row(
        GroupTask, **ours, group=group, program=side.program, title=f"{OTHER_GROUP}降噪", **of_class
    )
    held = {"held_on": DAY, "participants": 9, "presence": "none"}
    activity = await _row(Activity, **place, group=group, title=f"{OTHER_GROUP}排练", **held)
    planned = await _row(
        Activity, **place, group=group, title=f"{OTHER_GROUP}演出", held_on=DAY, state="planned"
    )
    await _row(Attendance, **ours, activity=activity, resident=singer)
    await _row(ActivityAct, **ours, activity=activity, act="did", by="residents", resident=singer)
    return {
        "group_id": group,
        "task_id": task,
        "activity_id": activity,
        "planned-activities/activity_id": planned,
        "resident_id": singer,
        "membership_id": stay,
        **await led(side, OTHER_GROUP, singer, group),
        **await celebrated(side, OTHER_GROUP, activity),
    }


@pytest.mark.parametrize("who", ["lin", "chen"])
async def test_nothing_written_in_one_community_names_a_row_of_another(
    walls: Walls, next_door: Neighbour, who: str
) -> None:
    """Also by a coordinator, whose both are: a need of 五福桥 is in no program of the community next door."""
    visitor, faults, tried = Visitor(who), [], 0
    ours = walls.reach["lin"] | places(walls.cast.ours)
    theirs = ours | next_door.ids | places(next_door.side)
    before = await _digest()
    for row in table():
        if not row.who & roles_of(walls, who):
            continue  # refused at the door, whatever the body says
        struct = struct_of(row.method, row.path) if row.json else None
        url = filled(row.path, walls.reach[who])
        for field in set(ids_in(struct)) - SHARED if struct and url else ():
            if field == "community" or row.path.startswith("/api/grants/"):
                continue  # her own communities, and grants that may pay in several
            sent = body(struct, ours, also=field)
            sent[field] = body(struct, theirs, also=field)[field]
            answer = await visitor.send(url or "", sent, method=row.method)
            tried += 1
            if answer.status_code not in {404, 409, 422} or MARK in answer.text:
                faults.append(f"{field}: {told(answer)}")
    assert not faults, "\n".join(faults)
    assert tried > 10
    assert await _digest() == before


async def test_a_facilitator_of_one_community_has_no_business_next_door(
    walls: Walls, next_door: Neighbour
) -> None:
    """By address, by query and by body."""
    visitor, faults, tried = Visitor("chen"), [], 0
    ids = walls.reach["chen"] | next_door.ids
    whole_ngo = {"user_id": walls.cast.zhao.user_id}
    shared = ("{class_id}", "{questionnaire_id}", "{card_id}", "{procedure_id}", "{session_id}", "{key_id}")
    before = await _digest()
    for row in table():
        url = filled(row.path, ids)
        if url is None or "_id}" not in row.path or any(name in row.path for name in shared):
            continue
        if "facilitator" not in row.who:
            continue
        tried += 1
        answer = await ask(visitor, row, url, sent=readable(row, whole_ngo | ids | places(next_door.side)))
        if answer.status_code != 404 or MARK in answer.text:
            faults.append(told(answer))
    asked = {
        "community": next_door.side.community,
        "program": next_door.side.program,
        "group": next_door.side.group,
    }
    for path in ("/desk/residents", "/desk/needs", "/desk/needs/by-class", "/desk/needs/new", "/desk/groups"):
        for name, value in asked.items():
            answer = await visitor.get(path, params={name: value})
            if MARK in answer.text or answer.status_code >= 500:
                faults.append(told(answer))
    for path in (
        "/desk/activities",
        "/desk/activities/new",
        "/desk/activities/log",
        "/desk/community-leaders",
        "/desk",
    ):
        for name, value in asked.items():
            answer = await visitor.get(path, params={name: value})
            if MARK in answer.text or answer.status_code >= 500:
                faults.append(told(answer))
    for path in ("/desk/search", "/desk/residents/labels", "/api/needs", "/api/programs", "/api/communities"):
        answer = await visitor.get(path, params={"q": MARK[0], "who": MARK, **asked})
        if answer.text.replace(MARK[0], "", 1).count(MARK):
            faults.append(told(answer))
    assert not faults, "\n".join(faults)
    assert tried > 60
    assert await _digest() == before


async def test_a_leader_has_no_business_in_the_other_group(walls: Walls, next_door: Neighbour) -> None:
    visitor, faults, tried = Visitor("zhao"), [], 0
    other = next_door.group
    before = await _digest()
    for row in table():
        url = filled(row.path, walls.reach["zhao"] | other)
        if url is None or "_id}" not in row.path or "{session_id}" in row.path or "{key_id}" in row.path:
            continue
        if "leader" not in row.who or "{compact_id}" in row.path:
            continue  # a compact is the whole community's: its leaders go from door to door with it
        tried += 1
        answer = await ask(
            visitor, row, url, sent=readable(row, walls.reach["lin"] | other | places(next_door.side))
        )
        if answer.status_code != 404 or OTHER_GROUP in answer.text:
            faults.append(told(answer))
    assert not faults, "\n".join(faults)
    assert tried > 10
    side, ours = walls.cast.ours, walls.reach["zhao"]
    log = {"title": "遛狗", "held_on": "2026-04-11", "participants": 9}
    everything = {**log, "community": side.community, "group": ours["group_id"]}
    mine = f"/api/groups/{ours['group_id']}/activities"
    for url, sent in (
        ("/api/activities", {**everything, "group": other["group_id"]}),
        ("/api/activities", {**everything, "group": None}),
        ("/api/activities", {**everything, "task": other["task_id"]}),
        ("/api/activities", {**everything, "community": next_door.side.community}),
        ("/api/activities", {**everything, "people": [other["resident_id"]]}),
        (mine, {**log, "task": other["task_id"]}),
        (mine, {**log, "people": [other["resident_id"]]}),
        (mine, {**log, "did": f"r{other['resident_id']}"}),
        (f"/api/activities/{ours['activity_id']}/attendances", {"resident": other["resident_id"]}),
    ):
        answer = await visitor.send(url, sent)
        assert answer.status_code == 404, f"{sent}: {told(answer)}"
    plan = {"version": 1, "plan": "唱小声些", "plan_author": other["resident_id"]}
    answer = await visitor.send(f"/api/group-tasks/{ours['task_id']}/plan", plan, method="PUT")
    assert answer.status_code in {404, 422}
    assert await _digest() == before


@pytest.mark.parametrize("role", ["facilitator:community", "leader:group", "funder:grant"])
async def test_no_role_is_given_for_a_place_of_another_ngo(walls: Walls, role: str) -> None:
    theirs = walls.cast.theirs
    place = {"community": theirs.community, "group": theirs.group, "grant": theirs.grant}[
        role.partition(":")[2]
    ]
    before, lin = await _digest(), Visitor("lin")
    for number in (place, 999_999):
        sent = {"role": f"{role}:{number}"}
        invited = await lin.send("/api/account/invitations", {**sent, "invited_name": "新人"})
        given = await lin.post(f"/desk/colleagues/{walls.cast.chen.user_id}", sent)
        assert (invited.status_code, given.status_code) == (422, 422)
    assert await _digest() == before
