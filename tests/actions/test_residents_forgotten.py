"""Who asked to be forgotten is nobody any more: no room writes anything new about her, whoever still has her id."""

from __future__ import annotations

from typing import Any

import pytest

from groups.habits import actions as habits
from groups.habits.schemas import NewEntries, NewHabit
from groups.habits.tables import HabitChallenge
from groups.teams import actions as teams
from groups.teams.schemas import NewMembers
from groups.teams.tables import Group
from incentives.reciprocity import agreement_actions, decision_actions, leader_queries
from incentives.reciprocity.agreement_schemas import NewAgreement
from incentives.reciprocity.leader_schemas import NewDecision
from programs.bodies import actions as bodies
from programs.bodies.schemas import NewLeader
from programs.communities.tables import Building, Community
from programs.residents import erasure_actions
from programs.residents.law_schemas import Erased
from programs.residents.tables import Resident
from server.lib import clock
from server.lib.errors import NotFound, Refused
from server.lib.ids import new_op_id
from server.routes import register_rooms
from tests import activity_deeds as activities
from tests.cast import Cast


def op() -> dict[str, str]:
    return {"op_id": new_op_id()}


async def test_nothing_new_is_written_of_who_was_forgotten(cast: Cast) -> None:
    register_rooms()
    ours, today = cast.ours, clock.today()
    community = await Community.objects().get(Community.id == ours.community)
    group = await Group.objects().get(Group.id == ours.group)
    building = await Building.objects().get(Building.id == ours.building)
    assert community is not None
    assert group is not None
    assert building is not None
    started = NewHabit(**op(), title="楼道不堆物", what="晚上九点", habit_of="person", starts_on=today)
    habit = await HabitChallenge.objects().get(
        HabitChallenge.id == await habits.start_habit(community, started, actor=cast.chen)
    )
    assert habit is not None
    gone = await Resident.objects().get(Resident.id == ours.residents["王阿姨"])
    assert gone is not None
    await leader_queries.access_protected(cast.chen, gone.id)
    await erasure_actions.erase_resident(gone, Erased(**op(), ground="asked", name="王阿姨"), actor=cast.lin)
    with pytest.raises(NotFound):
        await leader_queries.access_protected(cast.chen, gone.id)
    duties: dict[str, Any] = {"giver_duties": "准时", "receiver_duties": "谢谢", "starts_on": today}
    sides = {"giver": ours.residents["陈叔"], "receiver": gone.id}
    service = NewAgreement(**op(), service="买菜", **sides, **duties)
    decision = NewDecision(**op(), decided_on=today, what="装灯", why="太暗", resident=gone.id)
    for refused in (
        agreement_actions.draft(community, service, actor=cast.chen),
        decision_actions.write_down(community, decision, actor=cast.chen),
        habits.add_entries(habit, NewEntries(**op(), residents=(gone.id,)), actor=cast.chen),
        teams.add_members(group, NewMembers(**op(), joined_on=today, residents=(gone.id,)), actor=cast.chen),
        bodies.appoint(building, NewLeader(**op(), resident=gone.id, since=today), actor=cast.chen),
    ):
        with pytest.raises(Refused, match=r"residents\.erased"):
            await refused


async def test_who_was_forgotten_comes_to_nothing_new_and_what_she_did_is_corrected_all_the_same(
    cast: Cast,
) -> None:
    register_rooms()
    gone = await Resident.objects().get(Resident.id == cast.ours.residents["王阿姨"])
    assert gone is not None
    did: dict[str, Any] = {"people": (gone.id,), "decided": f"r{gone.id}", "participants": 3}
    before = await activities.log(cast, **did)
    await erasure_actions.erase_resident(gone, Erased(**op(), ground="asked", name="王阿姨"), actor=cast.lin)
    for actor in (cast.chen, cast.zhao):
        new: dict[str, Any]
        for new in ({"people": (gone.id,)}, {"decided": f"r{gone.id}"}):
            with pytest.raises(Refused, match=r"residents\.erased"):
                await activities.log(cast, actor=actor, **new)
    await activities.edit(cast, before, decided=f"r{gone.id}", participants=4)
    assert (await activities.activity(before)).participants == 4
