"""Who stands among those to be thanked and to be talked with: whoever does something here, and nobody who left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from groups.activities.tables import Activity, ActivityAct, Attendance
from groups.teams.tables import Group, Membership
from incentives.recognition import balance_queries, care_queries
from incentives.recognition.tables import CareTalk
from programs.residents.tables import Resident
from server.lib import clock
from server.lib.db import write_transaction
from tests.cast import Cast, _row

DAYS = {"today": 0, "90 days ago": 90, "91 days ago": 91}


async def _change(what: str) -> None:
    now, today = clock.now(), clock.today()
    changes = {
        "cancelled": Activity.update({Activity.state: "cancelled"}, force=True),
        "taken back": Activity.update({Activity.voided_at: now}, force=True),
        "only took part": Attendance.update({Attendance.role: "participant"}, force=True),
        "moved away": Resident.update({Resident.moved_away_on: today}, force=True),
        "forgotten": Resident.update({Resident.erased_at: now}, force=True),
        "left the group": Membership.update({Membership.left_on: today}, force=True),
        "group closed": Group.update({Group.closed_on: today}, force=True),
    }
    if what in DAYS:
        await Activity.update({Activity.held_on: today - timedelta(days=DAYS[what])}, force=True)
    else:
        await changes[what]


@pytest.mark.parametrize(
    ("what", "listed"),
    [
        ("today", True),
        ("90 days ago", True),
        ("91 days ago", False),
        ("cancelled", False),
        ("taken back", False),
        ("only took part", False),
        ("moved away", False),
        ("forgotten", False),
        ("left the group", True),
        ("group closed", True),
    ],
)
async def test_whoever_helped_lately_is_thanked_and_talked_with(cast: Cast, what: str, listed: bool) -> None:
    async with write_transaction():
        await _row(
            Attendance,
            organisation=cast.ours.organisation,
            activity=cast.ours.activity,
            resident=cast.ours.residents["李娜"],
            role="volunteer",
        )
        await _change("today")
        await _change(what)
    for found in (
        await care_queries.waiting_for_talk(cast.ours.community),
        await balance_queries.people_thanked(cast.ours.community),
    ):
        assert ("李娜" in {row["name"] for row in found}) is listed


@pytest.mark.parametrize(
    ("what", "members", "groups"),
    [("today", 3, 1), ("left the group", 0, 1), ("group closed", 0, 0), ("moved away", 0, 1)],
)
async def test_members_are_thanked_as_long_as_they_are_members(
    cast: Cast, what: str, members: int, groups: int
) -> None:
    async with write_transaction():
        await _change(what)
    people = await balance_queries.people_thanked(cast.ours.community)
    of_group = await balance_queries.people_thanked(cast.ours.community, group_id=cast.ours.group)
    assert (len(people), len(of_group)) == (members, members)
    assert len(await balance_queries.groups_thanked(cast.ours.community)) == groups


async def test_a_group_is_thanked_with_those_who_are_in_it(cast: Cast) -> None:
    async with write_transaction():
        await _talk(cast, "王阿姨")
    [group] = await balance_queries.groups_thanked(cast.ours.community)
    assert (group["counts"]["care"], "care" in group["missing"]) == (1, False)
    async with write_transaction():
        await _change("left the group")
    [group] = await balance_queries.groups_thanked(cast.ours.community)
    assert (group["counts"]["care"], "care" in group["missing"]) == (0, True)


@pytest.mark.parametrize(("what", "waits"), [("today", True), ("cancelled", False), ("taken back", False)])
async def test_whoever_carried_an_activity_is_talked_with(cast: Cast, what: str, waits: bool) -> None:
    async with write_transaction():
        await _row(
            ActivityAct,
            organisation=cast.ours.organisation,
            activity=cast.ours.activity,
            resident=cast.ours.residents["李娜"],
            act="decided",
        )
        await _change("today")
        await _change(what)
    assert ("李娜" in await _waiting(cast)) is waits


async def test_a_talk_that_was_taken_back_was_none(cast: Cast) -> None:
    async with write_transaction():
        await _row(
            Attendance,
            organisation=cast.ours.organisation,
            activity=cast.ours.activity,
            resident=cast.ours.residents["李娜"],
            role="volunteer",
        )
        await _change("today")
        talk = await _talk(cast, "李娜")
    assert "李娜" not in await _waiting(cast)
    async with write_transaction():
        await CareTalk.update({CareTalk.voided_at: clock.now()}).where(CareTalk.id == talk)
    assert "李娜" in await _waiting(cast)


async def _talk(cast: Cast, name: str) -> int:
    return await _row(
        CareTalk,
        organisation=cast.ours.organisation,
        community=cast.ours.community,
        resident=cast.ours.residents[name],
        kind="talk",
        talked_on=clock.today(),
    )


async def _waiting(cast: Cast) -> set[str]:
    return {row["name"] for row in await care_queries.waiting_for_talk(cast.ours.community)}
