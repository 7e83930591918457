"""A fresh database for each test, on both engines.

`database` is migrated and empty. A test that needs people and programs takes a fixture made by `seed`, whose
rows are written once per process and then copied. One database fixture per test.
"""

import copy
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import pytest

from server.lib import db
from server.lib.settings import settings
from server.migrations import run_migrations
from tests import postgres

Value = TypeVar("Value")

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

_filled: dict[tuple[str, str], Any] = {}
_numbers = count(1)


@pytest.fixture(params=["sqlite", "postgres"])
def engine_kind(request: pytest.FixtureRequest) -> str:
    """Parametrise it indirectly, or pick by `-k`, to run on one engine only."""
    return str(request.param)


postgres_in_ci = pytest.mark.parametrize(
    "engine_kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.matrix)], indirect=True
)


def seed(fill: Callable[[], Awaitable[Value]], *, bare: bool = False) -> Any:
    """A fixture: a fresh database holding what `fill` wrote, and a copy of what `fill` answered.

    `fill` runs once per process and engine, in a migrated database, or with `bare` in one without any table.
    """
    name = fill.__name__.strip("_")

    @pytest.fixture(name=name)
    async def fixture(engine_kind: str) -> AsyncIterator[Value]:
        value = await _template(engine_kind, name, fill, bare=bare)
        await db.use(await _copy(engine_kind, name))
        yield copy.deepcopy(value)
        await db.close()

    return fixture


async def put(fill: Callable[[], Awaitable[Value]], path: Path) -> Value:
    """Make an SQLite database at `path`, which stays when the test is over, with what `fill` writes."""
    name = fill.__name__.strip("_")
    value = await _template("sqlite", name, fill)
    shutil.copyfile(postgres.shared_folder() / f"{name}_{WORKER}.sqlite", path)
    return copy.deepcopy(value)


async def renew(name: str) -> None:
    """Back to what the fixture of that name began with, in the middle of a test."""
    kind = db.engine().kind
    await db.close()
    await db.use(await _copy(kind, name))


async def database() -> None:
    """Nothing but the tables."""


database = seed(database)


@pytest.fixture
async def empty_database(engine_kind: str) -> AsyncIterator[str]:
    """A database without a single table; its address."""
    url = await blank(engine_kind)
    await db.use(url)
    yield url
    await db.close()


@pytest.fixture
def own_data_dir(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Where this test keeps pictures and backups, for itself alone."""
    monkeypatch.setenv("LINLI_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


async def blank(kind: str) -> str:
    """The address of one more empty database."""
    return await _create(kind, f"blank_{WORKER}_{next(_numbers)}", None)


@contextmanager
def at_most_queries(allowed: int) -> Iterator[None]:
    """Fails when the block asks the database more often."""
    before = db.engine().query_id
    yield
    asked = db.engine().query_id - before
    assert asked <= allowed, f"{asked} queries, {allowed} allowed"


async def _template(
    kind: str, name: str, fill: Callable[[], Awaitable[Value]], *, bare: bool = False
) -> Value:
    if (kind, name) not in _filled:
        await _migrated(kind)
        await db.use(await _create(kind, f"{name}_{WORKER}", None if bare else "migrated"))
        try:
            _filled[kind, name] = await fill()
        finally:
            await db.close()
    value: Value = _filled[kind, name]
    return value


async def _copy(kind: str, name: str) -> str:
    return await _create(kind, f"test_{WORKER}_{next(_numbers)}", f"{name}_{WORKER}")


async def _migrated(kind: str) -> None:
    """Migrates once for all processes of the run."""
    done = postgres.shared_folder() / f"migrated.{kind}"
    if kind == "postgres":
        postgres.server()
    with postgres.alone():
        if done.exists():
            return
        await db.use(await _create(kind, "migrated", None))
        try:
            await run_migrations()
        finally:
            await db.close()
        done.touch()


async def _create(kind: str, name: str, template: str | None) -> str:
    """A database of that name; an older one of the name goes, and so does the last test's."""
    if kind == "sqlite":
        return _create_file(name, template)
    server = postgres.server()
    admin = await asyncpg.connect(server.get_uri())
    try:
        while _to_drop:
            await admin.execute(f'DROP DATABASE IF EXISTS "{_to_drop.pop()}" WITH (FORCE)')
        await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await admin.execute(
            f'CREATE DATABASE "{name}" TEMPLATE "{template or "template0"}" STRATEGY FILE_COPY'
        )
    finally:
        await admin.close()
    if name.startswith(("test_", "blank_")):
        _to_drop.append(name)
    return str(server.get_uri(name))


_to_drop: list[
    str
] = []  # not at once: PostgreSQL takes a moment to notice that a test's connections are gone


def _create_file(name: str, template: str | None) -> str:
    folder = postgres.shared_folder()
    for old in [
        *folder.glob(f"test_{WORKER}_*"),
        *folder.glob(f"blank_{WORKER}_*"),
        *folder.glob(f"{name}.sqlite*"),
    ]:
        old.unlink()
    path = folder / f"{name}.sqlite"
    if template is not None:
        shutil.copyfile(folder / f"{template}.sqlite", path)
    return f"sqlite:///{path}"
