"""Migrations from nothing to now, through any interruption, on both engines."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from server.lib import db
from server.lib.settings import settings
from server.lib.transactions import ScopedEngine
from server.migrations import NewerSchema, migrate, run_migrations, schema, steps
from tests import postgres
from tests.databases import blank


async def shape() -> list[dict[str, Any]]:
    """Everything that migrations make, without the rows."""
    if db.engine().kind == "sqlite":
        return await db.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")
    return [
        *await db.rows(
            "SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length"
            " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
        ),
        *await db.rows("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"),
        *await db.rows("SELECT conname, pg_get_constraintdef(oid) AS def FROM pg_constraint ORDER BY 1, 2"),
        *await db.rows(
            "SELECT tgname, pg_get_triggerdef(oid) AS def FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
        ),
    ]


@pytest.mark.usefixtures("empty_database")
async def test_from_empty_to_now() -> None:
    before = await schema()
    assert list(before.pending) == steps()
    assert not before.current
    assert await run_migrations() == steps()
    assert (await schema()).current
    assert await run_migrations() == []


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("database")
async def test_tables_and_migrations_agree() -> None:
    """What Piccolo would write into a new migration now: nothing. It asks the database for no table's shape."""
    from piccolo.apps.migrations.commands.new import AutoMigrationManager
    from piccolo.conf.apps import Finder

    for name in Finder().get_app_names():
        config = Finder().get_app_config(app_name=name)
        with redirect_stdout(StringIO()):
            changes = await AutoMigrationManager(auto_input="n").get_alter_statements(config)
        assert [line for change in changes for line in change.statements] == [], (
            f"{name}: a migration is missing"
        )


@pytest.mark.usefixtures("empty_database")
async def test_two_runners_at_once_share_the_work() -> None:
    ran = await asyncio.gather(*(run_migrations() for _ in range(3)))
    assert sorted(step for one in ran for step in one) == sorted(steps())


@pytest.mark.usefixtures("database")
async def test_a_newer_database_is_left_alone() -> None:
    async with db.write_transaction():
        await db.execute("INSERT INTO migration (name, app_name) VALUES ('2999-01-01', 'programs')")
    assert (await schema()).ahead == ("programs 2999-01-01",)
    with pytest.raises(NewerSchema, match="2999"):
        await run_migrations()


class PowerCut(Exception):
    """The moment at which the process ends."""


def cut_power(monkeypatch: pytest.MonkeyPatch, before: int) -> None:
    """The `before`-th statement from now is never reached."""
    run, left = ScopedEngine.run, [before]

    async def run_until_cut(self: ScopedEngine, sql: str, args: Sequence[Any] = ()) -> Any:
        left[0] -= 1
        if left[0] == 0:
            raise PowerCut(sql)
        return await run(self, sql, args)

    monkeypatch.setattr(ScopedEngine, "run", run_until_cut)


# Everyday at every 27th statement of each step, and at its first; `.ci/run` at every one.
every = pytest.mark.parametrize("stride", [27, pytest.param(1, marks=pytest.mark.matrix)])


@every
@pytest.mark.usefixtures("empty_database")
async def test_an_error_at_any_statement_is_recovered_from(
    engine_kind: str, stride: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await run_migrations()
    whole = await shape()
    await db.use(await blank(engine_kind))
    left, at, cuts = len(steps()), 1, 0
    while left:
        with monkeypatch.context() as patched:
            cut_power(patched, at)
            try:
                await run_migrations()
            except PowerCut:
                cuts += 1
        now = len((await schema()).pending)
        left, at = now, at + stride if now == left else 1
    assert cuts > len(steps()) * (2 if stride == 1 else 1)
    assert await shape() == whole


KILLED = """
import asyncio, os, sys
from server.lib import db
from server.lib.transactions import ScopedEngine
from server.migrations import run_migrations, schema

async def attempt(before):
    run, left = ScopedEngine.run, [before]

    async def run_until_killed(self, sql, args=()):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), 9)
        return await run(self, sql, args)

    ScopedEngine.run = run_until_killed
    await db.use(sys.argv[1])
    await run_migrations()

async def pending():
    await db.use(sys.argv[1])
    found = len((await schema()).pending)
    await db.close()
    return found

async def warm_up():
    "Imports everything, so that the children need not."
    await db.use(sys.argv[2])
    await run_migrations()
    await db.close()

asyncio.run(warm_up())
left, at, kills = asyncio.run(pending()), 1, 0
while left:
    child = os.fork()
    if child == 0:
        asyncio.run(attempt(at))
        os._exit(0)
    kills += os.waitpid(child, 0)[1] == 9
    now = asyncio.run(pending())
    left, at = now, at + int(sys.argv[3]) if now == left else 1
print(kills)
"""


@every
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
async def test_a_kill_at_any_statement_is_recovered_from(
    empty_database: str, engine_kind: str, stride: int
) -> None:
    await run_migrations()
    whole = await shape()
    url, spare = await blank(engine_kind), empty_database
    await db.close()
    command = [sys.executable, "-c", KILLED, url, f"{spare}-spare", str(stride)]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=True)
    assert int(done.stdout) > len(steps()) * (2 if stride == 1 else 1)
    await db.use(url)
    assert await shape() == whole
    assert url != empty_database


STEP = """
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "{id}"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="toyapp", description="")

    async def run() -> None:
        for sql in {sql}:
            await Table.raw(sql)

    manager.add_raw(run)
    return manager
"""


@pytest.fixture
def toyapp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A package whose migrations a test writes one by one."""
    folder = tmp_path / "toyapp" / "piccolo_migrations"
    folder.mkdir(parents=True)
    for package in (folder, folder.parent):
        (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.startswith("toyapp")]:
        monkeypatch.delitem(sys.modules, name)

    def add(number: int, *sql: str) -> None:
        (folder / f"toyapp_{number}.py").write_text(STEP.format(id=f"2026-01-0{number}", sql=list(sql)))

    return add


@pytest.mark.usefixtures("empty_database")
async def test_a_backup_comes_first(toyapp: Any, engine_kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if engine_kind == "postgres":
        monkeypatch.setenv("PATH", f"{postgres.server().bin_path}{os.pathsep}{os.environ['PATH']}")
    backups = settings().data_dir / "backups"
    before = set(backups.glob("*"))
    toyapp(1, "CREATE TABLE thing (id INTEGER)")
    await migrate(["toyapp"])
    assert set(backups.glob("*")) == before
    toyapp(2, "ALTER TABLE thing ADD COLUMN name TEXT", "INSERT INTO thing VALUES (1, 'x')")
    await migrate(["toyapp"])
    assert len(set(backups.glob("before-migrate-*")) - before) == 2
    assert await db.rows("SELECT * FROM thing") == [{"id": 1, "name": "x"}]
    assert await migrate(["toyapp"]) == []


@pytest.mark.usefixtures("empty_database")
async def test_a_migration_that_fails_leaves_no_trace(toyapp: Any) -> None:
    toyapp(1, "CREATE TABLE thing (id INTEGER)")
    toyapp(2, "CREATE TABLE more (id INTEGER)", "CREATE TABLE thing (id INTEGER)")
    with pytest.raises(Exception, match="already exists"):
        await run_migrations(["toyapp"])
    assert [step.id for step in (await schema(["toyapp"])).pending] == ["2026-01-02"]
    with pytest.raises(Exception, match=r"(?i)more"):
        await db.rows("SELECT * FROM more")
