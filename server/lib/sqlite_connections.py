"""Connections to one SQLite file, and what must hold on each of them."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from piccolo.engine.sqlite import convert_datetime_in, convert_int_out

BUSY_MS = 10_000
SMALL_CACHE_KIB = 8_192
READER_CACHE_KIB = 16_384
LONG_READERS = 2
IDLE_READERS = 4
MOUNTS = Path("/proc/self/mounts")
NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "ceph",
    "fuse.sshfs",
    "fuse.glusterfs",
    "afs",
}  # no locks, or no shm

# Held against every connection when it opens: a SQLite built without one of these would ignore it in silence.
PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: a commit that was answered survives a power cut
    "foreign_keys": 1,
    "secure_delete": 1,  # an erased person leaves no bytes in free pages
    "temp_store": 2,
    "cell_size_check": 1,
    "busy_timeout": BUSY_MS,
    # Pages, as many as `journal_size_limit` holds: a write touches sixty, and what several touched is copied back once.
    "wal_autocheckpoint": 16_000,
}


def _integer(value: bytes) -> int:
    try:
        return int(value)
    except ValueError:
        return int(convert_int_out(value))


# One write names its moment twenty times.
sqlite3.register_adapter(datetime, lru_cache(maxsize=8)(convert_datetime_in))
# Piccolo reads every integer through Decimal, which is a third of the cost of a list.
sqlite3.register_converter("INTEGER", _integer)


def connect(path: str, cache_kib: int = SMALL_CACHE_KIB, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection on which every promise of this engine holds; RuntimeError if one does not."""
    connection = sqlite3.connect(
        path,
        timeout=BUSY_MS / 1000,
        isolation_level=None,
        detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES,
        check_same_thread=False,
        cached_statements=512,
    )
    try:
        for pragma, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {pragma}={value}")
            held = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
            if held != value:
                raise RuntimeError(f"SQLite keeps {pragma} at {held!r}, not {value!r}: {path}")
        connection.execute(f"PRAGMA cache_size=-{cache_kib}")
        connection.execute("PRAGMA journal_size_limit=67108864")
        if read_only:
            connection.execute("PRAGMA query_only=1")
    except BaseException:
        connection.close()
        raise
    return connection


def create_private(path: str) -> None:
    """The file holds people's data: nobody else here may read it. -wal and -shm get the same mode."""
    folder = Path(path).absolute().parent
    folder.mkdir(parents=True, exist_ok=True)
    kind = filesystem_of(folder)
    if kind in NETWORK:
        raise RuntimeError(f"{folder} is on {kind}: SQLite loses data there, use a local disk or PostgreSQL")
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def filesystem_of(folder: Path) -> str:
    """The kind of the file system that holds `folder`, '' where the system does not tell."""
    try:
        mounts = [line.split()[1:3] for line in MOUNTS.read_text().splitlines()]
    except OSError:
        return ""
    above = {str(parent) for parent in (folder.resolve(), *folder.resolve().parents)}
    return max(((len(place), kind) for place, kind in mounts if place in above), default=(0, ""))[1]


class Connections:
    """Everything that one event loop has open."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.name = uuid.uuid4().hex
        self.lock = asyncio.Lock()
        self._reader: sqlite3.Connection | None = None
        self._writer: sqlite3.Connection | None = None
        self.idle: list[sqlite3.Connection] = []
        self._threads: ThreadPoolExecutor | None = None

    def reader(self) -> sqlite3.Connection:
        if self._reader is None:
            self._reader = connect(self._path, READER_CACHE_KIB, read_only=True)
        return self._reader

    def writer(self) -> sqlite3.Connection:
        if self._writer is None:
            self._writer = connect(self._path)
            self._writer.execute("PRAGMA busy_timeout=0")  # who waits for the lock lets other tasks go on
        return self._writer

    def drop_writer(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def spare(self) -> sqlite3.Connection:
        """A reader for one borrower at a time."""
        return self.idle.pop() if self.idle else connect(self._path, read_only=True)

    def put_back(self, connection: sqlite3.Connection) -> None:
        if len(self.idle) < IDLE_READERS:
            self.idle.append(connection)
        else:
            connection.close()

    def threads(self) -> ThreadPoolExecutor:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(LONG_READERS, thread_name_prefix="long-read")
        return self._threads

    def close(self) -> None:
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)
        for connection in (self._reader, self._writer, *self.idle):
            if connection is not None:
                connection.close()
        self._reader = self._writer = self._threads = None
        self.idle.clear()
