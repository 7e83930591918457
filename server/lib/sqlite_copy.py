"""Copying a SQLite database that is in use, and putting another in its place."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from server.lib.sqlite_connections import connect, create_private


class Damaged(RuntimeError):
    """SQLite's own check found a fault, or a foreign key points nowhere."""


class InUse(RuntimeError):
    """A process still has the database open."""


def copy_database(source: Path, target: Path) -> None:
    """The database as of one moment, checked; nobody who writes meanwhile is held up. Raises Damaged.

    The file alone would not do: what was committed last is in the -wal beside it.
    """
    create_private(str(target))
    reading = connect(str(source), read_only=True)
    writing = sqlite3.connect(target)
    try:
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE")  # one file, whoever opens it
        found = [row[0] for row in writing.execute("PRAGMA integrity_check")]
        if found != ["ok"] or writing.execute("PRAGMA foreign_key_check").fetchone():
            raise Damaged(f"{source}: {found[0]}")
    finally:
        writing.close()
        reading.close()


def take_rows_out(path: Path, table: str) -> list[dict[str, Any]]:
    """Remove all rows of a table from a copy that nobody has open, leaving no byte of them; answers them."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", [table]).fetchone():
            return []
        connection.execute("PRAGMA secure_delete=1")
        taken = [dict(row) for row in connection.execute(f'SELECT * FROM "{table}"')]
        connection.execute(f'DELETE FROM "{table}"')
        return taken
    finally:
        connection.close()


def take_over(path: Path) -> None:
    """InUse unless nobody has the file open. Leaves no -wal that a later file of this name would inherit.

    A file that is no database any more may be taken over by anybody.
    """
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")  # only a sole user is allowed to
    except sqlite3.OperationalError as failure:
        if failure.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise InUse(f"{path} is in use: stop Linli first") from failure
    except sqlite3.DatabaseError:
        pass
    finally:
        connection.close()


def stage(source: Path, target: Path) -> Path:
    """A copy of `source` beside `target`, safely on the disk, for `put_in_place`."""
    staged = target.with_name(f"{target.name}.restoring")
    create_private(str(staged))
    shutil.copyfile(source, staged)
    _to_disk(staged)
    return staged


def put_in_place(staged: Path, target: Path, *, keep_as: Path | None) -> None:
    """`staged` becomes `target` in one step; what was there before stays at `keep_as`."""
    if keep_as is not None:
        os.link(target, keep_as)
    for left in ("-wal", "-shm", "-journal"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{target}{left}")
    os.replace(staged, target)
    _to_disk(target.parent)


def ask(path: Path, sql: str) -> list[dict[str, Any]]:
    """One question to a file that stays as it is; sqlite3.DatabaseError if it is no database."""
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(sql)]
    finally:
        connection.close()


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
