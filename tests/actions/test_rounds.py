"""Rounds, visits, and what they prove."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from programs.communities.tables import Community
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.queries import totals_of
from programs.residents.tables import Resident
from programs.visits import (
    door_actions,
    door_queries,
    erasure_actions,
    ladder_queries,
    round_actions,
    round_queries,
)
from programs.visits.door_schemas import Debrief, NewConcern, NewVisit, TappedDoors, UndoneTap, VoidedVisit
from programs.visits.round_schemas import CancelledRound, ClosedRound
from programs.visits.tables import Visit, VisitCause
from server.lib import clock, db
from server.lib.db import write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.ids import new_op_id
from tests.cast import Cast
from tests.databases import at_most_queries
from tests.doors import COMPULSORY, doors, knock, plan


async def totals(cast: Cast) -> dict[str, int]:
    """What the program's ledger says, by kind, without zeros."""
    found = await totals_of(cast.ours.program)
    return {kind: quantity for (kind, _facet), quantity in found.items() if quantity}


async def test_what_a_round_proves_is_taken_back_with_its_visits(cast: Cast) -> None:
    by_door = await doors(cast, "101", "102", "103", "104")
    round_ = await plan(cast)
    person = cast.ours.residents["陈叔"]
    walked = [
        knock(by_door["101"], "opened", concern="电梯", benefit="加装电梯补贴", resident=person),
        knock(by_door["102"], "not_home"),
        knock(by_door["103"], "refused"),
        knock(by_door["104"], "rescheduled", again_on=clock.today() + timedelta(days=3)),
        knock(by_door["301"], "moved_away"),
    ]
    assert await round_actions.log_doors(round_, walked, actor=cast.chen) == 5
    assert await totals(cast) == {
        Kind.VISITS_TRIED: 5,
        Kind.VISITS_MADE: 1,
        Kind.VISITS_NOT_HOME: 1,
        Kind.VISITS_REFUSED: 1,
        Kind.CONCERN_HEARD: 2,
    }
    people = await db.rows("SELECT resident FROM program_person WHERE times > 0")
    assert [row["resident"] for row in people] == [person]
    for visit in await Visit.objects().order_by(Visit.id):
        await door_actions.void_visit(visit, VoidedVisit(op_id=new_op_id(), reason="走错楼"), actor=cast.chen)
        with pytest.raises(Refused, match="voided"):
            await door_actions.void_visit(visit, VoidedVisit(op_id=new_op_id(), reason="再"), actor=cast.chen)
    assert await totals(cast) == {}
    assert await ledger.recompute() == []


async def test_a_whole_tap_is_undone_and_nothing_else(cast: Cast) -> None:
    by_door = await doors(cast, "101", "102", "103")
    round_ = await plan(cast)
    start = datetime(2026, 11, 21, 11, tzinfo=UTC)

    async def tap(minute: int, *names: str) -> None:
        with clock.at(start + timedelta(minutes=minute)):
            data = TappedDoors(
                op_id=new_op_id(), households=tuple(by_door[name] for name in names), outcome="not_home"
            )
            await round_actions.tap_doors(round_, data, actor=cast.chen)

    await tap(0, "101")
    await tap(1, "102", "103")
    last = await round_queries.last_visit_of(round_.id)
    assert last is not None
    undo = UndoneTap(op_id=new_op_id(), visit=last["id"])
    assert await round_actions.undo_tap(round_, undo, actor=cast.chen) == 2
    assert await totals(cast) == {Kind.VISITS_TRIED: 1, Kind.VISITS_NOT_HOME: 1}
    outcomes = {row["door"]: row["outcome"] for row in await round_queries.doors_of(round_.id)}
    assert outcomes == {"101": "not_home", "102": None, "103": None, "301": None}
    with pytest.raises(Refused, match="voided"):
        await round_actions.undo_tap(round_, UndoneTap(op_id=new_op_id(), visit=last["id"]), actor=cast.chen)


async def test_an_opened_door_needs_its_compulsory_steps_or_a_reason(cast: Cast) -> None:
    by_door = await doors(cast)
    round_ = await plan(cast)
    with pytest.raises(Refused, match="steps_unticked") as refusal:
        await round_actions.log_doors(
            round_, [knock(by_door["301"], "opened", steps_done=(1, 2, *COMPULSORY[:-1]))], actor=cast.chen
        )
    assert refusal.value.field == "steps_done"
    assert "一句话复述" in refusal.value.facts["steps"]
    assert await Visit.count() == 0
    excused = knock(by_door["301"], "opened", steps_done=(), skip_reason="老人急着出门")
    await round_actions.log_doors(round_, [excused], actor=cast.chen)
    assert await Visit.count() == 1


