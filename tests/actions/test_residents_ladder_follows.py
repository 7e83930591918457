"""A step of the ladder goes with the act that showed it, or rests on another one; never on nothing (S28)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from groups.activities import actions as activities
from groups.activities.queries import Setting
from groups.activities.schemas import EditedActivity, Voided
from groups.activities.tables import Activity, ActivityAct, Attendance
from groups.teams import actions as teams
from groups.teams import task_actions, term_actions
from groups.teams.schemas import Departure, EditedGroup, Plan, TermEnd
from groups.teams.tables import Group, GroupLeader, GroupTask, Membership
from programs.bodies import actions as bodies
from programs.bodies.schemas import EndedTerm
from programs.bodies.tables import BuildingLeader
from programs.listening import actions as listening
from programs.listening.schemas import SortedNeed, VoidedNeed
from programs.listening.tables import Need
from programs.method import ledger
from programs.method.tables import Program
from programs.residents import ladder_actions, ladder_queries, merge_actions
from programs.residents.ladder_schemas import ReachedStep
from programs.residents.tables import LadderRung, Resident
from programs.visits import door_actions, round_actions
from programs.visits.door_schemas import UndoneTap, VoidedVisit
from programs.visits.tables import Round, Visit
from server.lib import db
from server.lib.errors import Refused
from server.lib.ids import new_op_id
from server.routes import register_rooms
from tests.cast import STARTED, Cast, _row
from tests.visitor import Visitor

MARCH, APRIL, MAY = (date(2026, month, 10) for month in (3, 4, 5))
REASON = "录重了"


@pytest.fixture(autouse=True)
def rooms() -> None:
    register_rooms()


async def fresh(row: type, row_id: int) -> Any:
    found = await row.objects().get(row.id == row_id)  # type: ignore[attr-defined]  # any table
    assert found is not None
    return found


async def put(cast: Cast, table: type, **values: Any) -> int:
    async with db.write_transaction():
        return await _row(table, organisation=cast.ours.organisation, **values)


async def came(cast: Cast, day: date, who: str = "李娜", **more: Any) -> int:
    """An activity of the program to which somebody came."""
    place = {"community": cast.ours.community, "program": cast.ours.program}
    activity = await put(
        cast, Activity, **{**place, "title": "扫院子", "held_on": day, "participants": 1, **more}
    )
    await put(cast, Attendance, activity=activity, resident=cast.ours.residents[who])
    return activity


async def reach(cast: Cast, source: tuple[str, int], step: str, who: str = "李娜") -> int:
    data = ReachedStep(op_id=new_op_id(), step=step, source_kind=source[0], source_id=source[1])
    resident = await fresh(Resident, cast.ours.residents[who])
    return await ladder_actions.reach_step(resident, data, actor=cast.chen)


async def void(cast: Cast, activity: int) -> None:
    await activities.void_activity(
        await fresh(Activity, activity), Voided(op_id=new_op_id(), reason=REASON), actor=cast.chen
    )


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


# --- every room that has acts on the ladder: how one comes to be, and how it goes -------------------------------------


async def _activity(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    activity = await came(cast, MARCH)
    return activity, lambda: void(cast, activity)


async def _membership(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    stay = await put(
        cast, Membership, group=cast.ours.group, resident=cast.ours.residents["李娜"], joined_on=MARCH
    )
    data = Departure(op_id=new_op_id(), left_on=MARCH)

    async def leave() -> None:
        group = await fresh(Group, cast.ours.group)
        await teams.end_stay(await fresh(Membership, stay), group, data, actor=cast.chen)

    return stay, leave


async def _group_leader(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    term = await put(
        cast,
        GroupLeader,
        group=cast.ours.group,
        resident=cast.ours.residents["李娜"],
        position="leader",
        chosen_how="offered",
        since=MARCH,
    )

    async def end() -> None:
        data = TermEnd(op_id=new_op_id(), ended_on=MARCH, reason=REASON)
        group = await fresh(Group, cast.ours.group)
        await term_actions.end_term(await fresh(GroupLeader, term), group, data, actor=cast.chen)

    return term, end


async def _group_task(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    task = await put(
        cast,
        GroupTask,
        group=cast.ours.group,
        program=cast.ours.program,
        need_class=cast.ours.need_class,
        title="草坪",
        taken_on=MARCH,
        plan="扫",
        plan_author=cast.ours.residents["李娜"],
        planned_on=MARCH,
    )

    async def by_another() -> None:
        data = Plan(op_id=new_op_id(), version=1, plan="扫", plan_author=cast.ours.residents["陈叔"])
        group = await fresh(Group, cast.ours.group)
        await task_actions.write_plan(await fresh(GroupTask, task), group, data, actor=cast.chen)

    return task, by_another


async def _need(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    need = await put(
        cast,
        Need,
        community=cast.ours.community,
        program=cast.ours.program,
        resident=cast.ours.residents["李娜"],
        channel="talk",
        raised_on=MARCH,
        text="狗粪",
    )

    async def take_back() -> None:
        data = VoidedNeed(op_id=new_op_id(), reason=REASON)
        await listening.void_need(await fresh(Need, need), data, actor=cast.chen)

    return need, take_back


async def household() -> int:
    [row] = await db.rows("SELECT id FROM household WHERE door = '301' ORDER BY id LIMIT 1")
    return int(row["id"])


async def _visit(cast: Cast, **more: Any) -> int:
    return await put(
        cast,
        Visit,
        community=cast.ours.community,
        program=cast.ours.program,
        building=cast.ours.building,
        household=await household(),
        mode="door",
        purpose="concern",
        scenario="first_visit",
        visited_on=MARCH,
        outcome="opened",
        **more,
    )


async def _door_visit(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    visit = await _visit(cast, resident=cast.ours.residents["李娜"])

    async def take_back() -> None:
        data = VoidedVisit(op_id=new_op_id(), reason=REASON)
        await door_actions.void_visit(await fresh(Visit, visit), data, actor=cast.chen)

    return visit, take_back


async def _round(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    companion = cast.ours.residents["李娜"]
    round_ = await put(
        cast,
        Round,
        community=cast.ours.community,
        program=cast.ours.program,
        building=cast.ours.building,
        scenario="first_visit",
        purpose="concern",
        planned_on=MARCH,
        companion=companion,
    )
    visit = await _visit(cast, round=round_, companion=companion)

    async def undo() -> None:
        data = UndoneTap(op_id=new_op_id(), visit=visit)
        await round_actions.undo_tap(await fresh(Round, round_), data, actor=cast.chen)

    return round_, undo


async def _building_leader(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    term = await put(
        cast,
        BuildingLeader,
        community=cast.ours.community,
        building=cast.ours.building,
        resident=cast.ours.residents["李娜"],
        since=MARCH,
    )

    async def end() -> None:
        data = EndedTerm(op_id=new_op_id(), ended_on=MARCH, reason=REASON)
        await bodies.end_term(await fresh(BuildingLeader, term), data, actor=cast.chen)

    return term, end


MADE: dict[str, tuple[str, Callable[[Cast], Awaitable[tuple[int, Callable[[], Awaitable[Any]]]]]]] = {
    "activity": ("takes_part", _activity),
    "membership": ("takes_part", _membership),
    "group_leader": ("organises", _group_leader),
    "group_task": ("organises", _group_task),
    "need": ("aware", _need),
    "door_visit": ("aware", _door_visit),
    "round": ("helps", _round),
    "building_leader": ("organises", _building_leader),
}


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
    assert "2026-03-10" in page
    assert "这一级改由其余的行动来证明" in page
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
    stay, _ = await _membership(cast)
    need, _ = await _need(cast)
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


async def _meet(first: Callable[[], Awaitable[Any]], second: Callable[[], Awaitable[Any]]) -> Any:
    """Let `second` begin when `first` has done its part and not committed; what came of the second."""
    done, go_on = asyncio.Event(), asyncio.Event()

    async def holding() -> None:
        async with db.write_transaction():
            await first()
            done.set()
            await go_on.wait()

    ahead = asyncio.create_task(holding())
    await done.wait()
    behind = asyncio.create_task(second())  # type: ignore[arg-type]  # each is a coroutine
    await asyncio.sleep(0.1)
    assert not behind.done()
    go_on.set()
    await ahead
    return (await asyncio.gather(behind, return_exceptions=True))[0]


async def test_an_act_that_is_going_shows_no_step(cast: Cast) -> None:
    activity = await came(cast, MARCH)
    answer = await _meet(
        lambda: void(cast, activity), lambda: reach(cast, ("activity", activity), "takes_part")
    )
    assert isinstance(answer, Refused)
    assert answer.code == "residents.step_without_act"
    assert await counted(cast.ours.program) == []


async def test_a_step_that_is_being_noted_goes_with_its_act(cast: Cast) -> None:
    activity = await came(cast, MARCH)
    assert (
        await _meet(lambda: reach(cast, ("activity", activity), "takes_part"), lambda: void(cast, activity))
        is None
    )
    [rung] = await LadderRung.objects()
    assert await backed(rung.id) is None
    assert await counted(cast.ours.program) == []


async def test_of_two_acts_that_go_at_once_neither_keeps_the_step(cast: Cast) -> None:
    first, second = await came(cast, MARCH), await came(cast, MAY)
    rung = await reach(cast, ("activity", first), "takes_part")
    assert await _meet(lambda: void(cast, first), lambda: void(cast, second)) is None
    assert await backed(rung) is None
    assert await counted(cast.ours.program) == []
