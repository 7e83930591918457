"""The promises of a transaction, the same on both engines: who may use its connection, and when it is lost.

`server/lib/db.py` is the face of this module; rooms import that one.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import count
from string import Formatter
from types import TracebackType
from typing import Any, Literal

from piccolo.engine.base import BaseTransaction, Engine
from piccolo.querystring import QueryString

Row = dict[str, Any]
Mode = Literal["write", "read", "maintenance"]


class NotInTransaction(RuntimeError):
    """A write was tried outside `write_transaction()`."""


class TransactionDoomed(RuntimeError):
    """An error inside the transaction was swallowed; the whole of it is rolled back all the same."""


class ForeignTask(RuntimeError):
    """A task started inside another task's open transaction asked the database something.

    Its answers would be those of another moment, and its writes nobody would roll back. Run the queries one
    after the other, or start the task after the transaction.
    """


class DatabaseBusy(RuntimeError):
    """Another process kept the write lock longer than a request can wait."""


class Scope:
    """One connection lent to one task until the block that borrowed it ends."""

    __slots__ = ("connection", "ended", "failure", "mode", "owner", "savepoints")

    def __init__(self, connection: Any, mode: Mode) -> None:
        self.connection = connection
        self.mode = mode
        self.owner = asyncio.current_task()
        self.failure: BaseException | None = None
        self.savepoints = 0
        self.ended = False

    def doom(self, failure: BaseException) -> None:
        """From here on nothing but a rollback is possible."""
        if self.mode != "maintenance" and self.failure is None:
            self.failure = failure

    def check(self) -> None:
        """Raises TransactionDoomed once an error has happened, as PostgreSQL does by itself."""
        if self.failure is not None:
            raise TransactionDoomed("An earlier error has ended this transaction") from self.failure


class ScopedEngine(Engine[Any]):
    """What both engines share. The subclass knows connections; this class knows whose turn it is."""

    kind: Literal["sqlite", "postgres"]
    current_transaction: ContextVar[Any]

    @abstractmethod
    async def read(self, sql: str, args: Sequence[Any]) -> list[Row]:
        """Runs a query on its own; the database itself refuses a write here (NotInTransaction)."""

    @abstractmethod
    async def read_long(self, sql: str, args: Sequence[Any], connection: Any | None) -> list[Row]:
        """As `read`, on `connection` if given, without holding up the event loop."""

    @abstractmethod
    async def fetch(self, connection: Any, sql: str, args: Sequence[Any]) -> list[Row]:
        """Runs a statement on a borrowed connection."""

    @abstractmethod
    async def fetch_many(self, connection: Any, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Runs one statement for each of `rows`."""

    @abstractmethod
    async def begin_write(self, connection: Any | None) -> Any:
        """Opens a writing transaction, on the maintenance connection if there is one."""

    @abstractmethod
    async def end_write(self, connection: Any, *, commit: bool, keep: bool) -> None:
        """Commits or rolls back and, unless `keep`, gives the connection back, whatever happens meanwhile."""

    @abstractmethod
    async def begin_read(self, *, replica: bool) -> Any:
        """Opens a reading transaction that sees one moment."""

    @abstractmethod
    async def end_read(self, connection: Any) -> None: ...

    @abstractmethod
    async def begin_maintenance(self) -> Any:
        """Lends a writing connection on which each statement commits by itself."""

    @abstractmethod
    async def end_maintenance(self, connection: Any) -> None: ...

    @abstractmethod
    async def close(self) -> None:
        """Closes the connections of the running event loop; the next query opens new ones."""

    def scope(self) -> Scope | None:
        """What the running task has borrowed; ForeignTask if it merely inherited it."""
        scope: Scope | None = self.current_transaction.get()
        if scope is None or scope.ended:
            return None
        if scope.owner is not asyncio.current_task():
            raise ForeignTask("Started inside another task's transaction, which is still open")
        return scope

    def transaction_exists(self) -> bool:
        scope = self.scope()
        return scope is not None and scope.mode == "write"

    async def run(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        """Runs a compiled statement where the running task stands. A failing one dooms its transaction."""
        self.query_id += 1
        scope = self.scope()
        if scope is None:
            return await self.read(sql, args)
        scope.check()
        try:
            return await self.fetch(scope.connection, sql, args)
        except BaseException as failure:
            scope.doom(failure)
            raise

    async def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        self.query_id += 1
        scope = self.scope()
        if scope is None or scope.mode == "read":
            raise NotInTransaction(f"Write inside write_transaction(): {sql[:200]}")
        scope.check()
        try:
            await self.fetch_many(scope.connection, sql, rows)
        except BaseException as failure:
            scope.doom(failure)
            raise

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> list[Row]:
        sql, args = querystring.compile_string(engine_type=self.engine_type)
        return await self.run(sql, args)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> list[Row]:
        return await self.run(ddl)

    def transform_response_to_dicts(self, results: list[Row]) -> list[Row]:
        return results

    def transaction(self, *args: Any, **kwargs: Any) -> Any:
        """Piccolo's name for `write_transaction()`: its migrations and its many-to-many helpers call it."""
        return WriteTransaction(self)


class WriteTransaction(BaseTransaction):
    """`async with` this to write; inside another one it joins."""

    __slots__ = ("_inside", "_joined", "engine", "scope")

    def __init__(self, engine: ScopedEngine) -> None:
        self.engine = engine

    async def __aenter__(self) -> WriteTransaction:
        around = self.engine.scope()
        if around is not None and around.mode == "read":
            raise NotInTransaction("read_snapshot() has already chosen its moment: write outside it")
        self._joined = around is not None and around.mode == "write"
        if around is not None and self._joined:
            around.check()
            self.scope = around
            return self
        self._inside = around
        connection = await self.engine.begin_write(around.connection if around else None)
        self.scope = Scope(connection, "write")
        self.engine.current_transaction.set(self.scope)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> bool:
        scope = self.scope
        if failure is not None:
            scope.doom(failure)
        if self._joined:
            return False
        scope.ended = True
        self.engine.current_transaction.set(self._inside)
        keep = self._inside is not None
        await self.engine.end_write(scope.connection, commit=scope.failure is None, keep=keep)
        if failure is None:
            scope.check()
        return False

    @property
    def connection(self) -> Any:
        return self.scope.connection


@asynccontextmanager
async def savepoint_of(engine: ScopedEngine) -> AsyncIterator[None]:
    scope = engine.scope()
    if scope is None or scope.mode != "write":
        raise NotInTransaction("A savepoint needs a write_transaction() around it")
    scope.check()
    scope.savepoints += 1
    name = f"linli_{scope.savepoints}"
    await engine.run(f"SAVEPOINT {name}")
    try:
        yield
        scope.check()
    except Exception:
        scope.failure = None
        await engine.run(f"ROLLBACK TO SAVEPOINT {name}")
        await engine.run(f"RELEASE SAVEPOINT {name}")
        raise
    await engine.run(f"RELEASE SAVEPOINT {name}")


@asynccontextmanager
async def borrowed(
    engine: ScopedEngine, connection: Any, mode: Mode, give_back: Callable[[Any], Any]
) -> AsyncIterator[None]:
    scope = Scope(connection, mode)
    engine.current_transaction.set(scope)
    try:
        yield
    finally:
        scope.ended = True
        engine.current_transaction.set(None)
        await give_back(connection)


@lru_cache(maxsize=2048)
def compiled(template: str, engine_type: str) -> str:
    """A `{}` template in the engine's own placeholders. The texts come from code, so there are few."""
    numbers = count(1)
    return "".join(
        text if hole is None else f"{text}${next(numbers)}" if engine_type == "postgres" else f"{text}?"
        for text, hole, _, _ in Formatter().parse(template)
    )