async def test_only_doors_of_the_round_and_each_once(cast: Cast) -> None:
    by_door = await doors(cast, "101")
    round_ = await plan(cast)
    other = (await doors(cast, "999"))["999"]
    with pytest.raises(NotFound):
        await round_actions.log_doors(round_, [knock(other, "not_home")], actor=cast.chen)
    twice = [knock(by_door["101"], "not_home"), knock(by_door["101"], "refused")]
    with pytest.raises(Refused, match="door_twice"):
        await round_actions.log_doors(round_, twice, actor=cast.chen)
    stranger = knock(by_door["101"], "opened", resident=cast.theirs.residents["周姐"])
    with pytest.raises(NotFound):
        await round_actions.log_doors(round_, [stranger], actor=cast.chen)
    with pytest.raises(Refused):
        tomorrow = clock.today() + timedelta(days=1)
        await round_actions.log_doors(
            round_, [knock(by_door["101"], "not_home")], actor=cast.chen, visited_on=tomorrow
        )
    assert await Visit.count() == 0


async def test_a_round_ends_once(cast: Cast) -> None:
    by_door = await doors(cast)
    round_ = await plan(cast)
    with pytest.raises(Refused, match="not_walked"):
        await round_actions.close_round(round_, ClosedRound(op_id=new_op_id()), actor=cast.chen)
    await round_actions.log_doors(round_, [knock(by_door["301"], "not_home")], actor=cast.chen)
    with pytest.raises(Refused, match="round_walked"):
        await round_actions.cancel_round(
            round_, CancelledRound(op_id=new_op_id(), reason="下雨"), actor=cast.chen
        )
    await round_actions.close_round(round_, ClosedRound(op_id=new_op_id()), actor=cast.chen)
    with pytest.raises(Refused, match="round_over"):
        await round_actions.log_doors(round_, [knock(by_door["301"], "opened")], actor=cast.chen)


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"visitor_account": None}, "visits.no_visitor", "visitor_account"),
        ({"visitor_who": "王阿姨"}, "visits.two_visitors", "visitor_who"),
        ({"companion_who": "王阿姨"}, "visits.companion_unknown", "companion_kind"),
        ({"companion_who": "没有这个人"}, "residents.nobody_of_that_name", "companion_who"),
        ({"planned_on": date(2040, 1, 1)}, "day.too_late", "planned_on"),
    ],
)
async def test_who_cannot_go(cast: Cast, more: dict, code: str, field: str) -> None:
    with pytest.raises(Refused, match=code) as refusal:
        await plan(cast, **more)
    assert refusal.value.field == field


async def test_people_of_others_do_not_exist(cast: Cast) -> None:
    for more in (
        {"companion": cast.theirs.residents["周姐"], "companion_kind": "elder"},
        {"visitor_account": cast.bai.user_id},
        {"visitor_account": None, "visitor_resident": cast.theirs.residents["周姐"]},
        {"program": cast.theirs.program},
    ):
        with pytest.raises(NotFound):
            await plan(cast, **more)


async def test_the_untouched_become_a_round(cast: Cast) -> None:
    by_door = await doors(cast, "101", "102")
    first = await plan(cast)
    await round_actions.log_doors(
        first, [knock(by_door["101"], "refused"), knock(by_door["102"], "not_home")], actor=cast.chen
    )
    second = await plan(cast, doors="unreached", days=30)
    assert [row["door"] for row in await round_queries.doors_of(second.id)] == ["102", "301"]
    await round_actions.log_doors(
        second, [knock(by_door["102"], "opened"), knock(by_door["301"], "opened")], actor=cast.chen
    )
    with pytest.raises(Refused, match="all_reached"):
        await plan(cast, doors="unreached", days=30)


async def test_two_hundred_doors_are_written_at_once(cast: Cast) -> None:
    names = [f"{floor}{place:02d}" for floor in range(1, 26) for place in range(1, 9)]
    by_door = await doors(cast, *names)
    round_ = await plan(cast)
    outcomes = ["opened", "not_home", "not_home", "refused"]
    walked = [
        knock(by_door[name], outcomes[number % 4], concern="停车" if number % 8 == 0 else None)
        for number, name in enumerate(names)
    ]
    with at_most_queries(40):
        assert await round_actions.log_doors(round_, walked, actor=cast.chen) == 200
    assert (await totals(cast))[Kind.VISITS_TRIED] == 200
    assert await ledger.recompute() == []


