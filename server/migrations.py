"""Brings the database to the schema of this code, in steps that a power cut may interrupt anywhere.

Piccolo writes and reads migrations; running them is ours, as Piccolo notes a migration as done only after
its tables are committed: a kill in between leaves a database that goes neither forward nor back.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from piccolo.apps.migrations.tables import Migration

from server.backup import backup, default_target
from server.lib import db
from server.piccolo_conf import APPS

_ID = re.compile(r"^ID = [\"']([^\"']+)[\"']", re.MULTILINE)
_ONE_RUNNER = 5_114_514  # any number, as long as it stays the same


@dataclass(frozen=True, order=True)
class Step:
    """One migration file."""

    app: str
    id: str
    module: str

    def __str__(self) -> str:
        return f"{self.app} {self.id}"


@dataclass(frozen=True)
class Schema:
    """Where a database stands. `ahead` names what a newer Linli has done to it."""

    pending: tuple[Step, ...]
    ahead: tuple[str, ...]

    @property
    def current(self) -> bool:
        return not self.pending and not self.ahead


class NewerSchema(RuntimeError):
    """A newer Linli has already changed this database: this one must not touch it."""


def steps(packages: Sequence[str] = APPS) -> list[Step]:
    """Every migration of this code, in the order in which they run. Reads the files, imports none of them."""
    return [step for package in packages for step in sorted(_steps_of(package))]


async def schema(packages: Sequence[str] = APPS) -> Schema:
    """What `migrate` would do. The app serves nothing but its health pages unless this is current."""
    known = steps(packages)
    async with db.read_snapshot():
        done = set(await _done())
    ahead = done - {(step.app, step.id) for step in known}
    return Schema(
        pending=tuple(step for step in known if (step.app, step.id) not in done),
        ahead=tuple(f"{app} {name}" for app, name in sorted(ahead)),
    )


async def pending(packages: Sequence[str] = APPS) -> list[Step]:
    """The migrations that this database still lacks."""
    return list((await schema(packages)).pending)


async def run_migrations(packages: Sequence[str] = APPS) -> list[Step]:
    """Runs what is pending, each migration with its note in one transaction; answers what it ran.

    Safe to repeat after any failure and safe to start twice at once. NewerSchema if the database is ahead.
    """
    found = await schema(packages)
    if found.ahead:
        raise NewerSchema(", ".join(found.ahead))
    return [step for step in found.pending if await _run(step)]


async def migrate(packages: Sequence[str] = APPS) -> list[Step]:
    """`linli migrate`: first a backup of what is there, then what is pending."""
    found = await schema(packages)
    if found.pending and not found.ahead and await _done():
        await backup(default_target("before-migrate"))
    return await run_migrations(packages)


def _steps_of(package: str) -> list[Step]:
    folder = Path(str(import_module(package).__file__)).parent / "piccolo_migrations"
    app = package.rpartition(".")[2]
    ids = {path.stem: _ID.search(path.read_text(encoding="utf-8")) for path in folder.glob("*.py")}
    return [
        Step(app, found.group(1), f"{package}.piccolo_migrations.{name}")
        for name, found in ids.items()
        if found is not None
    ]


async def _done() -> list[tuple[str, str]]:
    if not await Migration.table_exists():
        return []
    return [(row["app_name"], row["name"]) for row in await db.rows("SELECT app_name, name FROM migration")]


async def _run(step: Step) -> bool:
    async with db.write_transaction():
        await _wait_for_other_runner()
        await Migration.create_table(if_not_exists=True)
        if (step.app, step.id) in await _done():
            return False
        await _apply(step)
        await Migration(name=step.id, app_name=step.app).save()
    return True


async def _wait_for_other_runner() -> None:
    """SQLite's write lock is enough there; PostgreSQL lets two transactions change tables side by side."""
    if db.engine().kind == "postgres":
        await db.execute("SET LOCAL statement_timeout = 0")
        await db.execute("SET LOCAL lock_timeout = 0")
        await db.execute("SELECT pg_advisory_xact_lock({})", _ONE_RUNNER)
        await db.execute("SET LOCAL lock_timeout = '10s'")


async def _apply(step: Step) -> None:
    # Imported here: a server that finds nothing pending need not wait for it.
    from piccolo.apps.migrations.auto.migration_manager import MigrationManager

    os.environ.setdefault("PICCOLO_CONF", "server.piccolo_conf")
    manager = await import_module(step.module).forwards()
    if isinstance(manager, MigrationManager):
        with contextlib.redirect_stdout(io.StringIO()):
            await manager.run()
