"""A backup is of one moment, and what is restored is what was backed up, on both engines."""

import asyncio
import hashlib
import os
import sqlite3
import stat
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.audit.tables import AuditHead
from server.backup import BackupRefused, Manifest, backup, restore
from server.lib import db
from server.lib.postgres_tools import ToolFailed
from server.lib.sqlite_copy import Damaged, InUse
from tests import postgres
from tests.databases import blank
from tests.engines.toys import Box, Toy, make_box, names

pytestmark = pytest.mark.usefixtures("toys", "tools")

only_sqlite = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
only_postgres = pytest.mark.parametrize("engine_kind", ["postgres"], indirect=True)


@pytest.fixture
def tools(engine_kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the test server."""
    if engine_kind == "postgres":
        monkeypatch.setenv("PATH", f"{postgres.server().bin_path}{os.pathsep}{os.environ['PATH']}")


async def everything() -> Any:
    return await Toy.select().order_by(Toy.id), await Box.select().order_by(Box.id)


def read_manifest(path: Path) -> Manifest:
    return msgspec.json.decode(path.with_name(f"{path.name}.json").read_bytes(), type=Manifest)


def rewrite(path: Path, **changes: Any) -> None:
    """Forges a manifest."""
    forged = msgspec.structs.replace(read_manifest(path), **changes)
    path.with_name(f"{path.name}.json").write_bytes(msgspec.json.encode(forged))


async def test_a_backup_while_others_write_is_of_one_moment(engine_kind: str, tmp_path: Path) -> None:
    box = await make_box()
    stop = asyncio.Event()

    async def write(writer: int) -> None:
        number = 0
        while not stop.is_set():
            async with db.write_transaction():
                await Toy(box=box.id, name=f"{writer} {number}").save()
                await Toy(box=box.id, name=f"{writer} {number}").save()
            number += 1
            await asyncio.sleep(0)

    writers = [asyncio.create_task(write(writer)) for writer in range(3)]
    while await Toy.count() < 200:
        await asyncio.sleep(0.001)
    made = await backup(tmp_path / "one.backup")
    during = await Toy.count()
    stop.set()
    await asyncio.gather(*writers)

    await db.use(await blank(engine_kind))
    manifest = await restore(made)
    found = await names()
    assert manifest.rows["toy"] == len(found)
    assert manifest.rows["toy_box"] == 1
    assert 200 <= len(found) <= during
    assert all(found.count(name) == 2 for name in set(found))
    await make_box("乙")


async def test_what_comes_back_is_equal(engine_kind: str, tmp_path: Path) -> None:
    box = await make_box("𠮷")
    async with db.write_transaction():
        await Toy(box=box.id, name="球", price="12.50", notes='{"a": 1}').save()
    before = await everything()
    made = await backup(tmp_path / "one.backup")
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    async with db.write_transaction():
        await Toy.delete(force=True)
    with pytest.raises(BackupRefused, match="--force"):
        await restore(made)
    assert await names() == []
    await restore(made, force=True)
    assert await everything() == before
    async with db.write_transaction():
        await Toy(box=box.id, name="neu").save()
    assert await names() == ["球", "neu"]
    await backup(tmp_path / "two.backup")
    await db.use(await blank(engine_kind))
    await restore(tmp_path / "two.backup")
    assert await names() == ["球", "neu"]


async def test_the_ends_of_the_audit_chains_are_in_the_manifest(tmp_path: Path) -> None:
    async with db.write_transaction():
        await AuditHead.create_table()
        await db.execute("INSERT INTO audit_head VALUES (3, 17, 'abc')")
    made = await backup(tmp_path / "one.backup")
    rewrite(made, audit={"3": "18 def"})
    with pytest.raises(BackupRefused, match="manifest"):
        await restore(made, force=True)
    rewrite(made, audit={"3": "17 abc"})
    await restore(made, force=True)


async def test_a_forged_or_foreign_backup_changes_nothing(engine_kind: str, tmp_path: Path) -> None:
    await make_box()
    before = await everything()
    made = await backup(tmp_path / "one.backup")
    truth = read_manifest(made).rows
    rewrite(made, rows=truth | {"toy": 5})
    with pytest.raises(BackupRefused, match="manifest"):
        await restore(made, force=True)
    rewrite(made, engine="sqlite" if engine_kind == "postgres" else "postgres")
    with pytest.raises(BackupRefused, match="backup of"):
        await restore(made, force=True)
    rewrite(made, engine=engine_kind, rows=truth)
    with made.open("r+b") as file:
        file.seek(1000)
        file.write(b"!")
    with pytest.raises(BackupRefused, match="not the file"):
        await restore(made, force=True)
    rewrite(made, sha256=hashlib.sha256(b"nonsense").hexdigest())
    made.write_bytes(b"nonsense")
    with pytest.raises((sqlite3.DatabaseError, ToolFailed)):
        await restore(made, force=True)
    with pytest.raises(BackupRefused, match="cannot be read"):
        await restore(tmp_path / "missing.backup")
    assert await everything() == before


async def test_a_backup_is_never_overwritten(tmp_path: Path) -> None:
    made = await backup(tmp_path / "one.backup")
    with pytest.raises(BackupRefused, match="exists"):
        await backup(made)
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["one.backup", "one.backup.json"]


async def test_a_database_in_use_is_not_replaced(engine_kind: str, tmp_path: Path) -> None:
    made = await backup(tmp_path / "one.backup")
    other = db.build_engine(db.engine().url)
    await other.run("SELECT 1 AS one")
    with pytest.raises(InUse, match="stop"):
        await restore(made)
    await other.close()
    if engine_kind == "postgres":
        await asyncio.sleep(0.2)
    await restore(made)


@only_sqlite
async def test_a_stale_log_of_writes_is_not_inherited(tmp_path: Path) -> None:
    await make_box()
    made = await backup(tmp_path / "one.backup")
    await make_box("later")
    path = Path(db.engine().path)
    old_log = Path(f"{path}-wal").read_bytes()
    assert old_log
    await db.close()
    path.unlink()
    Path(f"{path}-wal").write_bytes(old_log)
    await restore(made)
    assert await Box.select(Box.name) == [{"name": "甲"}]


@only_sqlite
async def test_the_former_file_is_kept(tmp_path: Path) -> None:
    made = await backup(tmp_path / "one.backup")
    await make_box("former")
    path = Path(db.engine().path)
    await restore(made, force=True)
    assert await Box.count() == 0
    await db.use(f"sqlite:///{next(path.parent.glob(f'{path.name}.replaced-*'))}")
    assert await Box.select(Box.name) == [{"name": "former"}]


@only_sqlite
async def test_a_file_that_is_no_database_gives_way_only_to_force(tmp_path: Path) -> None:
    await make_box()
    made = await backup(tmp_path / "one.backup")
    path = Path(db.engine().path)
    await db.close()
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(BackupRefused, match="--force"):
        await restore(made)
    await restore(made, force=True)
    assert await Box.count() == 1


@only_sqlite
async def test_a_damaged_database_makes_no_backup(tmp_path: Path) -> None:
    async with db.maintenance():
        await db.execute("PRAGMA foreign_keys = OFF")
        await db.execute("INSERT INTO toy (box, name, broken) VALUES (99, 'lost', 0)")
        await db.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(Damaged):
        await backup(tmp_path / "one.backup")
    assert list(tmp_path.iterdir()) == []


@only_postgres
async def test_an_interrupted_restore_is_named(tmp_path: Path) -> None:
    made = await backup(tmp_path / "one.backup")
    async with db.maintenance():
        await db.execute("CREATE SCHEMA linli_replaced")
    with pytest.raises(BackupRefused, match="interrupted"):
        await restore(made)


@only_postgres
async def test_without_the_programs_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolFailed, match="pg_dump is not on the PATH"):
        await backup(tmp_path / "one.backup")
    assert list(tmp_path.iterdir()) == []
