"""What `write_transaction()` and its relatives promise, on both engines."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from server.lib import db
from server.lib.errors import NotFound
from tests.engines.toys import Box, Toy, make_box, names

pytestmark = pytest.mark.usefixtures("toys")


async def add(box: Box, name: str) -> None:
    async with db.write_transaction():
        await Toy(box=box.id, name=name).save()


async def test_inner_joins_outer() -> None:
    box = await make_box()
    async with db.write_transaction():
        await add(box, "ball")
        await add(box, "kite")
    assert await names() == ["ball", "kite"]


async def test_an_error_undoes_every_level() -> None:
    box = await make_box()
    with pytest.raises(ZeroDivisionError):
        async with db.write_transaction():
            await add(box, "ball")
            raise ZeroDivisionError
    assert await names() == []


async def test_an_inner_error_that_is_caught_dooms_the_whole() -> None:
    box = await make_box()
    with pytest.raises(db.TransactionDoomed):
        async with db.write_transaction():
            await add(box, "ball")
            with pytest.raises(ZeroDivisionError):
                async with db.write_transaction():
                    raise ZeroDivisionError
    assert await names() == []


async def test_a_failed_statement_that_is_caught_dooms_the_whole() -> None:
    box = await make_box()
    with pytest.raises(db.TransactionDoomed):
        async with db.write_transaction():
            await add(box, "ball")
            with pytest.raises(Exception, match=r"(?i)unique"):
                await Box(name=box.name).save()
    assert await names() == []


async def test_nothing_runs_in_a_doomed_transaction() -> None:
    box = await make_box()
    with pytest.raises(db.TransactionDoomed):
        async with db.write_transaction():
            with pytest.raises(Exception, match=r"(?i)unique"):
                await Box(name=box.name).save()
            await names()
    await add(box, "kite")
    assert await names() == ["kite"]


async def test_a_savepoint_lets_one_row_fail() -> None:
    box = await make_box()
    refused = []
    async with db.write_transaction():
        for name in ("ball", "kite", "ball", "drum"):
            try:
                async with db.savepoint():
                    await add(box, name)
                    await Box(name=name).save()
            except Exception:
                refused.append(name)
    assert refused == ["ball"]
    assert await names() == ["ball", "kite", "drum"]


async def test_a_savepoint_does_not_keep_what_was_swallowed_inside_it() -> None:
    box = await make_box()
    async with db.write_transaction():
        await add(box, "ball")
        with pytest.raises(db.TransactionDoomed):
            async with db.savepoint():
                await add(box, "kite")
                with pytest.raises(ZeroDivisionError):
                    async with db.write_transaction():
                        raise ZeroDivisionError
        await add(box, "drum")
    assert await names() == ["ball", "drum"]


@pytest.mark.parametrize("where", ["alone", "in a snapshot"])
async def test_writing_outside_a_transaction_is_refused(where: str) -> None:
    box = await make_box()

    writes: tuple[Callable[[], Awaitable[Any]], ...] = (
        lambda: Toy(box=box.id).save(),
        lambda: Toy.insert(Toy(box=box.id)).run(),
        lambda: Box.update({Box.name: "乙"}, force=True).run(),
        lambda: Box.delete(force=True).run(),
        lambda: db.execute("UPDATE toy_box SET name = {}", "乙"),
        lambda: db.execute_many("UPDATE toy_box SET name = {}", [["乙"]]),
        lambda: Box.raw("CREATE TABLE more (id INTEGER)").run(),
        lambda: Box.alter().drop_table().run(),
    )
    for write in writes:
        async with contextlib.nullcontext() if where == "alone" else db.read_snapshot():
            with pytest.raises(db.NotInTransaction):
                await write()
    assert [row["name"] for row in await Box.select()] == [box.name]
    with pytest.raises(db.NotInTransaction):
        async with db.read_snapshot():
            await add(box, "ball")


async def test_lock_reads_again_and_needs_a_transaction() -> None:
    box = await make_box()
    stale = await Box.objects().get(Box.id == box.id)
    assert stale is not None
    async with db.write_transaction():
        await Box.update({Box.capacity: 7}).where(Box.id == box.id)
    async with db.write_transaction():
        assert (await db.lock(stale)).capacity == 7
        await Box.delete().where(Box.id == box.id)
    with pytest.raises(NotFound):
        async with db.write_transaction():
            await db.lock(stale)
    with pytest.raises(db.NotInTransaction):
        await db.lock(stale)


async def test_a_task_started_inside_cannot_sneak_in() -> None:
    box = await make_box()
    gate = asyncio.Event()

    async def save() -> None:
        await Toy(box=box.id).save()

    async def later() -> None:
        await gate.wait()
        await add(box, "later")

    async with db.write_transaction():
        patient = asyncio.create_task(later())
        await add(box, "ball")
        for attempt in (add(box, "ghost"), names(), save()):
            with pytest.raises(db.ForeignTask):
                await asyncio.create_task(attempt)
        await add(box, "kite")
    gate.set()
    await patient
    assert await names() == ["ball", "kite", "later"]


async def test_a_snapshot_sees_one_moment() -> None:
    box = await make_box()
    await add(box, "ball")
    start, go_on = asyncio.Event(), asyncio.Event()

    async def report() -> list[list[str]]:
        async with db.read_snapshot():
            start.set()
            await go_on.wait()
            first = await names()
            again = await db.long_rows("SELECT name FROM toy")
        return [first, [row["name"] for row in again], await names()]

    reading = asyncio.create_task(report())
    await start.wait()
    await add(box, "kite")
    go_on.set()
    assert await reading == [["ball"], ["ball"], ["ball", "kite"]]


async def test_a_snapshot_in_a_transaction_sees_its_own_writes() -> None:
    box = await make_box()
    async with db.write_transaction():
        await add(box, "ball")
        async with db.read_snapshot():
            assert await names() == ["ball"]
        with pytest.raises(db.NotInTransaction):
            await db.long_rows("SELECT 1 AS one")


async def test_maintenance_commits_each_statement_by_itself() -> None:
    box = await make_box()
    with pytest.raises(ZeroDivisionError):
        async with db.maintenance():
            await Toy(box=box.id, name="ball").save()
            await db.execute("VACUUM")
            with pytest.raises(KeyError):
                async with db.write_transaction():
                    await add(box, "kite")
                    raise KeyError
            raise ZeroDivisionError
    assert await names() == ["ball"]
    await add(box, "drum")


async def test_a_value_that_no_row_holds_is_not_found() -> None:
    box = await make_box()
    for wild in (2**70, "a\ud800b"):
        column = Box.id if isinstance(wild, int) else Box.name
        with pytest.raises(NotFound):
            await Box.select().where(column == wild)
        with pytest.raises(NotFound):
            async with db.write_transaction():
                await Box.select().where(column == wild)
        await add(box, "still here")


async def test_a_foreign_key_holds() -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        async with db.write_transaction():
            await Toy(box=99, name="lost").save()
    box = await make_box()
    await add(box, "ball")
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        async with db.write_transaction():
            await Box.delete().where(Box.id == box.id)
    assert await names() == ["ball"]


async def test_the_state_is_another_after_each_write_and_the_same_after_reads() -> None:
    box = await make_box()
    before = await db.state()
    await names()
    async with db.read_snapshot():
        await names()
    assert await db.state() == before
    async with db.write_transaction():
        await Toy(box=box.id, name="ball").save()
        within = await db.state()
    after = await db.state()
    assert after not in (before, within)
