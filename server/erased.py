"""Keeping erasures in force: nothing of an erased person in the files, and none brought back by an older backup.

Beside the backups lies `erased.json`: the ids of erased records and when those were made, and nothing that names
anybody. It outlives the database, so whatever is restored, the erasures since are repeated.
"""

from __future__ import annotations

import os
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

import msgspec

from programs.residents.erasure_actions import erase_again
from programs.residents.erasure_queries import erasures
from programs.residents.photo_actions import hold_removals
from server.jobs import job
from server.lib import db
from server.lib.actor import Actor
from server.lib.settings import settings


class ErasedRecord(msgspec.Struct, frozen=True):
    """One erased record: whose and its id, when the record was made, and on which ground it was erased."""

    organisation: int
    resident: int
    created_at: str
    ground: str


class LogInUse(RuntimeError):
    """Somebody still reads an older state of the database: asked again later."""


KIND = "installation.forget"


@job(KIND)
async def forget(payload: dict[str, Any], actor: Actor) -> None:
    """After an erasure, and once a day: the list beside the backups is complete, and the database's own log holds nothing."""
    await write_list()
    await empty_log()


def list_path() -> Path:
    """Where the erasures are listed."""
    return settings().data_dir / "backups" / "erased.json"


def read_list() -> set[ErasedRecord]:
    """The erasures that are listed beside the backups."""
    try:
        return msgspec.json.decode(list_path().read_bytes(), type=set[ErasedRecord])
    except FileNotFoundError:
        return set()


async def known_anywhere() -> set[ErasedRecord]:
    """All erasures: those beside the backups, and those in a database that is about to be replaced, if it can be read."""
    try:
        return read_list() | msgspec.convert(await erasures(), set[ErasedRecord])
    except Exception:  # whatever a driver raises when a file is no database, or an older one
        return read_list()


async def write_list(also: AbstractSet[ErasedRecord] = frozenset()) -> None:
    """Complete the list beside the backups."""
    _save(read_list() | also | msgspec.convert(await erasures(), set[ErasedRecord]))


def _save(records: AbstractSet[ErasedRecord]) -> None:
    found = sorted(records, key=lambda record: (record.resident, record.created_at))
    path = list_path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(msgspec.json.encode(found))
    part.chmod(0o600)
    os.replace(part, path)


async def empty_log() -> None:
    """Copy SQLite's log back into the file and cut it off; on PostgreSQL free the rows that nobody sees any more.

    Raises LogInUse while a reader still needs the log.
    """
    async with db.maintenance():
        if db.engine().kind == "postgres":
            await db.execute(
                "VACUUM resident, resident_tag, name_gram, person_key, audit_entry, stage_attempt"
            )
            return
        await db.execute("PRAGMA busy_timeout=0")  # a reader is not waited for while nobody else is served
        [told] = await db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if told["busy"]:
            raise LogInUse


async def repeat(records: AbstractSet[ErasedRecord]) -> int:
    """Erase again whom a restored database still knows; how many."""
    if not records:
        return 0
    from server.routes import register_rooms  # what rooms hold of a person

    register_rooms()
    done = [
        await erase_again(
            record.resident,
            record.created_at,
            ground=record.ground,
            actor=Actor.system(record.organisation),
        )
        for record in sorted(records, key=lambda record: record.resident)
    ]
    if any(done):
        await empty_log()
    return sum(done)


async def after_restore(known: set[ErasedRecord]) -> list[str]:
    """Repeat the erasures that the restored backup is older than; what to tell whoever restored it.

    A backup of an older Linli is migrated first, and `linli migrate` repeats them.
    """
    from server.migrations import schema

    if (await schema()).pending:
        _save(known | read_list())
        return ["run `linli migrate` next: it also repeats the erasures made since"] if known else []
    again = await repeat(known)
    await write_list(known)
    return [*([f"erased again: {again} records"] if again else []), *await repeat_removals()]


async def repeat_removals() -> list[str]:
    """Remove again the photos that were removed since, and those of which the backup has no file; what to tell of it."""
    removed = await hold_removals(actor=Actor.system(0))
    return [f"photos that are gone: {removed}"] if removed else []
