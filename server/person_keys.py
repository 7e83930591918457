"""People's keys beside a backup: in a file of their own, so that they can be thrown away sooner than the data.

Without its keys a backup still holds everything but the sealed values: whole numbers, and what the log says of people.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from server.lib import clock, db
from server.lib.transactions import Row

TABLE = "person_key"
DAYS_KEPT = 30


class _Key(msgspec.Struct):
    """A wrapped key and whose it is."""

    organisation: int
    resident: int
    wrapped_key: str


def path_beside(backup: Path) -> Path:
    """Where the keys of a backup lie."""
    return backup.with_name(f"{backup.name}.keys")


async def read() -> list[Row]:
    """The keys as they stand in the database."""
    return await db.rows(f"SELECT organisation, resident, wrapped_key FROM {TABLE} ORDER BY id")


def write(backup: Path, keys: Sequence[Row]) -> None:
    """Lay the keys beside a backup, for nobody else on this machine to read."""
    if not keys:
        return
    handle = os.open(path_beside(backup), os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.encode(msgspec.convert(keys, list[_Key])))


async def put_back(backup: Path) -> int:
    """Put the keys that lie beside a restored backup into the database; how many. None when they are gone by now."""
    try:
        keys = msgspec.json.decode(path_beside(backup).read_bytes(), type=list[_Key])
    except FileNotFoundError:
        return 0
    async with db.write_transaction():
        for key in keys:
            await db.execute(
                f"INSERT INTO {TABLE} (organisation, resident, wrapped_key) VALUES ({{}}, {{}}, {{}})"
                " ON CONFLICT (resident) DO NOTHING",
                key.organisation,
                key.resident,
                key.wrapped_key,
            )
    return len(keys)


def drop_old(folder: Path) -> None:
    """Throw away the keys beside backups of this folder that are older than `DAYS_KEPT`."""
    for path in folder.glob("*.keys"):
        if path.stat().st_mtime < clock.now().timestamp() - DAYS_KEPT * 86_400:
            path.unlink(missing_ok=True)
