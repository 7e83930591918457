"""PostgreSQL, the engine for many processes and machines: a pool for each event loop, replicas for reading.

A transaction that PostgreSQL ends because of a deadlock or a conflict is not repeated here: its block may
have done things outside the database. The error reaches the person, whose `op_id` makes sending again safe.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import time
from collections.abc import Coroutine, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar

import asyncpg  # type: ignore[import-untyped]  # it carries no types
from asyncpg import exceptions as pg
from piccolo.engine.postgres import PostgresEngine as PiccoloPostgresEngine

from server.lib.errors import NotFound
from server.lib.transactions import NotInTransaction, Row, ScopedEngine, TransactionDoomed

T = TypeVar("T")
Pool = Any
Connection = Any  # asyncpg's pool lends proxies of its connections

POOL_SIZE = 10
CONNECT_SECONDS = 5
CLOSE_SECONDS = 5
REPLICA_REST_SECONDS = 30
LONG_SECONDS = 600
SESSION = {
    "application_name": "linli",
    "timezone": "UTC",
    "jit": "off",  # our queries are short, compiling them takes longer than running them
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "default_transaction_read_only": "on",  # only BEGIN READ WRITE, that is write_transaction(), can write
}

log = logging.getLogger(__name__)


class PostgresEngine(ScopedEngine, PiccoloPostgresEngine):
    """A primary and, as Piccolo's `extra_nodes`, the replicas that `read_snapshot(replica=True)` may use."""

    kind = "postgres"

    def __init__(self, url: str, replicas: Sequence[str] = ()) -> None:
        # Piccolo's initialiser connects to ask for a version, in an event loop of its own: not called.
        self.engine_type = "postgres"
        self.min_version_number = 12
        self.log_queries = self.log_responses = False
        self.query_id = 0
        self.url = url
        self.config = {"dsn": url, "server_settings": SESSION, "timeout": CONNECT_SECONDS}
        self.extensions = ()
        self.replicas = tuple(PostgresEngine(one) for one in replicas)
        self.extra_nodes = {f"replica_{n}": one for n, one in enumerate(self.replicas, 1)}
        self.pool = None
        self.current_transaction = ContextVar("linli_postgres_scope", default=None)
        self._lenders: dict[Connection, PostgresEngine] = {}
        self.left_alone_until = 0.0
        self._turn = itertools.cycle(self.replicas)
        self._pools: dict[asyncio.AbstractEventLoop, asyncio.Task[Pool]] = {}

    async def _pool(self) -> Pool:
        loop = asyncio.get_running_loop()
        opening = self._pools.get(loop)
        if opening is None:
            for gone in [other for other in self._pools if other.is_closed()]:
                del self._pools[gone]
            opening = self._pools[loop] = loop.create_task(self._open_pool())
        try:
            return await asyncio.shield(opening)
        except Exception:
            if self._pools.get(loop) is opening:
                del self._pools[loop]
            raise

    async def _open_pool(self) -> Pool:
        return await asyncpg.create_pool(**self.config, min_size=1, max_size=POOL_SIZE, reset=_keep_session)

    async def _acquire(self) -> Connection:
        return await (await self._pool()).acquire()

    async def _release(self, connection: Connection) -> None:
        await (await self._pool()).release(connection)

    async def read(self, sql: str, args: Sequence[Any]) -> list[Row]:
        connection = await self._acquire()
        try:
            return await _run(connection, sql, args)
        except Exception:
            # asyncpg leaves an unfinished statement behind when it cannot encode a value; this ends it.
            with contextlib.suppress(OSError, pg.PostgresError, pg.InterfaceError):
                await connection.execute("ROLLBACK")
            raise
        finally:
            await self._release(connection)

    async def state(self) -> str:
        # Which transactions have ended and which have not: changes with each that writes.
        (found,) = await self.read("SELECT pg_current_snapshot()::text AS now", ())
        return str(found["now"])

    async def fetch(self, connection: Connection, sql: str, args: Sequence[Any]) -> list[Row]:
        return await _run(connection, sql, args)

    async def fetch_many(self, connection: Connection, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        await connection.executemany(sql, rows)

    async def read_long(self, sql: str, args: Sequence[Any], connection: Connection | None) -> list[Row]:
        if connection is not None:
            await connection.execute(f"SET LOCAL statement_timeout = '{LONG_SECONDS}s'")
            return await _run(connection, sql, args)
        connection = await self.begin_read(replica=False)
        try:
            return await self.read_long(sql, args, connection)
        finally:
            await self.end_read(connection)

    async def begin_write(self, connection: Connection | None) -> Connection:
        if connection is not None:
            await connection.execute("BEGIN READ WRITE")
            return connection
        connection = await self._acquire()
        return await self._begun(connection, "BEGIN READ WRITE")

    async def end_write(self, connection: Connection, *, commit: bool, keep: bool) -> None:
        await _to_the_end(self._end(connection, commit=commit, keep=keep))

    async def begin_read(self, *, replica: bool) -> Connection:
        engine, connection = await self._acquire_to_read() if replica else (self, await self._acquire())
        # The first statement after BEGIN chooses the moment: this one.
        await engine._begun(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1")
        self._lenders[connection] = engine
        return connection

    async def end_read(self, connection: Connection) -> None:
        lender = self._lenders.pop(connection)
        await _to_the_end(lender._end(connection, commit=False, keep=False))

    async def begin_maintenance(self) -> Connection:
        return await asyncpg.connect(**self._config_to_write())

    async def end_maintenance(self, connection: Connection) -> None:
        await _to_the_end(connection.close())

    async def close(self) -> None:
        opening = self._pools.pop(asyncio.get_running_loop(), None)
        if opening is not None:
            with contextlib.suppress(OSError, pg.PostgresError):
                await _close_pool(await opening)
        for node in self.replicas:
            await node.close()

    async def _acquire_to_read(self) -> tuple[PostgresEngine, Connection]:
        """From the replica whose turn it is; from the primary while that one does not answer."""
        replica = next(self._turn, self)
        if replica is not self and replica.left_alone_until < time.monotonic():
            try:
                return replica, await replica._acquire()
            except (OSError, TimeoutError, pg.PostgresError):
                replica.left_alone_until = time.monotonic() + REPLICA_REST_SECONDS
                log.warning("A replica does not answer, the primary reads in its place")
        return self, await self._acquire()

    async def _begun(self, connection: Connection, sql: str) -> Connection:
        try:
            await connection.execute(sql)
        except BaseException:
            await _to_the_end(self._release(connection))
            raise
        return connection

    async def _end(self, connection: Connection, *, commit: bool, keep: bool) -> None:
        """A connection in any doubtful state is thrown away: the server then rolls back by itself."""
        try:
            done = await connection.execute("COMMIT" if commit else "ROLLBACK")
            if commit and done != "COMMIT":
                raise TransactionDoomed("PostgreSQL had already ended this transaction")
        except Exception as failure:
            connection.terminate()
            if commit:
                raise
            log.warning("Rolled back by closing the connection: %s", type(failure).__name__)
        finally:
            if not keep:
                await self._release(connection)

    def _config_to_write(self) -> dict[str, Any]:
        session = {**SESSION, "default_transaction_read_only": "off", "statement_timeout": "0"}
        return {**self.config, "server_settings": session}


async def _run(connection: Connection, sql: str, args: Sequence[Any]) -> list[Row]:
    try:
        return [dict(row) for row in await connection.fetch(sql, *args)]
    except pg.ReadOnlySQLTransactionError as failure:
        raise NotInTransaction(f"Write inside write_transaction(): {sql[:200]}") from failure
    except pg.DataError as failure:
        if _beyond_any_row(failure):
            raise NotFound("No row holds such a value") from failure
        raise


def _beyond_any_row(failure: pg.DataError) -> bool:
    """A number too long or a character that no column can hold, as in a wrong address; not a wrong type."""
    if isinstance(failure, pg.CharacterNotInRepertoireError | pg.NumericValueOutOfRangeError):
        return True
    return isinstance(failure.__cause__, OverflowError | UnicodeEncodeError)


async def _keep_session(connection: Connection) -> None:
    """Nothing changes the settings of a pooled session: a reset would cost a round trip for nothing."""


async def _close_pool(pool: Pool) -> None:
    """Waits for what is still being answered, but not for ever."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await pool.close()
    except TimeoutError:
        pool.terminate()


async def _to_the_end(finishing: Coroutine[Any, Any, None]) -> None:
    """Waits for `finishing` even if the task is cancelled meanwhile, and only then lets it be cancelled."""
    task = asyncio.ensure_future(finishing)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as wish:
            cancelled = wish
    if cancelled is not None:
        with contextlib.suppress(Exception):
            task.result()
        raise cancelled
    task.result()
