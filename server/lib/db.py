"""The database: the only way in. Reading is free; writing is inside `write_transaction()`, or it raises.

Where a read goes: on its own to the primary, so a person always sees what she has just saved. Several reads
that must agree take `read_snapshot()`. Pages for the public and figures for funders may be a moment late and
say `read_snapshot(replica=True)`: with PostgreSQL replicas configured they go there.

What differs between the engines and is not hidden here: NULLs sort first on SQLite and last on PostgreSQL; an
aggregate over a date column is text on SQLite; `SUM` over BIGINT is Decimal on PostgreSQL. A frozen query
belongs to one engine.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from server.lib.absent import absent

with absent("asyncpg"):  # Piccolo would load it for a column type that no table of ours has
    import piccolo.table
from piccolo.table import TABLE_REGISTRY, Table

from server.lib import late_columns
from server.lib.errors import NotFound
from server.lib.settings import BadSetting, settings
from server.lib.sqlite_engine import SqliteEngine
from server.lib.transactions import (
    DatabaseBusy,
    ForeignTask,
    NotInTransaction,
    Row,
    TransactionDoomed,
    WriteTransaction,
    borrowed,
    compiled,
    savepoint_of,
)

if TYPE_CHECKING:
    from server.lib.postgres_engine import PostgresEngine

__all__ = [
    "DatabaseBusy",
    "Engine",
    "ForeignTask",
    "NotInTransaction",
    "TransactionDoomed",
    "build_engine",
    "close",
    "collided",
    "engine",
    "execute",
    "execute_many",
    "lock",
    "long_rows",
    "maintenance",
    "marks",
    "read_snapshot",
    "record",
    "rows",
    "savepoint",
    "state",
    "tuples",
    "use",
    "write_transaction",
]

Engine: TypeAlias = "SqliteEngine | PostgresEngine"
SomeTable = TypeVar("SomeTable", bound=Table)

_engine: Engine | None = None


def build_engine(url: str, replicas: Sequence[str] = ()) -> Engine:
    """An engine for `sqlite:///path` (four slashes: absolute) or `postgresql://…`. Connects at first use."""
    scheme, found, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and rest[1:] not in ("", ":memory:"):
        return SqliteEngine(rest[1:])
    if found and scheme in ("postgresql", "postgres"):
        from server.lib.postgres_engine import PostgresEngine  # its driver is not loaded for SQLite

        return PostgresEngine(url, replicas)
    raise BadSetting(f"LINLI_DATABASE_URL must be sqlite:///path or postgresql://…, not {scheme}:")


def engine() -> Engine:
    """The engine of this process, from the settings unless `use` chose another."""
    global _engine
    if _engine is None:
        _engine = build_engine(settings().database_url, settings().replica_urls)
    return _engine


# Piccolo would look for `DB` in a configuration module, importing its migrations and a code formatter: 0.2 s.
late_columns.set_up()
piccolo.table.engine_finder = engine  # type: ignore[attr-defined, assignment]  # see above; Piccolo is pinned


async def use(url: str, replicas: Sequence[str] = ()) -> Engine:
    """Points the process at another database, closing this event loop's connections to the old one."""
    global _engine
    await close()
    _engine = build_engine(url, replicas)
    known: list[type[Table]] = [Table, *TABLE_REGISTRY]
    for table in known:
        table._meta._db = None
    return _engine


async def close() -> None:
    """Closes the connections of the running event loop. The next query opens new ones."""
    if _engine is not None:
        await _engine.close()


def write_transaction() -> AbstractAsyncContextManager[Any]:
    """The only way to write. An inner one joins the outer.

    All of it stays or none: an error that leaves any level, or a statement that fails outside `savepoint()`,
    rolls the whole back, even when an outer level catches the error (TransactionDoomed then). One at a time
    on SQLite, so wait for nothing in here but the database. DatabaseBusy if another process keeps SQLite's
    lock for ten seconds.
    """
    return WriteTransaction(engine())


