"""Needs that come from visits, become focal issues, belong to people; and what is left when a person is forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from programs.communities.tables import Community
from programs.listening import actions as need_actions
from programs.listening import (
    candidate_actions,
    concern_actions,
    concern_queries,
    heat_queries,
    ladder_queries,
    queries,
)
from programs.listening.candidate_schemas import CandidateIssue
from programs.listening.erasure_actions import erase_person
from programs.listening.queries import NeedFilter
from programs.listening.schemas import VoidedNeed
from programs.listening.tables import Need, NeedMerge
from programs.method import ledger
from programs.method.tables import FocalIssue, Program
from programs.residents.tables import LadderStep
from programs.visits.door_queries import concern_of
from programs.visits.tables import Visit, VisitConcern
from server.lib import db
from server.lib.errors import NotFound, Refused
from server.lib.ids import new_op_id
from tests.actions.test_listening import DAY, need, note, sums
from tests.cast import Cast, Side, _row


def op() -> dict[str, str]:
    return {"op_id": new_op_id()}


async def heard(side: Side, text: str = "想有个晒太阳的地方") -> int:
    """A concern noted on a visit at 301."""
    place = {"organisation": side.organisation, "community": side.community}
    [household] = await db.rows("SELECT id FROM household WHERE community = {}", side.community)
    async with db.write_transaction():
        visit = await _row(
            Visit,
            **place,
            program=side.program,
            building=side.building,
            household=household["id"],
            scenario="first_visit",
            purpose="concern",
            outcome="opened",
            visited_on=DAY,
        )
        return await _row(VisitConcern, organisation=side.organisation, visit=visit, text=text)


async def make_need(cast: Cast, concern_id: int) -> int:
    community = await Community.objects().get(Community.id == cast.ours.community)
    assert community is not None
    concern = await concern_of(cast.chen, concern_id)
    return await concern_actions.make_need(community, concern, op_id=new_op_id(), actor=cast.chen)


async def test_a_concern_becomes_one_need_linked_both_ways(cast: Cast) -> None:
    concern = await heard(cast.ours)
    made = await make_need(cast, concern)
    row = await need(made)
    assert (row.text, row.channel, row.raised_on) == ("想有个晒太阳的地方", "visit", DAY)
    assert (row.building, row.program, row.concern) == (cast.ours.building, cast.ours.program, concern)
    visit = await concern_queries.visit_of(concern)
    assert visit is not None
    [shown] = await concern_queries.concerns_with_needs(visit)
    assert shown["need"] == made
    with pytest.raises(Refused, match="concern_taken"):
        await make_need(cast, concern)
    await need_actions.void_need(row, VoidedNeed(**op(), reason="误记"), actor=cast.chen)
    assert await make_need(cast, concern) != made
    with pytest.raises(NotFound):
        await concern_of(cast.chen, await heard(cast.theirs))


async def candidate(cast: Cast, **given: Any) -> int:
    program = await Program.objects().get(Program.id == cast.ours.program)
    assert program is not None
    data = CandidateIssue(**op(), title="院子里的狗粪", **given)
    return await candidate_actions.make_candidate(program, data, actor=cast.chen)


async def test_a_class_becomes_a_candidate_with_its_evidence(cast: Cast) -> None:
    dogs, program = cast.ours.need_class, cast.ours.program
    ids = [await note(cast, need_class=dogs, program=place) for place in (program, None, program)]
    await note(cast)
    issue = await candidate(cast, need_class=dogs)
    assert (await sums(program))["need.cited", f"issue:{issue}"] == 3
    assert {(await need(one)).program for one in ids} == {program}
    assert (await sums(program))["need.raised", f"class:{dogs}"] == 3
    found = await FocalIssue.objects().get(FocalIssue.id == issue)
    assert found is not None
    assert found.state == "candidate"
    assert await ledger.recompute() == []


async def test_ticked_needs_become_a_candidate_or_nothing_does(cast: Cast) -> None:
    one, other = await note(cast), await note(cast, program=None)
    second = Program(
        organisation=cast.ours.organisation,
        community=cast.ours.community,
        name="二",
        stage_since=DAY,
        started_on=DAY,
    )
    async with db.write_transaction():
        await second.save()
    elsewhere = await note(cast, program=second.id)
    for needs, refusal in (((), "nothing_chosen"), ((one, elsewhere), "of_other_program")):
        with pytest.raises(Refused, match=refusal):
            await candidate(cast, needs=needs)
    with pytest.raises(NotFound):
        await candidate(cast, needs=(one, 99999))
    assert await FocalIssue.count() == 0
    issue = await candidate(cast, needs=(one, other))
    assert (await sums(cast.ours.program))["need.cited", f"issue:{issue}"] == 2


async def test_a_person_forgotten_leaves_her_needs_and_no_name(cast: Cast) -> None:
    cat = cast.ours.residents["猫奶奶"]
    hers = await note(cast, resident=cat, text="猫奶奶说楼道太黑")
    other = await note(cast, text="小猫奶说的和猫奶奶一样")
    async with db.write_transaction():
        await Need.update(
            {Need.nickname: "猫奶奶", Need.follow_hash: "x" * 64, Need.answer: "已告诉猫奶奶"}
        ).where(Need.id == hers)
        await _row(
            NeedMerge, organisation=cast.ours.organisation, kept=hers, merged=other, split_reason="小猫奶另说"
        )
        before = await sums(cast.ours.program)
        await erase_person(cat, ["猫奶奶", "小猫奶", ""], cast.lin)
    row = await need(hers)
    assert (row.resident, row.nickname, row.follow_hash) == (None, "", None)
    assert (row.text, row.answer) == ("—说楼道太黑", "已告诉—")
    assert (await need(other)).text == "—说的和—一样"
    [trail] = await db.rows("SELECT split_reason FROM need_merge")
    assert trail["split_reason"] == "—另说"
    assert await sums(cast.ours.program) == before


async def test_a_need_is_a_step_on_the_ladder_and_no_more(cast: Cast) -> None:
    cat = cast.ours.residents["猫奶奶"]
    hers = await note(cast, resident=cat, willing="yes", raised_on=date(2026, 3, 1))
    gone = await note(cast, resident=cat)
    await need_actions.void_need(await need(gone), VoidedNeed(**op(), reason="误记"), actor=cast.chen)
    [act] = await ladder_queries.ladder_acts(cat)
    assert (act.step, act.on, act.source_id) == (LadderStep.aware, date(2026, 3, 1), hers)


async def test_filters_open_what_the_counts_show(cast: Cast) -> None:
    dogs, building = cast.ours.need_class, cast.ours.building
    await note(cast, need_class=dogs, building=building, resident=cast.ours.residents["猫奶奶"], quantity=3)
    await note(cast, age_band="18-29", raised_on=date(2026, 4, 2), channel="qq")
    months = ["2026-03", "2026-04"]
    heat = await heat_queries.by_class_and_month(cast.chen, NeedFilter(), months)
    assert [(row["id"], row["values"]) for row in heat] == [(dogs, [3, 0]), (0, [0, 1])]
    buildings = await heat_queries.by_building(cast.chen, NeedFilter())
    assert [(row["id"], row["quantity"]) for row in buildings] == [(building, 3), (None, 1)]
    assert await heat_queries.by_age(cast.chen, NeedFilter()) == {"60-74": 3, "18-29": 1}
    for chosen in (
        NeedFilter(building=building),
        NeedFilter(age="18-29"),
        NeedFilter(age="60-74"),
        NeedFilter(channel="qq"),
        NeedFilter(need_class=0, month="2026-04"),
    ):
        assert len((await queries.list_needs(cast.chen, chosen)).rows) == 1
    assert await heat_queries.by_age(cast.he, NeedFilter()) == {}
