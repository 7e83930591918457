"""Building leaders come and go."""

from __future__ import annotations

from datetime import timedelta

import pytest

from programs.bodies import actions, erasure_actions, queries
from programs.bodies.schemas import EndedTerm, NewLeader, NewRecruit
from programs.bodies.tables import BuildingLeader
from programs.communities.tables import Building, Community
from programs.method import ledger
from programs.method.queries import totals_of
from programs.visits.ladder_queries import acts_of as visits_of
from programs.visits.round_actions import log_doors
from server.lib import clock, db
from server.lib.db import write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.ids import new_op_id
from tests.cast import Cast
from tests.doors import doors, knock, plan


async def recruit(cast: Cast, step: str, **more: object) -> int:
    community = await Community.objects().get(Community.id == cast.ours.community)
    values = {"who": "王阿姨", "reached_on": clock.today(), **more}
    return await actions.note_recruit(
        community, NewRecruit(op_id=new_op_id(), step=step, **values), actor=cast.chen
    )


async def appoint(cast: Cast, **more: object) -> BuildingLeader:
    building = await Building.objects().get(Building.id == cast.ours.building)
    values = {"who": "王阿姨", "since": clock.today(), "program": cast.ours.program, **more}
    term = await actions.appoint(building, NewLeader(op_id=new_op_id(), **values), actor=cast.chen)
    return await queries.access_term(cast.chen, term)


async def building(cast: Cast) -> dict:
    [estate] = await queries.tree_of(cast.ours.community)
    [row] = estate["buildings"]
    return dict(row)


async def test_a_neighbour_becomes_a_leader_and_the_red_goes(cast: Cast) -> None:
    by_door = await doors(cast, "101", "102")
    assert (await building(cast))["leader"] is None
    await recruit(cast, "asked")
    await recruit(cast, "volunteer", building=cast.ours.building)
    assert [one["name"] for one in (await building(cast))["volunteers"]] == ["王阿姨"]
    term = await appoint(cast)
    row = await building(cast)
    assert (row["leader"], row["leader_name"], row["households"], row["volunteers"]) == (
        term.id,
        "王阿姨",
        3,
        [],
    )
    assert (await totals_of(cast.ours.program))["building_leader.appointed", ""] == 1
    round_ = await plan(cast, visitor_account=None, visitor_resident=term.resident)
    assert (round_.visitor_resident, len(by_door)) == (cast.ours.residents["王阿姨"], 3)
    with pytest.raises(Refused, match="has_leader"):
        await appoint(cast, who="陈叔")
    with pytest.raises(Refused, match="is_leader"):
        await recruit(cast, "declined")
    [act] = await queries.acts_of(term.resident)
    assert act.step == "organises"


async def test_a_term_ends_with_a_reason(cast: Cast) -> None:
    term = await appoint(cast)
    early = EndedTerm(op_id=new_op_id(), ended_on=clock.today() - timedelta(days=1), reason="搬家")
    with pytest.raises(Refused, match="end_before_start"):
        await actions.end_term(term, early, actor=cast.chen)
    end = EndedTerm(op_id=new_op_id(), ended_on=clock.today(), reason="王阿姨搬家")
    await actions.end_term(term, end, actor=cast.chen)
    with pytest.raises(Refused, match="term_ended"):
        await actions.end_term(term, end, actor=cast.chen)
    row = await building(cast)
    assert row["leader"] is None
    assert [one["step"] for one in row["volunteers"]] == ["volunteer"]
    assert (await totals_of(cast.ours.program))["building_leader.appointed", ""] == 0
    assert await ledger.recompute() == []
    async with write_transaction():
        await erasure_actions.erase_person(term.resident, ["王阿姨"], cast.chen)
    assert await db.rows("SELECT id FROM building_leader WHERE end_reason <> ''") == []


async def test_people_and_terms_of_others_do_not_exist(cast: Cast) -> None:
    with pytest.raises(NotFound):
        await appoint(cast, who=None, resident=cast.theirs.residents["周姐"])
    with pytest.raises(Refused, match="no_person"):
        await appoint(cast, who=None)
    with pytest.raises(NotFound):
        await recruit(cast, "asked", building=cast.theirs.building)
    term = await appoint(cast)
    for actor in (cast.bai, cast.he, cast.zhao, cast.wu, cast.qian):
        with pytest.raises(NotFound):
            await queries.access_term(actor, term.id)


async def test_a_term_that_has_not_begun_shows_no_step(cast: Cast) -> None:
    term = await appoint(cast, since=clock.today() + timedelta(days=3))
    assert await queries.acts_of(term.resident) == []
    with clock.at(clock.now() + timedelta(days=3)):
        [act] = await queries.acts_of(term.resident)
    assert act.on == term.since


async def test_who_went_along_before_the_planned_day_helped_when_she_went(cast: Cast) -> None:
    by_door = await doors(cast, "101")
    person = cast.ours.residents["王阿姨"]
    round_ = await plan(
        cast,
        planned_on=clock.today() + timedelta(days=5),
        companion=person,
        companion_kind="neighbour",
    )
    await log_doors(round_, [knock(by_door["101"], "opened")], actor=cast.chen)
    [act] = await visits_of(person)
    assert (act.on, act.step.value) == (clock.today(), "helps")