def for_update(table: str = "") -> str:
    """The end of a raw SELECT whose rows nobody may change before this transaction ends, of one `table` if it joins some.

    Nothing on SQLite, where one writes at a time.
    """
    if engine().kind != "postgres":
        return ""
    return f" FOR UPDATE OF {table}" if table else " FOR UPDATE"


def savepoint() -> AbstractAsyncContextManager[None]:
    """For one row of many that may fail: an error that leaves it undoes what is inside and may be caught."""
    return savepoint_of(engine())


def collided(error: BaseException) -> bool:
    """Whether this transaction met another one on PostgreSQL: carried out anew, it may succeed or be told why not.

    Given up so that the other could go on (40001, 40P01), or about to write what the other has just made unique (23505).
    """
    return getattr(error, "sqlstate", None) in {"40001", "40P01", "23505"}


async def lock(row: SomeTable) -> SomeTable:
    """The row as it is now, ours until the transaction ends: an action's first line. NotFound if gone."""
    used = engine()
    if not used.transaction_exists():
        raise NotInTransaction("lock() belongs inside write_transaction()")
    table, key = type(row), row._meta.primary_key._meta.name
    alone = " FOR UPDATE" if used.kind == "postgres" else ""
    return await record(table, f'"{key}" = {{}}{alone}', getattr(row, key))


async def record(table: type[SomeTable], condition: str, *values: Any) -> SomeTable:
    """The one row that meets a raw condition; NotFound without one.

    Raw, since every access and every lock asks it: the query builder takes longer than the database.
    """
    found = await rows(f'SELECT * FROM "{table._meta.tablename}" WHERE {condition}', *values)
    if not found:
        raise NotFound(table._meta.tablename)
    return table(**found[0], _exists_in_db=True)


@asynccontextmanager
async def read_snapshot(*, replica: bool = False) -> AsyncIterator[None]:
    """Reads that agree with each other; writing raises. Inside a transaction it is that transaction."""
    used = engine()
    if used.scope() is not None:
        yield
        return
    connection = await used.begin_read(replica=replica)
    async with borrowed(used, connection, "read", used.end_read):
        yield


@asynccontextmanager
async def maintenance() -> AsyncIterator[None]:
    """Each statement commits by itself, writing ones too: for migrations and upkeep, never for a request."""
    used = engine()
    if used.scope() is not None:
        raise NotInTransaction("maintenance() stands alone")
    connection = await used.begin_maintenance()
    async with borrowed(used, connection, "maintenance", used.end_maintenance):
        yield


async def rows(sql: str, *args: Any) -> list[Row]:
    """A raw read; `{}` stands for each value, `{{` and `}}` for braces."""
    used = engine()
    return await used.run(compiled(sql, used.engine_type), args)


async def state() -> str:
    """A word for what is committed now: while it stays the same, every read answers the same.

    A few microseconds on SQLite, a round trip on PostgreSQL.
    """
    return await engine().state()


def marks(values: Collection[Any]) -> str:
    """`{}` for each value, for `IN (…)` and `VALUES (…)`; NULL for none: nothing is in that."""
    return ", ".join(["{}"] * len(values)) or "NULL"


def tuples(rows: int, columns: int) -> str:
    """`({}, {}), ({}, {})`: what stands behind VALUES for so many rows."""
    return ", ".join([f"({', '.join(['{}'] * columns)})"] * rows)


async def execute(sql: str, *args: Any) -> list[Row]:
    """A raw write inside `write_transaction()`; answers what RETURNING names."""
    return await rows(sql, *args)


async def execute_many(sql: str, values: Sequence[Sequence[Any]]) -> None:
    """One raw write for each row of values, much faster than one by one."""
    used = engine()
    await used.run_many(compiled(sql, used.engine_type), values)


async def long_rows(sql: str, *args: Any) -> list[Row]:
    """A raw read that may take long; others go on meanwhile. In `read_snapshot()` it reads that moment."""
    used = engine()
    used.query_id += 1
    scope = used.scope()
    if scope is not None and scope.mode != "read":
        raise NotInTransaction("long_rows() would hold up every writer")
    connection = scope.connection if scope is not None else None
    return await used.read_long(compiled(sql, used.engine_type), args, connection)
