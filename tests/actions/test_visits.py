"""Days of visits: logged, proved, taken back."""

from datetime import date

import pytest

from programs.method.tables import Program
from programs.visits import actions, queries
from programs.visits.schemas import NewVisitDay, VoidedVisitDay
from programs.visits.tables import VisitDay
from server import audit
from server.lib import db
from server.lib.errors import NotFound, Refused
from server.lib.ids import new_op_id
from tests.cast import Cast

DAY = date(2026, 1, 10)


async def log(cast: Cast, **values: object) -> int:
    given = {"visited_on": DAY, "tried": 40, "opened": 22, **values}
    program = await Program.objects().get(Program.id == cast.ours.program)
    return await actions.log_visits(program, NewVisitDay(op_id=new_op_id(), **given), actor=cast.chen)


async def test_doors_are_counted_until_they_are_taken_back(cast: Cast) -> None:
    first = await log(cast)
    await log(cast, tried=10, opened=0, visited_on=date(2026, 1, 17))
    assert await queries.doors_of(cast.ours.program) == (50, 22)
    day = await queries.access_visit_day(cast.chen, first)
    await actions.void_visits(day, VoidedVisitDay(op_id=new_op_id(), reason="记错了楼栋"), actor=cast.chen)
    assert await queries.doors_of(cast.ours.program) == (10, 0)
    assert [row["tried"] for row in (await queries.list_days(cast.ours.program)).rows] == [10]
    with pytest.raises(Refused, match="voided"):
        await actions.void_visits(day, VoidedVisitDay(op_id=new_op_id(), reason="再一次"), actor=cast.chen)
    [voided, _] = await audit.entries_of("visit", first, organisation_id=cast.ours.organisation)
    assert voided["reason"] == "记错了楼栋"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"opened": 41}, "opened"),
        ({"visited_on": date(1970, 1, 1)}, "visited_on"),
        ({"visited_on": date(2999, 1, 1)}, "visited_on"),
    ],
)
async def test_what_cannot_be_is_refused_beside_its_field(cast: Cast, values: dict, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        await log(cast, **values)
    assert refusal.value.field == field
    assert await VisitDay.count() == 0
    assert not await db.rows("SELECT id FROM evidence")


async def test_days_of_others_do_not_exist(cast: Cast) -> None:
    day = await log(cast)
    for actor in (cast.bai, cast.he, cast.zhao, cast.wu, cast.qian):
        with pytest.raises(NotFound):
            await queries.access_visit_day(actor, day)


async def test_pages_of_the_log(cast: Cast) -> None:
    for number in range(52):
        await log(cast, tried=number + 1, opened=0)
    first = await queries.list_days(cast.ours.program)
    rest = await queries.list_days(cast.ours.program, cursor=first.next)
    assert [row["tried"] for row in first.rows + rest.rows] == list(range(52, 0, -1))
    assert rest.next is None
    assert len((await queries.list_days(cast.ours.program, cursor="2026~²")).rows) == 50
