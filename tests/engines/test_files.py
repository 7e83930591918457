"""What a SQLite file and its connections are like, and which addresses make an engine."""

import asyncio
import sqlite3
import stat
from pathlib import Path

import pytest

from server.lib import db, sqlite_connections
from tests.engines.toys import make_box, names

only_sqlite = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def test_every_promise_holds_on_every_connection(tmp_path: Path) -> None:
    path = tmp_path / "linli.sqlite"
    for read_only in (False, True):
        connection = sqlite_connections.connect(str(path), read_only=read_only)
        held = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in sqlite_connections.PRAGMAS
        }
        assert held == sqlite_connections.PRAGMAS
        assert connection.execute("PRAGMA query_only").fetchone()[0] == read_only
        connection.close()


def test_a_promise_that_does_not_hold_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sqlite_connections.PRAGMAS, "secure_delete", 7)
    with pytest.raises(RuntimeError, match="secure_delete"):
        sqlite_connections.connect(str(tmp_path / "linli.sqlite"))


def test_a_network_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nnas:/linli {tmp_path}/nas nfs4 rw 0 0\n")
    monkeypatch.setattr(sqlite_connections, "MOUNTS", mounts)
    sqlite_connections.create_private(str(tmp_path / "near" / "linli.sqlite"))
    with pytest.raises(RuntimeError, match="nfs4"):
        sqlite_connections.create_private(str(tmp_path / "nas" / "data" / "linli.sqlite"))


@only_sqlite
async def test_only_the_owner_may_read_the_file(empty_database: str, tmp_path: Path) -> None:
    path = tmp_path / "new" / "linli.sqlite"
    await db.use(f"sqlite:///{path}")
    async with db.write_transaction():
        await db.execute("CREATE TABLE kept (id INTEGER)")
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert empty_database


@pytest.mark.parametrize(
    "url", ["", "linli.sqlite", "sqlite://", "sqlite:///", "sqlite:///:memory:", "mysql://x/y"]
)
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="LINLI_DATABASE_URL"):
        db.build_engine(url)


def test_addresses_that_are_understood() -> None:
    assert db.build_engine("sqlite:///linli.sqlite").path == "linli.sqlite"
    assert db.build_engine("sqlite:////var/lib/linli.sqlite").path == "/var/lib/linli.sqlite"
    assert (
        db.build_engine("postgresql://linli@db/linli", ["postgresql://linli@copy/linli"]).kind == "postgres"
    )


@pytest.mark.usefixtures("toys")
async def test_another_event_loop_has_connections_of_its_own() -> None:
    await make_box()

    async def elsewhere() -> list[str]:
        await make_box("乙")
        found = await db.rows("SELECT name FROM toy_box ORDER BY id")
        await db.close()
        return [row["name"] for row in found]

    assert await asyncio.to_thread(asyncio.run, elsewhere()) == ["甲", "乙"]
    assert await names() == []


@only_sqlite
@pytest.mark.usefixtures("toys")
async def test_a_full_disk_loses_nothing_that_was_answered() -> None:
    await make_box()
    writer = await db.engine().begin_write(None)
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count={pages}")
    await db.engine().end_write(writer, commit=False, keep=False)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        async with db.write_transaction():
            await db.execute("UPDATE toy_box SET name = {}", "x" * 100_000)
    assert await db.rows("SELECT name FROM toy_box") == [{"name": "甲"}]
    async with db.write_transaction():
        await db.execute("UPDATE toy_box SET name = {}", "乙")
    assert await db.rows("SELECT name FROM toy_box") == [{"name": "乙"}]
