"""Many at once, people who leave halfway, and a second process at the same file."""

import asyncio
import random
import sqlite3
import sys

import pytest

from server.lib import db, sqlite_engine
from tests.engines.toys import Toy, make_box, names

pytestmark = pytest.mark.usefixtures("toys")

only_sqlite = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


async def test_two_hundred_at_once_all_succeed() -> None:
    box = await make_box()

    async def check_in(number: int) -> None:
        async with db.write_transaction():
            await db.lock(box)
            await asyncio.sleep(0)
            await Toy(box=box.id, name=str(number)).save()

    await asyncio.gather(*(check_in(number) for number in range(200)))
    assert sorted(map(int, await names())) == list(range(200))


async def test_the_last_place_is_given_once() -> None:
    box = await make_box(capacity=2)

    async def join(number: int) -> bool:
        async with db.write_transaction():
            mine = await db.lock(box)
            taken = await Toy.count().where(Toy.box == mine.id)
            await asyncio.sleep(0)
            if taken >= mine.capacity:
                return False
            await Toy(box=mine.id, name=str(number)).save()
            return True

    admitted = await asyncio.gather(*(join(number) for number in range(12)))
    assert sum(admitted) == 2
    assert len(await names()) == 2


@pytest.mark.parametrize("chance", range(12))
async def test_leaving_halfway_neither_tears_nor_wedges(chance: int) -> None:
    """Tasks move toys in pairs and are cancelled anywhere: pairs stay pairs and the next writer gets in."""
    fate = random.Random(chance)
    box = await make_box()

    async def add_pair(number: int) -> None:
        async with db.write_transaction():
            await Toy(box=box.id, name=f"{number} left").save()
            for _ in range(fate.randrange(3)):
                await asyncio.sleep(0)
            async with db.write_transaction():
                await Toy(box=box.id, name=f"{number} right").save()
            async with db.savepoint():
                await asyncio.sleep(0)

    tasks = [asyncio.create_task(add_pair(number)) for number in range(30)]
    for _ in range(fate.randrange(1, 200)):
        await asyncio.sleep(0 if fate.random() < 0.7 else 0.0005)
        if fate.random() < 0.5:
            fate.choice(tasks).cancel()
    outcomes = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 20)
    assert all(outcome is None or isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)

    found = await names()
    for number, outcome in enumerate(outcomes):
        pair = {f"{number} left", f"{number} right"} & set(found)
        assert len(pair) in ((0, 2) if outcome is not None else (2,))
    await asyncio.wait_for(add_pair(99), 20)


@pytest.mark.parametrize("chance", range(4))
async def test_readers_may_leave_too(chance: int) -> None:
    fate = random.Random(chance)
    box = await make_box()

    async def read() -> None:
        async with db.read_snapshot():
            await names()
            await db.long_rows("SELECT count(*) AS n FROM toy")
        await names()

    tasks = [asyncio.create_task(read()) for _ in range(30)]
    for task in tasks:
        await asyncio.sleep(fate.choice([0, 0, 0.001]))
        if fate.random() < 0.5:
            task.cancel()
    outcomes = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 20)
    assert all(outcome is None or isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
    async with db.write_transaction():
        await Toy(box=box.id).save()
    assert len(await names()) == 1


@only_sqlite
async def test_a_long_read_lets_others_go_on_and_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: it would never end by itself, and is told to stop a few times at most."""
    box = await make_box()
    told: list[object] = []
    wait = sqlite_engine.wait
    monkeypatch.setattr(sqlite_engine, "wait", lambda *args, **more: told.append(args) or wait(*args, **more))
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS i FROM n"
    reading = asyncio.create_task(db.long_rows(endless))
    for _ in range(20):
        await asyncio.sleep(0.001)
        async with db.write_transaction():
            await Toy(box=box.id).save()
    assert not reading.done()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert 1 <= len(told) <= 100
    assert await db.long_rows("SELECT count(*) AS n FROM toy") == [{"n": 20}]


@only_sqlite
async def test_another_process_with_the_lock_is_waited_for_without_standing_still() -> None:
    box = await make_box()
    other = sqlite3.connect(db.engine().url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert await Toy.count() == 0

    async def write() -> None:
        async with db.write_transaction():
            await Toy(box=box.id, name="patient").save()

    waiting = asyncio.create_task(write())
    for _ in range(10):
        await asyncio.sleep(0.005)
        assert await names() == []
    assert not waiting.done()
    other.execute("ROLLBACK")
    other.close()
    await asyncio.wait_for(waiting, 20)
    assert await names() == ["patient"]


@only_sqlite
async def test_a_lock_that_is_never_given_back_is_an_error_and_not_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    box = await make_box()
    monkeypatch.setattr(sqlite_engine, "BUSY_MS", 50)
    other = sqlite3.connect(db.engine().url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(db.DatabaseBusy):
        async with db.write_transaction():
            await Toy(box=box.id).save()
    other.close()
    async with db.write_transaction():
        await Toy(box=box.id, name="later").save()
    assert await names() == ["later"]


WRITER = """
import asyncio, sys
from server.lib import db

ADD = "INSERT INTO toy (box, name, broken) VALUES (1, {}, {})"

async def main():
    await db.use(sys.argv[1])
    for number in range(100_000):
        async with db.write_transaction():
            await db.execute(ADD, f"{number} left", False)
            await db.execute(ADD, f"{number} right", False)
        print(number, flush=True)

asyncio.run(main())
"""


async def start_writer() -> tuple[asyncio.subprocess.Process, asyncio.StreamReader]:
    """Another process that adds pairs and prints the number of each when it is committed."""
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITER, db.engine().url, stdout=asyncio.subprocess.PIPE
    )
    assert writer.stdout is not None
    return writer, writer.stdout


async def test_what_was_answered_survives_a_kill() -> None:
    await make_box()
    writer, told = await start_writer()
    answered = [int(await told.readline()) for _ in range(50)]
    writer.kill()
    answered += map(int, (await told.read()).split())
    await writer.wait()
    found = await names()
    assert len(found) % 2 == 0
    assert {f"{number} {side}" for number in answered for side in ("left", "right")} <= set(found)


@only_sqlite
async def test_two_processes_write_side_by_side() -> None:
    box = await make_box()
    writer, told = await start_writer()
    await told.readline()
    for _ in range(50):
        async with db.write_transaction():
            await Toy(box=box.id, name="ours").save()
        await asyncio.sleep(0)
    writer.kill()
    await told.read()
    await writer.wait()
    assert (await names()).count("ours") == 50
