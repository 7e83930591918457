"""Who came: ticked once, however many at once, and never past the last seat."""

import asyncio
from datetime import timedelta

import pytest

from groups.activities.tables import Attendance
from programs.method.queries import people_count
from server import audit
from server.lib import clock
from server.lib.errors import NotFound, Refused
from tests.activity_deeds import activity, edit, log, neighbours, plan, sums, tick, void
from tests.cast import Cast


async def test_who_is_ticked_stays(cast: Cast) -> None:
    logged = await log(cast, people=tuple(cast.ours.residents.values())[:3])
    with pytest.raises(Refused) as refused:
        await edit(cast, logged, participants=2)
    assert refused.value.code == "activities.more_named"


async def test_a_late_name_fills_and_then_raises_the_count(cast: Cast) -> None:
    chen_shu, wang, maonainai, *_ = cast.ours.residents.values()
    logged = await log(cast, participants=2, people=(chen_shu,))
    await tick(cast, logged, wang)
    assert (await sums(cast.ours.program))["activity.participants", ""] == 2
    first = await tick(cast, logged, maonainai, role="volunteer")
    assert await tick(cast, logged, maonainai) == first
    found = await sums(cast.ours.program)
    assert (found["activity.participants", ""], found["activity.volunteers", ""]) == (2, 1)
    assert found["person.took_part", ""] == await people_count(cast.ours.program) == 3
    await void(cast, logged)
    assert await sums(cast.ours.program) == {}


async def test_nobody_comes_before_the_day(cast: Cast) -> None:
    planned = await plan(cast, held_on=clock.today() + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        await tick(cast, planned, cast.ours.residents["陈叔"])
    assert refused.value.code == "activities.check_in_early"


async def test_a_stranger_is_not_ticked(cast: Cast) -> None:
    logged = await log(cast)
    with pytest.raises(NotFound):
        await tick(cast, logged, next(iter(cast.theirs.residents.values())))


async def test_the_last_seat_goes_to_one(cast: Cast) -> None:
    planned = await plan(cast, capacity=2)
    people = list(cast.ours.residents.values())
    answers = await asyncio.gather(
        *(tick(cast, planned, resident) for resident in people), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == len(people) - 2
    assert {answer.code for answer in refused} == {"activities.full"}
    assert await Attendance.count().where(Attendance.activity == planned) == 2


async def test_one_who_is_ticked_eight_times_at_once_came_once(cast: Cast) -> None:
    logged = await log(cast, participants=1)
    resident = cast.ours.residents["陈叔"]
    answers = await asyncio.gather(*(tick(cast, logged, resident) for _ in range(8)))
    assert len(set(answers)) == 1
    assert (await sums(cast.ours.program))["person.took_part", ""] == 1


async def test_two_hundred_come_at_once(cast: Cast) -> None:
    people = await neighbours(cast, 200)
    logged = await log(cast, participants=1)
    await asyncio.gather(*(tick(cast, logged, resident) for resident in people))
    found = await sums(cast.ours.program)
    assert found["person.took_part", ""] == found["activity.participants", ""] == 200
    assert (await activity(logged)).participants == 200
    assert await audit.verify() == []
