"""赵叔 climbs: in March he takes part, in May he helps, in September he proposes; never without an act (S28)."""

from datetime import date
from typing import Any

import pytest

from groups.activities.tables import Activity, ActivityAct, Attendance
from programs.method import ledger
from programs.residents import ladder_actions, ladder_queries
from programs.residents.ladder_schemas import ReachedStep, StepTakenBack
from programs.residents.tables import LadderRung, Resident
from server import audit
from server.lib import db
from server.lib.errors import NotFound, Refused
from server.lib.ids import new_op_id
from server.routes import register_rooms
from tests.cast import Cast, _row
from tests.visitor import Visitor

MARCH, MAY, SEPTEMBER = date(2021, 3, 7), date(2021, 5, 9), date(2021, 9, 12)


@pytest.fixture(autouse=True)
def rooms() -> None:
    register_rooms()


async def uncle(cast: Cast) -> Resident:
    """Of no group, so that only these three activities speak for him."""
    found = await Resident.objects().get(Resident.id == cast.ours.residents["李娜"])
    assert found is not None
    return found


async def held(cast: Cast, title: str, day: date, **more: Any) -> int:
    ours: dict[str, Any] = {"organisation": cast.ours.organisation}
    async with db.write_transaction():
        return await _row(
            Activity,
            **ours,
            community=cast.ours.community,
            program=cast.ours.program,
            title=title,
            held_on=day,
            **more,
        )


async def climbed(cast: Cast) -> tuple[Resident, int, int, int]:
    zhao = await uncle(cast)
    came, helped, proposed = (
        await held(cast, "看电影", MARCH),
        await held(cast, "扫院子", MAY),
        await held(cast, "棋王赛", SEPTEMBER),
    )
    ours: dict[str, Any] = {"organisation": cast.ours.organisation, "resident": zhao.id}
    async with db.write_transaction():
        await _row(Attendance, **ours, activity=came)
        await _row(Attendance, **ours, activity=helped, role="volunteer")
        await _row(ActivityAct, **ours, activity=proposed, act="proposed", by="residents")
    return zhao, came, helped, proposed


async def reach(cast: Cast, who: Resident, step: str, activity: int | None, kind: str = "activity") -> int:
    data = ReachedStep(
        op_id=new_op_id(), step=step, source_kind=kind if activity else None, source_id=activity
    )
    return await ladder_actions.reach_step(who, data, actor=cast.chen)


async def counted(cast: Cast) -> list[tuple[str, int]]:
    found = await db.rows(
        "SELECT facet, SUM(quantity) AS n FROM evidence WHERE kind = 'ladder.reached' AND program = {}"
        " GROUP BY facet HAVING SUM(quantity) <> 0 ORDER BY facet",
        cast.ours.program,
    )
    return [(row["facet"], int(row["n"])) for row in found]


async def test_each_step_has_its_day_and_its_act(cast: Cast) -> None:
    zhao, came, helped, proposed = await climbed(cast)
    for step, activity in (("takes_part", came), ("helps", helped), ("initiates", proposed)):
        await reach(cast, zhao, step, activity)
    ladder = [step["rung"] for step in await ladder_queries.ladder_of(zhao.id) if step["rung"]]
    assert [(rung["step"], rung["reached_on"], rung["title"]) for rung in ladder] == [
        ("takes_part", MARCH, "看电影"),
        ("helps", MAY, "扫院子"),
        ("initiates", SEPTEMBER, "棋王赛"),
    ]
    assert await counted(cast) == [("helps", 1), ("initiates", 1), ("takes_part", 1)]
    assert await ledger.recompute() == []
    page = (await Visitor("chen").get(f"/desk/residents/{zhao.id}")).text
    for words in ("2021年3月7日", "2021年5月9日", "2021年9月12日", "棋王赛", "发起"):
        assert words in page


@pytest.mark.parametrize("step", ["helps", "organises", "initiates"])
async def test_without_an_act_that_shows_it_no_step(cast: Cast, step: str) -> None:
    zhao, came, *_ = await climbed(cast)
    for activity, kind in ((None, ""), (came, "activity"), (came, "need"), (999_999, "activity")):
        with pytest.raises(Refused, match="step_without_act"):
            await reach(cast, zhao, step, activity, kind)
    assert await LadderRung.count() == 0


async def test_the_act_of_another_is_none_of_his(cast: Cast) -> None:
    zhao, *_ = await climbed(cast)
    other = await held(cast, "别人的活动", MAY)
    async with db.write_transaction():
        wang = cast.ours.residents["王阿姨"]
        await _row(Attendance, organisation=cast.ours.organisation, activity=other, resident=wang)
    with pytest.raises(Refused, match="step_without_act"):
        await reach(cast, zhao, "takes_part", other)


async def test_an_activity_that_was_voided_or_not_held_shows_nothing(cast: Cast) -> None:
    zhao = await uncle(cast)
    planned = await held(cast, "还没办", MAY, state="planned")
    async with db.write_transaction():
        await _row(Attendance, organisation=cast.ours.organisation, activity=planned, resident=zhao.id)
    assert [act for act in await ladder_queries.acts_of(zhao.id) if act.source_kind == "activity"] == []


async def test_a_wrong_step_is_taken_back_with_its_reason(cast: Cast) -> None:
    zhao, _, helped, _ = await climbed(cast)
    rung = await LadderRung.objects().get(LadderRung.id == await reach(cast, zhao, "helps", helped))
    assert rung is not None
    with pytest.raises(Refused, match="step_stands"):
        await reach(cast, zhao, "helps", helped)
    data = StepTakenBack(op_id=new_op_id(), reason="认错人了")
    await ladder_actions.take_step_back(rung, data, actor=cast.chen)
    assert await counted(cast) == []
    assert await ledger.recompute() == []
    with pytest.raises(Refused, match="step_taken_back"):
        await ladder_actions.take_step_back(rung, data, actor=cast.chen)
    [entry, *_] = await audit.entries_of("resident", zhao.id, organisation_id=cast.ours.organisation)
    assert "认错人了" not in repr(entry)
    assert "认错人了" in (await Visitor("chen").get(f"/desk/residents/{zhao.id}")).text
    await reach(cast, zhao, "helps", helped)


async def test_steps_are_noted_on_the_page_and_as_json(cast: Cast) -> None:
    zhao, came, _, proposed = await climbed(cast)
    chen, home = Visitor("chen"), f"/desk/residents/{zhao.id}/ladder"
    page = await chen.get(home)
    assert "棋王赛" in page.text
    sent = {"step": "takes_part", "source_kind": "activity", "source_id": str(came)}
    assert (await chen.post(home, sent)).status_code == 303
    assert (await chen.post(home, {"step": "helps"})).status_code == 422
    url = f"/api/residents/{zhao.id}/ladder"
    body = {"step": "initiates", "source_kind": "activity", "source_id": proposed}
    made = await chen.send(url, body)
    assert made.status_code == 201
    assert [rung["step"] for rung in (await chen.get(url)).json()["rungs"]] == ["takes_part", "initiates"]
    back = await chen.send(f"/api/ladder/{made.json()['id']}/take-back", {"reason": "弄错了"})
    assert back.status_code == 201
    assert (await chen.get(f"/desk/ladder/{made.json()['id']}")).status_code == 200


async def test_nobody_from_next_door_reaches_a_step(cast: Cast) -> None:
    zhao, came, *_ = await climbed(cast)
    rung = await reach(cast, zhao, "takes_part", came)
    for actor in (cast.he, cast.bai):
        with pytest.raises(NotFound):
            await ladder_queries.access_rung(actor, rung)
