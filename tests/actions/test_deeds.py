"""Small deeds of neighbours without an account: counted, hidden, shown again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from groups.habits import deed_actions, deed_figures, deed_queries
from groups.habits.deed_schemas import HiddenDeed, NewDeed
from groups.habits.tables import SmallDeed
from programs.communities.tables import Building, Community
from server.accounts.buckets import Limit
from server.lib import clock
from server.lib.db import write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.ids import new_op_id
from tests.actions.test_listening import sums
from tests.cast import Cast, _row

NOON = datetime(2026, 3, 20, 4, tzinfo=UTC)
MONTH = date(2026, 3, 1)


async def write(
    cast: Cast, text: str = "捡了楼道垃圾", *, address: str = "203.0.113.7", **given: Any
) -> SmallDeed:
    community = await Community.objects().get(Community.id == cast.ours.community)
    assert community is not None
    data = NewDeed(op_id=new_op_id(), text=text, **given)
    actor = deed_actions.passer_by(community, "居民")
    with clock.at(NOON):
        deed_id = await deed_actions.write_deed(community, data, address=address, actor=actor)
    found = await SmallDeed.objects().get(SmallDeed.id == deed_id)
    assert found is not None
    return found


async def test_two_hundred_and_twelve_deeds_of_nine_buildings_are_the_wall(cast: Cast) -> None:
    side = cast.ours
    place: dict[str, Any] = {"organisation": side.organisation, "community": side.community}
    async with write_transaction():
        buildings = [
            await _row(Building, **place, estate=side.estate, name=f"{number}号楼") for number in range(8)
        ]
        deeds = [
            SmallDeed(**place, building=[side.building, *buildings][number % 9], text="扫地", done_on=MONTH)
            for number in range(211)
        ]
        await SmallDeed.insert(*deeds)
    await write(cast, building=side.building)
    wall = deed_figures.wall(await deed_queries.wall_of(side.community, MONTH), month=MONTH)
    assert (wall.deeds, wall.buildings) == (212, 9)
    assert wall.chart is not None
    assert wall.chart.svg.count("M") == 212
    assert await deed_queries.wall_of(side.community, date(2026, 4, 1)) == []


async def test_what_is_hidden_counts_no_longer_until_it_is_shown_again(cast: Cast) -> None:
    deed = await write(cast)
    assert deed.program == cast.ours.program
    assert await sums(cast.ours.program) == {("deed.done", ""): 1}
    reason = HiddenDeed(op_id=new_op_id(), reason="写了邻居的名字")
    await deed_actions.hide_deed(deed, reason, actor=cast.chen)
    assert await sums(cast.ours.program) == {}
    assert await deed_queries.latest_on_wall(cast.ours.community, MONTH) == []
    with pytest.raises(Refused, match="hidden_already"):
        await deed_actions.hide_deed(deed, reason, actor=cast.chen)
    await deed_actions.show_deed(deed, actor=cast.chen)
    assert await sums(cast.ours.program) == {("deed.done", ""): 1}
    assert [row["id"] for row in await deed_queries.latest_on_wall(cast.ours.community, MONTH)] == [deed.id]
    for stranger in (cast.he, cast.bai):
        with pytest.raises(NotFound):
            await deed_queries.access_deed(stranger, deed.id)


async def test_programs_and_floods_are_kept_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deed_actions, "PER_ADDRESS", Limit(tries=2, period=timedelta(hours=1)))
    faults: list[dict[str, Any]] = [{"leave_empty": "x"}, {"text": "电话13812345678"}]
    for fault in faults:
        with pytest.raises(Refused):
            await write(cast, **fault)
    for _neighbour in range(2):
        await write(cast)
    with pytest.raises(Refused, match="too_many_from_here"):
        await write(cast)
    await write(cast, address="203.0.113.8")
    with pytest.raises(NotFound):
        await write(cast, address="203.0.113.9", building=cast.theirs.building)
