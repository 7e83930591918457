"""`linli backup` and `linli restore`: one file of data, and beside it a manifest of what must be in it.

The photos lie in the folder `photos` beside it, once for all backups there.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from server import person_keys
from server.lib import clock, db, pictures, postgres_tools
from server.lib.settings import settings
from server.lib.sqlite_connections import create_private
from server.lib.sqlite_copy import InUse, ask, copy_database, put_in_place, stage, take_over, take_rows_out
from server.lib.sqlite_engine import SqliteEngine
from server.lib.transactions import Row

if TYPE_CHECKING:
    from server.lib.postgres_engine import PostgresEngine

Fetch = Callable[[str], Awaitable[list[dict[str, Any]]]]

_ASIDE = "linli_replaced"
_OTHERS = (
    "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name = 'linli' AND pid <> pg_backend_pid()"
)


class Held(NamedTuple):
    """What a database holds, in brief."""

    rows: dict[str, int]
    audit: dict[str, str]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds. `rows` counts each table; `audit` has the end of each organisation's chain.

    `photos` are the pictures that go with it.
    """

    made_at: datetime
    engine: str
    sha256: str
    rows: dict[str, int]
    audit: dict[str, str]
    photos: tuple[str, ...] = ()


class BackupRefused(RuntimeError):
    """The backup cannot be used here, or something would be lost; the text says what."""


async def backup(target: Path | None = None) -> Path:
    """Copies the database while it is in use, and answers where to. Never overwrites.

    The keys of people's sealed values lie in a file of their own beside it, to be thrown away sooner.

    Raises BackupRefused if `target` exists, Damaged if the database is, ToolFailed without `pg_dump`.
    """
    used = db.engine()
    path = target or default_target("linli")
    if path.exists() or _manifest_of(path).exists():
        raise BackupRefused(f"{path} exists already")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.part")
    try:
        held, keys = await (_copy_file(used, part) if isinstance(used, SqliteEngine) else _dump(used, part))
        sha256 = await asyncio.to_thread(_sha256, part)
        manifest = Manifest(
            made_at=clock.now(),
            engine=used.kind,
            sha256=sha256,
            rows=held.rows,
            audit=held.audit,
            photos=tuple(sorted(await _photos(held))),
        )
        await asyncio.to_thread(pictures.copy_out, manifest.photos, path.parent / "photos")
        _manifest_of(path).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
        person_keys.write(path, keys)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


async def restore(source: Path, *, force: bool = False) -> Manifest:
    """Puts a backup in the place of the database, and checks every count of its manifest.

    Linli must be stopped. A database with anything in it is replaced only with `force`; on SQLite it is kept
    beside the new one, on PostgreSQL until the new one has been checked. Raises BackupRefused, InUse or
    ToolFailed, and then nothing has changed.
    """
    used = db.engine()
    manifest = await asyncio.to_thread(_read_manifest, source)
    if manifest.engine != used.kind:
        raise BackupRefused(f"This is a backup of {manifest.engine}, the database is {used.kind}")
    if isinstance(used, SqliteEngine):
        await _restore_file(used, source, manifest, force=force)
    else:
        await _restore_dump(used, source, manifest, force=force)
    await person_keys.put_back(source)
    await asyncio.to_thread(pictures.copy_in, manifest.photos, source.parent / "photos")
    return manifest


def default_target(reason: str) -> Path:
    """A new name in the installation's own folder of backups."""
    ending = "sqlite" if db.engine().kind == "sqlite" else "dump"
    return settings().data_dir / "backups" / f"{reason}-{_stamp()}.{ending}"


async def _copy_file(used: SqliteEngine, part: Path) -> tuple[Held, list[Row]]:
    await asyncio.to_thread(copy_database, Path(used.path), part)
    keys = await asyncio.to_thread(take_rows_out, part, person_keys.TABLE)
    return await _held_by_file(part), keys


