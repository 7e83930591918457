"""A write is carried out once, whatever happens beside it."""

import asyncio

import pytest

from programs.communities.tables import Building, Community
from server import audit
from server.lib import db
from server.lib.errors import Refused
from server.lib.ids import new_op_id
from tests.cast import Cast


async def _rename(community_id: int, name: str) -> None:
    await db.execute("UPDATE community SET name = {} WHERE id = {}", name, community_id)


async def test_two_who_lock_in_opposite_orders_both_come_through(cast: Cast) -> None:
    """On PostgreSQL the two deadlock and one of them is carried out anew; on SQLite one waits for the other."""
    met = [asyncio.Event(), asyncio.Event()]

    async def write(first: int, second: int, place: int) -> int:
        await _rename(first, f"先{place}")
        met[place].set()
        if db.engine().kind == "postgres":
            await met[1 - place].wait()
        await _rename(second, f"后{place}")
        return place

    ours, other = cast.ours.community, cast.other_community
    answers = await asyncio.gather(
        audit.once(new_op_id(), actor=cast.lin, action="x", body=1, write=lambda: write(ours, other, 0)),
        audit.once(new_op_id(), actor=cast.lin, action="x", body=2, write=lambda: write(other, ours, 1)),
    )
    assert answers == [0, 1]
    names = (
        await Community.select(Community.name).where(Community.id.is_in([ours, other])).output(as_list=True)
    )
    assert sorted(name[0] for name in names) in (["先", "后"], ["后", "后"])


async def test_a_refusal_leaves_the_op_id_free(cast: Cast) -> None:
    op_id = new_op_id()

    async def refuse() -> int:
        await _rename(cast.ours.community, "半截")
        raise Refused("day.too_early")

    async def accept() -> int:
        return 7

    with pytest.raises(Refused):
        await audit.once(op_id, actor=cast.lin, action="x", body=1, write=refuse)
    assert (await Community.objects().get(Community.id == cast.ours.community)).name == "五福桥社区"
    assert await audit.once(op_id, actor=cast.lin, action="x", body=1, write=accept) == 7
    assert await audit.once(op_id, actor=cast.lin, action="x", body=1, write=refuse) == 7


async def test_the_same_op_id_of_two_people_or_two_bodies_is_refused(cast: Cast) -> None:
    op_id = new_op_id()

    async def accept() -> int:
        return 7

    await audit.once(op_id, actor=cast.lin, action="x", body=1, write=accept)
    for actor, body in ((cast.chen, 1), (cast.lin, 2)):
        with pytest.raises(Refused, match=r"op\.reused"):
            await audit.once(op_id, actor=actor, action="x", body=body, write=accept)
    assert await audit.once(op_id, actor=cast.bai, action="x", body=1, write=accept) == 7


async def test_the_same_op_id_at_another_address_is_refused(cast: Cast) -> None:
    op_id, there = new_op_id(), "POST /desk/needs/1/close"

    async def accept() -> int:
        return 7

    async def sent(address: str) -> int:
        return await audit.once(op_id, actor=cast.lin, action="x", body=1, write=accept, address=address)

    assert await sent(there) == await sent(there) == 7
    for address in ("POST /desk/needs/2/close", "POST /desk/needs/1/reopen", ""):
        with pytest.raises(Refused, match=r"op\.reused"):
            await sent(address)


async def test_ten_at_once_write_once(cast: Cast) -> None:
    op_id = new_op_id()

    async def add() -> int:
        row = Building(
            organisation=cast.ours.organisation,
            community=cast.ours.community,
            estate=cast.ours.estate,
            name="9栋",
        )
        await row.save()
        return int(row.id)

    answers = await asyncio.gather(
        *(audit.once(op_id, actor=cast.lin, action="x", body=1, write=add) for _ in range(10))
    )
    assert len(set(answers)) == 1
    assert await Building.count().where(Building.name == "9栋") == 1
