"""A step of the ladder goes with the act that showed it, or rests on another one; never on nothing (S28)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from groups.activities import actions as activities
from groups.activities.queries import Setting
from groups.activities.schemas import EditedActivity
from groups.activities.tables import Activity, ActivityAct
from groups.teams import actions as teams
from groups.teams.schemas import EditedGroup
from groups.teams.tables import Group
from programs.listening import actions as listening
from programs.listening.schemas import SortedNeed
from programs.listening.tables import Need
from programs.method import ledger
from programs.method.tables import Program
from programs.residents import ladder_actions, ladder_queries, merge_actions
from programs.residents.ladder_schemas import ReachedStep
from programs.residents.tables import LadderRung, Resident
from server.lib import db
from server.lib.errors import Refused
from server.lib.ids import new_op_id
from server.routes import register_rooms
from tests.cast import STARTED, Cast
from tests.ladder_deeds import MADE, MARCH, REASON, came, fresh, membership, need_raised, put, void
from tests.meeting import meet
from tests.visitor import Visitor

APRIL, MAY = date(2026, 4, 10), date(2026, 5, 10)


@pytest.fixture(autouse=True)
def rooms() -> None:
    register_rooms()


async def reach(cast: Cast, source: tuple[str, int], step: Any, who: str = "李娜") -> int:
    data = ReachedStep(op_id=new_op_id(), step=step, source_kind=source[0], source_id=source[1])
    resident = await fresh(Resident, cast.ours.residents[who])
    return await ladder_actions.reach_step(resident, data, actor=cast.chen)


async def counted(program_id: int) -> list[tuple[str, str]]:
    """The steps that count in a program, by step and month."""
    found = await db.rows(
        "SELECT facet, month FROM evidence_month WHERE kind = 'ladder.reached' AND program = {} AND quantity <> 0"
        " ORDER BY facet, month",
        program_id,
    )
    assert await ledger.recompute() == []
    return [(row["facet"], row["month"]) for row in found]


async def backed(rung_id: int) -> tuple[str, int, date] | None:
    """The act on which a step rests; None when it was taken back because its act is gone."""
    rung = await fresh(LadderRung, rung_id)
    assert (rung.voided_at is not None) == rung.act_gone
    return None if rung.act_gone else (rung.source_kind, rung.source_id, rung.reached_on)


async def test_whatever_room_the_act_stood_in_the_step_goes_with_it(cast: Cast) -> None:
    woman = cast.ours.residents["李娜"]
    for kind, (step, make) in MADE.items():
        source, take_away = await make(cast)
        assert {act.source_kind for act in await ladder_queries.acts_of(woman)} == {kind}
        rung = await reach(cast, (kind, source), step)
        assert await backed(rung) == (kind, source, MARCH)
        in_program = kind != "building_leader"  # its acts are of no program
        assert await counted(cast.ours.program) == ([(step, "2026-03")] if in_program else []), kind
        await take_away()
        assert await backed(rung) is None, kind
        assert await counted(cast.ours.program) == [], kind


# --- what becomes of the step ----------------------------------------------------------------------------------------


async def test_another_act_that_shows_it_takes_over_and_the_earliest_of_them(cast: Cast) -> None:
    first, later, last = [await came(cast, day) for day in (MARCH, MAY, APRIL)]
    rung = await reach(cast, ("activity", first), "takes_part")
    await void(cast, first)
    assert await backed(rung) == ("activity", last, APRIL)
    assert await counted(cast.ours.program) == [("takes_part", "2026-04")]
    await void(cast, later)
    assert await backed(rung) == ("activity", last, APRIL)
    page = (await Visitor("chen").get(f"/desk/residents/{cast.ours.residents['李娜']}")).text
    assert "2026年3月10日" in page
    assert "这一步改由其余的行动来证明" in page
    await void(cast, last)
    assert await backed(rung) is None
    assert await counted(cast.ours.program) == []


async def test_the_card_says_when_and_why_and_the_step_can_be_noted_again(cast: Cast) -> None:
    woman = cast.ours.residents["李娜"]
    rung = await reach(cast, ("activity", activity := await came(cast, MARCH)), "takes_part")
    await void(cast, activity)
    chen = Visitor("chen")
    for address in (f"/desk/residents/{woman}", f"/desk/residents/{woman}/ladder"):
        page = (await chen.get(address)).text
        assert "证明它的行动已不在" in page
        assert REASON in page
        assert f"/desk/activities/{activity}" in page
    assert "证明它的行动已不在" in (await chen.get(f"/desk/ladder/{rung}")).text
    told = (await chen.get(f"/api/residents/{woman}/ladder")).json()
    assert told["rungs"] == []
    assert [(lost["step"], lost["void_reason"]) for lost in told["lost"]] == [("takes_part", REASON)]
    await reach(cast, ("activity", await came(cast, MAY)), "takes_part")
    assert "证明它的行动已不在" not in (await chen.get(f"/desk/residents/{woman}/ladder")).text


async def test_a_corrected_act_takes_the_step_along(cast: Cast) -> None:
    other = await put(
        cast,
        Program,
        community=cast.ours.community,
        name="另一个项目",
        goal="试",
        stage_since=STARTED,
        started_on=STARTED,
    )
    activity = await came(cast, MARCH)
    await put(
        cast, ActivityAct, activity=activity, act="did", by="residents", resident=cast.ours.residents["李娜"]
    )
    came_, did = [await reach(cast, ("activity", activity), step) for step in ("takes_part", "organises")]

    async def save(version: int, **more: Any) -> None:
        setting = Setting(community=cast.ours.community, program=more.pop("program", cast.ours.program))
        plain = {"title": "扫院子", "held_on": MARCH, "staff": 0, "volunteers": 0, "participants": 1}
        data = EditedActivity(op_id=new_op_id(), version=version, **{**plain, **more})
        await activities.edit_activity(await fresh(Activity, activity), setting, data, actor=cast.chen)

    did_it = {"did": f"r{cast.ours.residents['李娜']}"}
    await save(1, held_on=APRIL, **did_it)
    assert await counted(cast.ours.program) == [("organises", "2026-04"), ("takes_part", "2026-04")]
    await save(2, held_on=APRIL, program=other, **did_it)
    assert await counted(cast.ours.program) == []
    assert await counted(other) == [("organises", "2026-04"), ("takes_part", "2026-04")]
    await save(3, held_on=APRIL, program=other)
    assert await backed(came_) == ("activity", activity, APRIL)
    assert await backed(did) is None
    assert await counted(other) == [("takes_part", "2026-04")]


async def test_what_moves_to_another_program_counts_there(cast: Cast) -> None:
    stay, _ = await membership(cast)
    need, _ = await need_raised(cast)
    await reach(cast, ("membership", stay), "takes_part")
    await reach(cast, ("need", need), "aware")
    data = EditedGroup(
        op_id=new_op_id(), version=1, name="铲屎官小队", kind="pets", formed_on=date(2026, 3, 1), program=None
    )
    await teams.edit_group(await fresh(Group, cast.ours.group), data, actor=cast.chen)
    assert await counted(cast.ours.program) == [("aware", "2026-03")]
    sorted_ = SortedNeed(op_id=new_op_id(), version=1)
    await listening.sort_need(await fresh(Need, need), sorted_, actor=cast.chen)
    assert await counted(cast.ours.program) == []
    assert await LadderRung.count().where(LadderRung.voided_at.is_null()) == 2


async def test_steps_stand_on_what_is_theirs_when_two_records_are_merged_and_parted(cast: Cast) -> None:
    kept, other = [await fresh(Resident, cast.ours.residents[name]) for name in ("李娜", "张𠮷")]
    hers = await came(cast, MAY, "张𠮷")
    await merge_actions.merge_residents(kept, other, actor=cast.chen)
    rung = await reach(cast, ("activity", hers), "takes_part")
    await merge_actions.part_residents(await fresh(Resident, other.id), actor=cast.chen)
    assert await backed(rung) is None
    assert await counted(cast.ours.program) == []


# --- two at once -----------------------------------------------------------------------------------------------------


async def test_an_act_that_is_going_shows_no_step(cast: Cast) -> None:
    activity = await came(cast, MARCH)
    answer = await meet(
        lambda: void(cast, activity), lambda: reach(cast, ("activity", activity), "takes_part")
    )
    assert isinstance(answer, Refused)
    assert answer.code == "residents.step_without_act"
    assert await counted(cast.ours.program) == []


async def test_a_step_that_is_being_noted_goes_with_its_act(cast: Cast) -> None:
    activity = await came(cast, MARCH)
    assert (
        await meet(lambda: reach(cast, ("activity", activity), "takes_part"), lambda: void(cast, activity))
        is None
    )
    [rung] = await LadderRung.objects()
    assert await backed(rung.id) is None
    assert await counted(cast.ours.program) == []


async def test_of_two_acts_that_go_at_once_neither_keeps_the_step(cast: Cast) -> None:
    first, second = await came(cast, MARCH), await came(cast, MAY)
    rung = await reach(cast, ("activity", first), "takes_part")
    assert await meet(lambda: void(cast, first), lambda: void(cast, second)) is None
    assert await backed(rung) is None
    assert await counted(cast.ours.program) == []