async def _restore_file(used: SqliteEngine, source: Path, manifest: Manifest, *, force: bool) -> None:
    target = Path(used.path)
    await db.close()
    keep_as = None
    if await asyncio.to_thread(target.exists):
        if await _file_is_used(target):
            _insist(force, str(target))
            keep_as = target.with_name(f"{target.name}.replaced-{_stamp()}")
        take_over(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    staged = await asyncio.to_thread(stage, source, target)
    try:
        _compare(await _held_by_file(staged), manifest)
        put_in_place(staged, target, keep_as=keep_as)
    finally:
        staged.unlink(missing_ok=True)


async def _file_is_used(path: Path) -> bool:
    try:
        return _anything_in((await _held_by_file(path)).rows)
    except sqlite3.DatabaseError:
        return True  # whatever it is, somebody may want it back


async def _held_by_file(path: Path) -> Held:
    async def fetch(sql: str) -> list[dict[str, Any]]:
        return await asyncio.to_thread(ask, path, sql)

    return await _held(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@'", fetch
    )


async def _dump(used: PostgresEngine, part: Path) -> tuple[Held, list[Row]]:
    create_private(str(part))
    async with db.read_snapshot():
        await db.rows("SET LOCAL statement_timeout = 0")
        await db.rows("SET LOCAL idle_in_transaction_session_timeout = 0")
        snapshot = (await db.rows("SELECT pg_export_snapshot() AS id"))[0]["id"]
        held = await _held_by_server()
        keys = await person_keys.read() if person_keys.TABLE in held.rows else []
        await postgres_tools.dump(used.url, part, snapshot=snapshot, without_rows_of=person_keys.TABLE)
    return held._replace(rows={**held.rows, **({person_keys.TABLE: 0} if keys else {})}), keys


async def _restore_dump(used: PostgresEngine, source: Path, manifest: Manifest, *, force: bool) -> None:
    if _anything_in((await _held_by_server()).rows):
        _insist(force, "the database")
    if (await db.rows(_OTHERS))[0]["n"]:
        raise InUse("Linli still has the database open: stop it first")
    makes_schema = await postgres_tools.holds_schema(source)
    async with db.maintenance():
        await _set_aside()
        try:
            if not makes_schema:
                await db.execute("CREATE SCHEMA public")
            await postgres_tools.load(used.url, source)
            _compare(await _held_by_server(), manifest)
        except BaseException:
            await db.execute("DROP SCHEMA IF EXISTS public CASCADE")
            await db.execute(f"ALTER SCHEMA {_ASIDE} RENAME TO public")
            raise
        await db.execute(f"DROP SCHEMA {_ASIDE} CASCADE")
    await db.close()


async def _set_aside() -> None:
    if await db.rows("SELECT 1 AS one FROM pg_namespace WHERE nspname = {}", _ASIDE):
        raise BackupRefused(
            f"A restore was interrupted: the schema {_ASIDE} holds what was there before. "
            f"Drop it, or drop public and rename {_ASIDE} to public, then restore again"
        )
    await db.execute(f"ALTER SCHEMA public RENAME TO {_ASIDE}")


async def _held_by_server() -> Held:
    return await _held("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'", db.rows)


async def _held(tables: str, fetch: Fetch) -> Held:
    names = sorted(row["name"] for row in await fetch(tables))
    counts = [f"SELECT '{name}' AS name, count(*) AS n FROM \"{name}\"" for name in names]
    # A hundred in one question: SQLite reads the whole schema for each, and takes at most 500.
    asked = [" UNION ALL ".join(counts[first : first + 100]) for first in range(0, len(counts), 100)]
    rows = {row["name"]: row["n"] for question in asked for row in await fetch(question)}
    heads = await fetch("SELECT organisation, length, hash FROM audit_head") if "audit_head" in rows else []
    return Held(rows, {str(head["organisation"]): f"{head['length']} {head['hash']}" for head in heads})


async def _photos(held: Held) -> set[str]:
    """The pictures that the rows name, asked after the rows were copied: each of those has its file by then."""
    if "photo" not in held.rows:
        return set()
    return {row["file_id"] for row in await db.rows("SELECT file_id FROM photo WHERE removed_at IS NULL")}


def _anything_in(rows: Mapping[str, int]) -> bool:
    return any(number for name, number in rows.items() if name != "migration")


def _insist(force: bool, what: str) -> None:
    if not force:
        raise BackupRefused(f"There are data in {what}; --force replaces them")


def _compare(held: Held, manifest: Manifest) -> None:
    if held != Held(manifest.rows, manifest.audit):
        raise BackupRefused("The backup does not hold what its manifest says")


def _read_manifest(source: Path) -> Manifest:
    try:
        manifest = msgspec.json.decode(_manifest_of(source).read_bytes(), type=Manifest)
        whole = _sha256(source) == manifest.sha256
    except (OSError, msgspec.DecodeError) as failure:
        raise BackupRefused(f"{source} and its manifest cannot be read: {failure}") from failure
    if not whole:
        raise BackupRefused(f"{source} is not the file that its manifest was written for")
    return manifest


def _manifest_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stamp() -> str:
    return clock.now().strftime("%Y%m%dT%H%M%S%fZ")
