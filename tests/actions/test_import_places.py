"""Buildings that a list names and the community has not: made in one go, or said to be another, and remembered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from programs.communities.tables import Building, Estate
from programs.residents import import_actions, import_place_actions
from programs.residents.import_erasure_actions import erase_person
from programs.residents.import_exports import rejected_rows
from programs.residents.import_queries import counts_of, estate_of_list, rows_page
from programs.residents.import_schemas import ListEstate, Settled, SettledPlaces
from programs.residents.tables import ImportBatch, ImportPart, Resident
from server.jobs.runner import run_all
from server.lib import clock, db
from server.lib.errors import Refused
from server.lib.ids import new_op_id
from tests.cast import Cast, _row
from tests.rosters import again, grid_of, handed_in, imported, numbers

LIST = (
    ["赵一", "1111", "98栋", "101"],
    ["钱二", "2222", "98号楼", "102"],
    ["孙三", "3333", "99", "101"],
    ["李四", "4444", "3栋", "101"],
)


async def _settled(batch: ImportBatch, cast: Cast, *places: Settled, **more: Any) -> ImportBatch:
    data = SettledPlaces(op_id=new_op_id(), version=batch.version, places=places, **more)
    await import_place_actions.settle(batch, data, actor=cast.chen)
    await run_all()
    return await again(batch.id)


async def test_missing_buildings_are_made_in_one_go(cast: Cast) -> None:
    batch = await handed_in(cast.ours.community, grid_of(*LIST), actor=cast.chen)
    missing = counts_of(batch).missing
    assert [(one.building, one.rows) for one in missing] == [("98栋", 2), ("99", 1)]
    assert numbers(batch) == (1, 0, 3, 0)
    batch = await _settled(batch, cast, make_all=True)
    assert (numbers(batch), counts_of(batch).missing) == ((4, 0, 0, 0), [])
    names = await Building.select(Building.name).where(Building.community == cast.ours.community)
    assert {"98栋", "99栋"} <= {row["name"] for row in names}


async def test_where_several_estates_may_be_meant_one_is_chosen(cast: Cast) -> None:
    async with db.write_transaction():
        await Estate(
            organisation=cast.ours.organisation, community=cast.ours.community, name="另一个园"
        ).save()
    [other] = await Estate.select(Estate.id).where(Estate.name == "另一个园")
    batch = await handed_in(cast.ours.community, grid_of(*LIST), actor=cast.chen)
    with pytest.raises(Refused):
        await _settled(batch, cast, make_all=True)
    batch = await _settled(batch, cast, make_all=True, make_in=other["id"])
    assert numbers(batch) == (4, 0, 0, 0)
    assert await Building.count().where(Building.estate == other["id"]) == 2


async def test_what_a_building_is_called_is_remembered(cast: Cast) -> None:
    grid = grid_of(["赵一", "1111", "东头那栋", "101"])
    batch = await handed_in(cast.ours.community, grid, actor=cast.chen)
    meant = Settled("", "东头那栋", means=cast.ours.building)
    batch = await _settled(batch, cast, meant)
    [row] = (await rows_page(batch.id, "new", cursor=None)).rows
    assert row.person is not None
    assert (row.person.building, row.person.door) == (cast.ours.building, "101")
    other = grid_of(["钱二", "2222", "东头那栋", "201"])
    assert numbers(await handed_in(cast.ours.community, other, actor=cast.lin)) == (1, 0, 0, 0)


@pytest.mark.parametrize("field", ["means", "make_in"])
async def test_places_of_others_do_not_exist(cast: Cast, field: str) -> None:
    batch = await handed_in(cast.ours.community, grid_of(*LIST), actor=cast.chen)
    [estate] = await Estate.select(Estate.id).where(Estate.community == cast.theirs.community)
    theirs = {"means": cast.theirs.building, "make_in": estate["id"]}[field]
    with pytest.raises(Refused) as refusal:
        await _settled(batch, cast, Settled("", "98栋", **{field: theirs}))
    assert refusal.value.code == "roster.no_place_chosen"
    with pytest.raises(Refused):
        await _settled(batch, cast, Settled("", "3栋", means=cast.ours.building))
    stale = SettledPlaces(op_id=new_op_id(), version=batch.version + 1, make_all=True)
    with pytest.raises(Refused):
        await import_place_actions.settle(batch, stale, actor=cast.chen)


async def _left_out(batch: ImportBatch) -> list[str]:
    return [row.cells[0] async for row in rejected_rows(batch.id)]


async def test_rows_that_were_left_out_stay_for_a_while(cast: Cast) -> None:
    grid = grid_of(["赵一", "1111"], ["王阿姨", "9999"], ["孙三", "138"])
    batch = await imported(await handed_in(cast.ours.community, grid, actor=cast.chen), actor=cast.chen)
    assert await _left_out(batch) == ["王阿姨", "孙三"]
    async with db.write_transaction():
        await erase_person(cast.ours.residents["王阿姨"], ["王阿姨"], cast.lin)
    assert (await _left_out(batch), (await again(batch.id)).state) == (["孙三"], "done")
    with clock.at(clock.now() + import_actions.KEPT - timedelta(hours=1)):
        await import_actions.drop_stale(actor=cast.lin)
    assert await _left_out(batch) == ["孙三"]
    with clock.at(clock.now() + import_actions.KEPT + timedelta(hours=1)):
        await import_actions.drop_stale(actor=cast.lin)
    assert await ImportPart.count() == 0
    assert await Resident.count().where(Resident.batch == batch.id) == 1


async def test_the_estate_of_a_whole_list_is_said_once_and_proposed_for_the_next(cast: Cast) -> None:
    """1栋 stands in most estates; rows that name theirs are read as they are written."""
    place = {"organisation": cast.ours.organisation, "community": cast.ours.community}
    async with db.write_transaction():
        east = await _row(Estate, **place, name="东园")
        there = await _row(Building, **place, estate=east, name="3栋")
    [own] = await db.rows(
        "SELECT e.name FROM estate AS e JOIN building AS b ON b.estate = e.id WHERE b.id = {}",
        cast.ours.building,
    )
    rows = (["赵一", "1111", "", "3栋", "101"], ["钱二", "2222", own["name"], "3栋", "102"])
    header = ["姓名", "电话", "小区", "楼栋", "房号"]
    batch = await handed_in(cast.ours.community, grid_of(*rows, header=header), actor=cast.chen)
    assert (numbers(batch), counts_of(batch).unplaced) == ((1, 0, 1, 0), 1)
    assert (await estate_of_list(batch))["proposed"] is None
    [foreign] = await Estate.select(Estate.id).where(Estate.community == cast.theirs.community)
    for wrong in ({"estate": foreign["id"]}, {"version": batch.version + 1, "estate": east}):
        data = ListEstate(**{"op_id": new_op_id(), "version": batch.version, **wrong})
        with pytest.raises(Refused):
            await import_place_actions.say_estate(batch, data, actor=cast.chen)
    said = ListEstate(op_id=new_op_id(), version=batch.version, estate=east)
    await import_place_actions.say_estate(batch, said, actor=cast.chen)
    await run_all()
    batch = await again(batch.id)
    assert (numbers(batch), counts_of(batch).unplaced) == ((2, 0, 0, 0), 0)
    found = (await rows_page(batch.id, "new", cursor=None)).rows
    assert [row.person.building for row in found if row.person] == [there, cast.ours.building]
    second = await handed_in(cast.ours.community, grid_of(["孙三", "3333", "3栋"]), actor=cast.lin)
    asked = await estate_of_list(second)
    assert (asked["unplaced"], asked["said"], asked["proposed"]) == (1, None, east)
