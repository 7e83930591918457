"""Piccolo's own ways of asking and writing, as the admin and the migrations use them, on both engines."""

import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from server.lib import db
from tests.engines.toys import Box, Toy, make_box

pytestmark = pytest.mark.usefixtures("toys")

FULL: dict[str, Any] = {
    "name": "𠮷野·小明 %(x)s {} '\"",
    "price": Decimal("12.50"),
    "weight": 2**40,
    "broken": True,
    "bought_on": date(2025, 2, 28),
    "seen_at": datetime(2025, 2, 28, 23, 30, 1, 234567, tzinfo=UTC),
    "serial_no": uuid.UUID("12345678-1234-5678-1234-567812345678"),
    "notes": '{"a": [1, "二", null]}',
}
BARE = {"name": "", "broken": False} | dict.fromkeys(set(FULL) - {"name", "broken"})


@pytest.mark.parametrize("values", [FULL, BARE], ids=["full", "bare"])
async def test_values_come_back_as_they_went_in(values: dict[str, Any]) -> None:
    box = await make_box()
    async with db.write_transaction():
        toy = Toy(box=box.id, **values)
        await toy.save()
    expected = {"id": toy.id, "box": box.id, **values}
    assert await Toy.select().first() == expected
    found = await Toy.objects().first()
    assert found is not None
    assert found.to_dict() == expected
    assert await db.rows("SELECT * FROM toy") == [expected]
    async with db.read_snapshot():
        assert await db.long_rows("SELECT * FROM toy") == [expected]


async def test_a_moment_is_kept_in_utc() -> None:
    box = await make_box()
    async with db.write_transaction():
        await Toy(box=box.id, seen_at=datetime(2025, 3, 1, 7, 30, tzinfo=timezone(timedelta(hours=8)))).save()
    found = await Toy.select(Toy.seen_at).first()
    assert found is not None
    assert found["seen_at"] == datetime(2025, 2, 28, 23, 30, tzinfo=UTC)
    assert found["seen_at"].utcoffset() == timedelta()


async def test_every_kind_of_query() -> None:
    async with db.write_transaction():
        made = await Box.insert(Box(name="甲"), Box(name="乙", capacity=5))
        assert await Box.count() == 2
        ball = await Toy.objects().create(box=made[0]["id"], name="ball")
        again = await Toy.objects().get_or_create(Toy.name == "ball", {Toy.box: made[0]["id"]})
        assert again.id == ball.id
        changed = (
            await Box.update({Box.capacity: Box.capacity + 1}).where(Box.name == "乙").returning(Box.capacity)
        )
        assert changed == [{"capacity": 6}]
        ball.name = "kite"
        await ball.save([Toy.name])
        await Toy(box=made[1]["id"], name="drum").save()
        await Toy.delete().where(Toy.name == "drum")
    assert await Toy.exists().where(Toy.name == "kite")
    assert not await Toy.exists().where(Toy.name == "drum")
    joined = await Toy.select(Toy.name, Toy.box.name.as_alias("box_name")).order_by(Toy.id)
    assert joined == [{"name": "kite", "box_name": "甲"}]
    nested = await Toy.objects(Toy.box).first()
    assert nested is not None
    assert nested.box.name == "甲"
    assert await Box.select(Box.name).where(Box.id.is_in([row["id"] for row in made])).output(as_list=True)


async def test_batches() -> None:
    async with db.write_transaction():
        await db.execute_many(
            "INSERT INTO toy_box (name, capacity) VALUES ({}, {})", [[f"{n}", n] for n in range(25)]
        )
    sizes = []
    async with await Box.select().order_by(Box.id).batch(batch_size=10) as batch:
        async for some in batch:
            sizes.append(len(some))
    assert sizes == [10, 10, 5]


async def test_transaction_and_atomic_are_write_transaction() -> None:
    used = db.engine()
    with pytest.raises(ZeroDivisionError):
        async with used.transaction():
            await Box(name="甲").save()
            assert used.transaction_exists()
            raise ZeroDivisionError
    assert not used.transaction_exists()
    atomic = used.atomic()
    atomic.add(Box.insert(Box(name="乙")))
    await atomic
    with pytest.raises(Exception, match=r"(?i)unique"):
        atomic = used.atomic()
        atomic.add(Box.insert(Box(name="丙")), Box.insert(Box(name="乙")))
        await atomic
    assert await Box.select(Box.name).output(as_list=True) == ["乙"]
    async with db.write_transaction():
        async with used.transaction():
            await Box(name="丁").save()
        assert used.transaction_exists()
    assert await Box.count() == 2


async def test_braces_in_raw_sql() -> None:
    found = await db.rows("SELECT '{{}}' AS braces, {} AS given", "{}")
    assert found == [{"braces": "{}", "given": "{}"}]