def call(cast: Cast, **more: object) -> NewVisit:
    values = {
        "building": cast.ours.building,
        "door": "３０１",
        "mode": "phone",
        "visited_on": clock.today(),
        "program": cast.ours.program,
        **more,
    }
    return NewVisit(op_id=new_op_id(), **values)


async def log(cast: Cast, **more: object) -> Visit:
    community = await Community.objects().get(Community.id == cast.ours.community)
    visit_id = await door_actions.log_visit(community, call(cast, **more), actor=cast.chen)
    found = await Visit.objects().get(Visit.id == visit_id)
    assert found is not None
    return found


async def test_a_call_is_a_contact_and_no_knock(cast: Cast) -> None:
    by_door = await doors(cast)
    visit = await log(cast)
    assert visit.household == by_door["301"]
    await log(cast, mode="written")
    await log(cast, mode="talk", outcome="not_home")
    found = await totals_of(cast.ours.program)
    assert {key: n for key, n in found.items() if n} == {
        (Kind.CONTACTS.value, "phone"): 1,
        (Kind.CONTACTS.value, "written"): 1,
    }


async def test_an_inner_cause_comes_first(cast: Cast) -> None:
    with pytest.raises(Refused, match="inner_cause_first"):
        await log(cast, mode="door", outcome="refused", causes=("property_manager",))
    assert await Visit.count() == 0
    visit = await log(cast, mode="door", outcome="refused")
    for causes in ((), ("entrance",)):
        with pytest.raises(Refused, match="inner_cause_first"):
            await door_actions.debrief(visit, Debrief(op_id=new_op_id(), causes=causes), actor=cast.chen)
    both = Debrief(op_id=new_op_id(), causes=("timing", "entrance"))
    await door_actions.debrief(visit, both, actor=cast.chen)
    await door_actions.debrief(visit, Debrief(op_id=new_op_id(), causes=("words",)), actor=cast.chen)
    assert [row["code"] for row in await VisitCause.select(VisitCause.code)] == ["words"]
    opened = await log(cast, mode="phone")
    with pytest.raises(Refused, match="door_opened"):
        await door_actions.debrief(opened, both, actor=cast.chen)


async def test_a_concern_is_known_to_its_own_staff(cast: Cast) -> None:
    visit = await log(cast)
    concern = NewConcern(op_id=new_op_id(), text="楼道灯不亮", benefit=False)
    concern_id = await door_actions.note_concern(visit, concern, actor=cast.chen)
    found = await door_queries.concern_of(cast.lin, concern_id)
    assert (found["text"], found["visit"], found["household"]) == ("楼道灯不亮", visit.id, visit.household)
    for actor in (cast.bai, cast.he, cast.zhao, cast.wu, cast.qian):
        with pytest.raises(NotFound):
            await door_queries.concern_of(actor, concern_id)
    assert (await totals(cast))[Kind.CONCERN_HEARD] == 1
    await door_actions.void_visit(visit, VoidedVisit(op_id=new_op_id(), reason="记错"), actor=cast.chen)
    assert await totals(cast) == {}
    with pytest.raises(NotFound):
        await door_queries.concern_of(cast.lin, concern_id)


async def test_a_person_is_forgotten_and_the_visit_stays(cast: Cast) -> None:
    person = cast.ours.residents["陈叔"]
    by_door = await doors(cast)
    round_ = await plan(
        cast,
        visitor_account=None,
        visitor_resident=cast.ours.residents["王阿姨"],
        companion=person,
        companion_kind="elder",
        companion_why="陈叔的老同事",
    )
    said = knock(by_door["301"], "opened", resident=person, note="陈叔腿脚不便", concern="陈叔想要扶手")
    await round_actions.log_doors(round_, [said], actor=cast.chen)
    [helped] = await ladder_queries.acts_of(cast.ours.residents["王阿姨"])
    assert (helped.step, helped.href) == ("helps", f"/desk/rounds/{round_.id}")
    async with write_transaction():
        await erasure_actions.erase_person(person, ["陈叔"], cast.chen)
    for table, column in (("visit", "note"), ("visit_concern", "text"), ("visit_round", "companion_why")):
        rows = await db.rows(f"SELECT {column} AS words FROM {table}")
        assert not [row for row in rows if "陈叔" in row["words"]]
    assert (await totals(cast))[Kind.VISITS_MADE] == 1
    assert await Resident.exists().where(Resident.id == person)
