"""A plan changes before the walk, and a closed round can be walked on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from programs.communities.queries import access_community
from programs.communities.tables import Building
from programs.residents.tables import Household
from programs.visits import round_actions, round_change_actions
from programs.visits.round_schemas import ClosedRound, EditedRound, ReopenedRound
from programs.visits.sheet_actions import note_taken_away
from programs.visits.tables import Round, RoundDoor, Visit
from server.audit.queries import entries_of
from server.lib import clock
from server.lib.db import write_transaction
from server.lib.errors import NotFound, Refused, Stale
from server.lib.ids import new_op_id
from tests.cast import Cast
from tests.doors import doors, knock, plan


async def _again(round_: Round) -> Round:
    found = await Round.objects().get(Round.id == round_.id)
    assert found is not None
    return found


async def _edit(cast: Cast, round_: Round, **more: Any) -> Round:
    values = {
        "building": round_.building,
        "scenario": "first_visit",
        "purpose": "concern",
        "planned_on": round_.planned_on,
        "visitor_account": cast.chen.user_id,
        "program": cast.ours.program,
        "version": round_.version,
        **more,
    }
    building = await Building.objects().get(Building.id == values["building"])
    assert building is not None
    data = EditedRound(op_id=new_op_id(), **values)
    await round_change_actions.edit_round(round_, building, data, actor=cast.chen)
    return await _again(round_)


async def _second_building(cast: Cast) -> int:
    ours = {"organisation": cast.ours.organisation, "community": cast.ours.community}
    async with write_transaction():
        first = await Building.objects().get(Building.id == cast.ours.building)
        assert first is not None
        building = Building(**ours, estate=first.estate, name="5栋")
        await building.save()
        for door in ("101", "102"):
            await Household(**ours, building=building.id, door=door).save()
    return int(building.id)


async def test_a_plan_is_changed_before_the_walk(cast: Cast) -> None:
    await doors(cast, "101", "102")
    round_ = await plan(cast)
    day = clock.today() + timedelta(days=3)
    other, companion = await _second_building(cast), cast.ours.residents["陈叔"]
    round_ = await _edit(
        cast,
        round_,
        building=other,
        planned_on=day,
        visitor_account=None,
        visitor_resident=cast.ours.residents["王阿姨"],
        companion=companion,
        companion_kind="neighbour",
    )
    assert (round_.building, round_.planned_on, round_.companion) == (other, day, companion)
    assert await RoundDoor.count().where(RoundDoor.round == round_.id) == 2
    entry = (await entries_of("round", round_.id, organisation_id=cast.ours.organisation))[0]
    assert "5栋" in entry["changes"]
    assert "王阿姨" not in entry["changes"]
    with pytest.raises(Stale):
        await _edit(cast, round_, version=round_.version - 1, planned_on=clock.today())
    with pytest.raises(NotFound):
        await _edit(cast, round_, building=cast.theirs.building)


async def test_a_walk_that_has_begun_is_not_planned_anew(cast: Cast) -> None:
    by_door = await doors(cast, "101")
    round_ = await plan(cast)
    await round_actions.log_doors(round_, [knock(by_door["101"], "not_home")], actor=cast.chen)
    with pytest.raises(Refused, match="round_begun"):
        await _edit(cast, round_, planned_on=clock.today() + timedelta(days=1))


async def test_a_closed_round_is_walked_on(cast: Cast) -> None:
    by_door = await doors(cast, "101", "102")
    round_ = await plan(cast)
    again = ReopenedRound(op_id=new_op_id(), reason="三楼漏了")
    with pytest.raises(Refused, match="round_not_closed"):
        await round_change_actions.reopen_round(round_, again, actor=cast.chen)
    await round_actions.log_doors(round_, [knock(by_door["101"], "not_home")], actor=cast.chen)
    await round_actions.close_round(round_, ClosedRound(op_id=new_op_id()), actor=cast.chen)
    with pytest.raises(Refused, match="round_over"):
        await round_actions.log_doors(round_, [knock(by_door["102"], "refused")], actor=cast.chen)
    await round_change_actions.reopen_round(await _again(round_), again, actor=cast.chen)
    round_ = await _again(round_)
    assert (round_.state, round_.closed_on) == ("planned", None)
    await round_actions.log_doors(round_, [knock(by_door["102"], "refused")], actor=cast.chen)
    assert await Visit.count().where(Visit.round == round_.id) == 2
    reasons = [
        row["reason"] for row in await entries_of("round", round_.id, organisation_id=cast.ours.organisation)
    ]
    assert "三楼漏了" in reasons


async def test_who_takes_the_visit_sheet_away_is_on_record(cast: Cast) -> None:
    by_door = await doors(cast, "101")
    await round_actions.log_doors(await plan(cast), [knock(by_door["101"], "not_home")], actor=cast.chen)
    community = await access_community(cast.chen, cast.ours.community)
    await note_taken_away(community, clock.today().year, actor=cast.chen)
    entry = (await entries_of("community", community.id, organisation_id=cast.ours.organisation))[0]
    assert (entry["action"], f"{clock.today():%Y-%m}" in entry["changes"]) == ("visit_sheet.taken_away", True)
