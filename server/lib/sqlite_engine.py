"""SQLite, the embedded default: one writer, one reader, both used inline on the event loop.

Handing each query to a thread costs more than a short indexed read or write takes, and Piccolo's own engine
opens a connection per query. Long reads go to a thread (`read_long`).
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import Sequence
from concurrent.futures import wait
from contextvars import ContextVar
from types import TracebackType
from typing import Any

from piccolo.engine.sqlite import SQLiteEngine
from piccolo.query.base import Query

from server.lib.errors import NotFound
from server.lib.sqlite_connections import BUSY_MS, Connections, connect, create_private
from server.lib.transactions import DatabaseBusy, NotInTransaction, Row, ScopedEngine


class SqliteEngine(ScopedEngine, SQLiteEngine):
    """One database file."""

    kind = "sqlite"

    def __init__(self, path: str) -> None:
        # Piccolo's initialiser asks for a version through event loops of its own: not called.
        if sqlite3.sqlite_version_info < (3, 35):
            raise RuntimeError(f"SQLite 3.35 or newer is needed, this Python has {sqlite3.sqlite_version}")
        self.engine_type = "sqlite"
        self.min_version_number = 3.35
        self.log_queries = self.log_responses = False
        self.query_id = 0
        self.url = f"sqlite:///{path}"
        self.connection_kwargs = {"database": str(path)}
        self.current_transaction = ContextVar("linli_sqlite_scope", default=None)
        self._loops: dict[asyncio.AbstractEventLoop, Connections] = {}

    def _here(self) -> Connections:
        loop = asyncio.get_running_loop()
        found = self._loops.get(loop)
        if found is None:
            for gone in [other for other in self._loops if other.is_closed()]:
                self._loops.pop(gone).close()
            create_private(self.path)
            found = self._loops[loop] = Connections(self.path)
        return found

    async def read(self, sql: str, args: Sequence[Any]) -> list[Row]:
        return _run(self._here().reader(), sql, args)

    async def state(self) -> str:
        # The reader never commits, so it is told of every commit; another reader counts from another start.
        here = self._here()
        (version,) = here.reader().execute("PRAGMA data_version").fetchone()
        return f"{here.name}:{version}"

    async def fetch(self, connection: Any, sql: str, args: Sequence[Any]) -> list[Row]:
        return _run(connection, sql, args)

    async def fetch_many(self, connection: Any, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        try:
            connection.executemany(sql, rows)
        except sqlite3.OperationalError as failure:
            _explain(failure, sql)
            raise

    async def read_long(self, sql: str, args: Sequence[Any], connection: Any | None) -> list[Row]:
        here = self._here()
        used = connection or here.spare()
        waiting = here.threads().submit(_run, used, sql, args)
        try:
            return await asyncio.wrap_future(waiting)
        finally:
            while not waiting.done() and not waiting.cancel():
                used.interrupt()  # again and again: one that comes before the statement starts is lost
                wait([waiting], timeout=0.01)
            if connection is None:
                here.put_back(used)

    async def begin_write(self, connection: sqlite3.Connection | None) -> sqlite3.Connection:
        if connection is not None:
            await _begin(connection)
            return connection
        here = self._here()
        await here.lock.acquire()
        try:
            await _begin(here.writer())
        except BaseException:
            here.lock.release()
            raise
        return here.writer()

    async def end_write(self, connection: Any, *, commit: bool, keep: bool) -> None:
        # No await in here: a cancelled task cannot be stopped halfway.
        here = self._here()
        try:
            if commit:
                connection.execute("COMMIT")
        finally:
            try:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            except sqlite3.Error:
                here.drop_writer()
                raise
            finally:
                if not keep:
                    here.lock.release()

    async def begin_read(self, *, replica: bool) -> sqlite3.Connection:
        connection = self._here().spare()
        connection.execute("BEGIN")
        # SQLite picks the moment at the first read, PostgreSQL at the first statement: this is it.
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
        return connection

    async def end_read(self, connection: Any) -> None:
        connection.execute("ROLLBACK")
        self._here().put_back(connection)

    async def begin_maintenance(self) -> sqlite3.Connection:
        here = self._here()
        await here.lock.acquire()
        try:
            connection = here.writer()
            connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            return connection
        except BaseException:
            here.lock.release()
            raise

    async def end_maintenance(self, connection: Any) -> None:
        connection.execute("PRAGMA busy_timeout=0")
        self._here().lock.release()

    async def close(self) -> None:
        found = self._loops.pop(asyncio.get_running_loop(), None)
        if found is not None:
            found.close()

    async def get_connection(self) -> Any:
        raise NotInTransaction("Connections are lent by write_transaction() and read_snapshot()")

    async def batch(self, query: Query[Any, Any], batch_size: int = 100, node: str | None = None) -> Any:
        return Batch(self, query, batch_size)


class Batch:
    """Rows of one query, a few at a time, from one moment; on a connection of its own."""

    def __init__(self, engine: SqliteEngine, query: Query[Any, Any], size: int) -> None:
        self._engine = engine
        self._query = query
        self._size = size

    async def __aenter__(self) -> Batch:
        self._connection = connect(self._engine.path, read_only=True)
        sql, args = self._query.querystrings[0].compile_string(engine_type="sqlite")
        self._cursor = self._connection.execute(sql, args)
        return self

    def __aiter__(self) -> Batch:
        return self

    async def __anext__(self) -> Any:
        found = self._cursor.fetchmany(self._size)
        if not found:
            raise StopAsyncIteration
        return await self._query._process_results(_dicts(self._cursor, found))

    async def __aexit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()


def _run(connection: sqlite3.Connection, sql: str, args: Sequence[Any]) -> list[Row]:
    try:
        cursor = connection.execute(sql, args)
        return _dicts(cursor, cursor.fetchall())
    except (OverflowError, UnicodeEncodeError) as failure:
        raise NotFound("No row holds such a value") from failure
    except sqlite3.OperationalError as failure:
        _explain(failure, sql)
        raise


def _dicts(cursor: sqlite3.Cursor, found: list[Any]) -> list[Row]:
    if not found:
        return []
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def _explain(failure: sqlite3.OperationalError, sql: str) -> None:
    if failure.sqlite_errorcode == sqlite3.SQLITE_READONLY:
        raise NotInTransaction(f"Write inside write_transaction(): {sql[:200]}") from failure


async def _begin(connection: sqlite3.Connection) -> None:
    """BEGIN IMMEDIATE; while another process has the lock, other tasks go on. DatabaseBusy after BUSY_MS."""
    deadline = time.monotonic() + BUSY_MS / 1000
    pause = 0.002
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as failure:
            if failure.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            if time.monotonic() > deadline:
                raise DatabaseBusy("Another process holds the write lock") from failure
        await asyncio.sleep(pause * random.uniform(0.5, 1.5))
        pause = min(pause * 2, 0.05)
