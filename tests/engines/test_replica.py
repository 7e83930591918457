"""A real primary and a real streaming replica: which of them reads, and what if the replica is gone."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from server.lib import db
from tests import postgres
from tests.engines.toys import Box, make_box

PRIMARY = "fsync = off\nwal_level = replica\nmax_wal_senders = 4\n"


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Any, Any]]:
    """One pair for this file: pg_basebackup copies the primary and tells the copy whom to follow."""
    primary = postgres.start_server(postgres.shared_folder() / "primary", PRIMARY)
    host = primary.get_postmaster_info().socket_dir
    copy = postgres.shared_folder() / "replica"
    command = ["-D", str(copy), "-h", str(host), "-U", "postgres", "-R", "--checkpoint=fast", "--no-sync"]
    primary_tools = Path(primary.bin_path)
    copy.mkdir(mode=0o700)
    if primary.system_user is not None:
        subprocess.run(["chown", primary.system_user, str(copy)], check=True)
    subprocess.run(
        [str(primary_tools / "pg_basebackup"), *command], check=True, user=primary.system_user, cwd="/"
    )
    for left in (".handle_pids.json", "log", ".s.PGSQL.5432.lock"):
        (copy / left).unlink(missing_ok=True)
    replica = postgres.start_server(copy, "")
    yield primary, replica
    replica.cleanup()
    primary.cleanup()


@pytest.fixture
async def pair(servers: tuple[Any, Any]) -> AsyncIterator[None]:
    primary, replica = servers
    await db.use(primary.get_uri(), [replica.get_uri()])
    async with db.maintenance():
        await db.execute("DROP TABLE IF EXISTS toy_box")
    async with db.write_transaction():
        await Box.create_table()
    yield
    await db.close()


async def reads_on_replica() -> bool:
    return bool((await db.rows("SELECT pg_is_in_recovery() AS replica"))[0]["replica"])


async def follow() -> None:
    """Until the replica has replayed what the primary has written."""
    written = (await db.rows("SELECT pg_current_wal_lsn()::text AS at"))[0]["at"]
    for _ in range(500):
        async with db.read_snapshot(replica=True):
            seen = await db.rows("SELECT pg_last_wal_replay_lsn() >= {}::text::pg_lsn AS seen", written)
        if seen[0]["seen"]:
            return
        await asyncio.sleep(0.01)
    raise TimeoutError("The replica does not follow")


@pytest.mark.usefixtures("pair")
async def test_a_snapshot_that_may_be_late_reads_the_replica() -> None:
    await make_box("甲")
    await follow()
    async with db.read_snapshot(replica=True):
        assert await reads_on_replica()
        assert await Box.select(Box.name) == [{"name": "甲"}]
        assert await db.long_rows("SELECT pg_is_in_recovery() AS replica") == [{"replica": True}]


@pytest.mark.usefixtures("pair")
async def test_everything_else_reads_the_primary() -> None:
    assert not await reads_on_replica()
    async with db.read_snapshot():
        assert not await reads_on_replica()
    async with db.write_transaction():
        assert not await reads_on_replica()
        async with db.read_snapshot(replica=True):
            assert not await reads_on_replica()


@pytest.mark.usefixtures("pair")
async def test_piccolo_can_name_the_replica() -> None:
    await make_box("乙")
    await follow()
    assert await Box.select(Box.name).run(node="replica_1") == [{"name": "乙"}]


async def test_the_primary_stands_in_for_a_replica_that_is_gone(servers: tuple[Any, Any]) -> None:
    primary, _ = servers
    await db.use(primary.get_uri(), ["postgresql://postgres@127.0.0.1:1/postgres"])
    async with db.read_snapshot(replica=True):
        assert not await reads_on_replica()
    await db.close()
