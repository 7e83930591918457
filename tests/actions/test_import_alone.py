"""While an import is under way, nobody sees a part of it, others write, and whoever is stopped goes on or leaves nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from programs.bodies.queries import tree_of
from programs.communities.tables import Building
from programs.residents import import_actions, import_run_actions, import_undo_actions
from programs.residents.import_exports import register_rows
from programs.residents.import_queries import PART, counts_of, namesakes_of, register_mark
from programs.residents.import_schemas import Confirmed, TakenBack
from programs.residents.import_stage_actions import GivenUp, begin, stage
from programs.residents.notice_queries import notices_of
from programs.residents.place_actions import add_door
from programs.residents.place_schemas import NewDoor
from programs.residents.queries import (
    access_resident,
    find,
    households_of,
    list_residents,
    namesakes,
    resident_options,
)
from programs.residents.tables import Household, ImportBatch, LadderRung, Resident
from programs.visits.coverage_queries import coverage_of, doors_of
from programs.visits.round_queries import households_to_knock
from server.jobs.runner import run_all
from server.lib import clock, db
from server.lib.errors import NotFound
from server.lib.ids import new_op_id
from tests.cast import STARTED, Cast, _row
from tests.rosters import again, grid_of, handed_in, imported

HEADER = ["姓名", "电话", "楼栋", "房号", "年龄", "监护人"]


async def _confirmed(cast: Cast, *rows: list[str]) -> ImportBatch:
    batch = await handed_in(cast.ours.community, grid_of(*rows, header=HEADER), actor=cast.chen)
    await import_actions.confirm(batch, Confirmed(op_id=new_op_id(), version=batch.version), actor=cast.chen)
    return await again(batch.id)


def _rows(count: int) -> list[list[str]]:
    return [[f"新人{n}", f"{n:04}", "3栋", f"{n + 10:03}", "9", "李妈妈"] for n in range(count)]


async def _seen(cast: Cast) -> list[Any]:
    """What everybody who reads the register is told."""
    place, actor = cast.ours, cast.lin
    since = clock.today()
    return [
        (await list_residents(actor)).rows,
        (await list_residents(actor, text="新人")).rows,
        (await list_residents(actor, away=True)).rows,
        await resident_options(place.community),
        await namesakes(place.community, "新人1"),
        await namesakes_of(place.community, {"新人1"}),
        await find(actor, "新人"),
        await find(actor, "0001"),
        [row async for row in register_rows(place.community)],
        await households_of(place.building),
        await households_to_knock(place.building),
        await coverage_of(actor, place.community, since=since),
        await doors_of(place.building, since=since),
        await tree_of(place.community),
        [(row["number"], row["people"]) for row in await notices_of(actor)],
        await register_mark(place.community),
    ]


async def test_nobody_sees_half_an_import_nor_half_of_one_that_is_taken_back(cast: Cast) -> None:
    batch = await _confirmed(cast, *_rows(3))
    before = await _seen(cast)
    begun = await begin(batch, actor=cast.chen)
    assert begun is not None
    await stage(begun, actor=cast.chen)
    assert await Resident.count().where(Resident.batch == batch.id) == 3
    notices = before[-2]
    seen = await _seen(cast)
    assert [people for _, people in seen[-2]] in ([people for _, people in notices], [0])
    assert [*seen[:-2], seen[-1]] == [*before[:-2], before[-1]]
    [someone] = await Resident.select(Resident.id).where(Resident.name == "新人1")
    with pytest.raises(NotFound):
        await access_resident(cast.lin, someone["id"])
    await run_all()  # begins anew, and leaves nobody twice
    assert (await again(batch.id)).state == "done"
    assert await Resident.count().where(Resident.batch == batch.id) == 3
    assert len((await list_residents(cast.lin, text="新人")).rows) == 3
    assert len(await households_of(cast.ours.building)) == 4
    await import_undo_actions.take_back(await again(batch.id), TakenBack(op_id=new_op_id()), actor=cast.chen)
    leaving = await import_undo_actions._planned(await again(batch.id), actor=cast.chen)
    await import_undo_actions._hide(await again(batch.id), leaving)
    assert await Resident.count().where(Resident.batch == batch.id) == 3
    seen = await _seen(cast)
    assert [*seen[:-2], seen[-1]] == [*before[:-2], before[-1]]
    await run_all()
    assert (await again(batch.id)).state == "undone"
    assert await Resident.count().where(Resident.batch == batch.id) == 0
    assert await Household.count().where(Household.building == cast.ours.building) == 1


async def test_between_two_batches_another_writer_gets_her_turn(cast: Cast) -> None:
    """Counted, not timed: she sees the import at every part, and writes each time."""
    batch = await _confirmed(cast, *_rows(3 * PART + 1))
    seen: list[tuple[str, int]] = []
    working = asyncio.create_task(run_all())
    while not working.done():
        async with db.write_transaction():
            [now] = await db.execute(
                "UPDATE import_batch SET file_name = 'written' WHERE id = {} RETURNING state, progress",
                batch.id,
            )
        if not seen or seen[-1] != (now["state"], now["progress"]):
            seen.append((now["state"], now["progress"]))
        await asyncio.sleep(0)
    await working
    assert {("running", PART), ("running", 2 * PART), ("running", 3 * PART)} <= set(seen)
    assert (await again(batch.id)).state == "done"
    assert len({progress for state, progress in seen if state == "done"}) > 2


async def test_taking_back_lets_others_write_and_tells_how_far_it_is(cast: Cast) -> None:
    batch = await imported(
        await handed_in(cast.ours.community, grid_of(*_rows(500), header=HEADER), actor=cast.chen),
        actor=cast.chen,
    )
    await import_undo_actions.take_back(batch, TakenBack(op_id=new_op_id()), actor=cast.chen)
    seen: set[int] = set()
    working = asyncio.create_task(run_all())
    while not working.done():
        async with db.write_transaction():
            [now] = await db.execute("UPDATE import_batch SET file_name = 'x' RETURNING progress")
        seen.add(now["progress"])
        await asyncio.sleep(0)
    await working
    assert len(seen) > 4
    assert (await again(batch.id)).state == "undone"


async def test_a_run_that_was_overtaken_gives_up(cast: Cast) -> None:
    batch = await _confirmed(cast, *_rows(2))
    first = await begin(batch, actor=cast.chen)
    assert first is not None
    second = await begin(await again(batch.id), actor=cast.chen)
    assert second is not None
    with pytest.raises(GivenUp):
        await stage(first, actor=cast.chen)
    await import_run_actions.take_over(batch.id, actor=cast.chen)
    assert await Resident.count().where(Resident.batch == batch.id) == 2


async def test_a_door_that_somebody_makes_meanwhile_stays_when_the_import_breaks_off(cast: Cast) -> None:
    begun = await begin(await _confirmed(cast, *_rows(2)), actor=cast.chen)
    assert begun is not None
    await stage(begun, actor=cast.chen)
    building = await Building.objects().get(Building.id == cast.ours.building)
    assert building is not None
    await add_door(building, NewDoor(op_id=new_op_id(), door="010"), actor=cast.chen)
    await import_run_actions.break_off(begun.id, actor=cast.chen)
    assert (await again(begun.id)).state == "failed"
    assert [row["door"] for row in await households_of(cast.ours.building)] == ["010", "301"]
    assert await Resident.count().where(Resident.batch == begun.id) == 0


async def test_who_takes_part_in_the_moment_of_taking_back_stays(cast: Cast) -> None:
    batch = await imported(
        await handed_in(cast.ours.community, grid_of(*_rows(2), header=HEADER), actor=cast.chen),
        actor=cast.chen,
    )
    await import_undo_actions.take_back(batch, TakenBack(op_id=new_op_id()), actor=cast.chen)
    leaving = await import_undo_actions._planned(await again(batch.id), actor=cast.chen)
    await import_undo_actions._hide(await again(batch.id), leaving)
    [busy] = await Resident.select(Resident.id).where(Resident.name == "新人1")
    async with db.write_transaction():
        await _row(
            LadderRung,
            organisation=cast.ours.organisation,
            resident=busy["id"],
            step="aware",
            reached_on=STARTED,
            source_kind="visit",
            source_id=1,
        )
    await run_all()
    undone = await again(batch.id)
    assert (undone.state, counts_of(undone).gone, counts_of(undone).stayed) == ("undone", 1, [busy["id"]])
    assert [row["name"] for row in (await list_residents(cast.lin, text="新人")).rows] == ["新人1"]
