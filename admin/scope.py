"""How far a reader of the admin sees.

A table of the admin is no table of the database but a SELECT over some. It stands in the FROM of every
query that Piccolo makes for it, already cut to the present reader: list, single, count, exists, raw alike.
Outside a request it has no rows, and since an UPDATE or DELETE of a SELECT is no SQL, it cannot be written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any, ClassVar

import msgspec
from piccolo.columns import Text, Varchar, Where
from piccolo.columns.operators.comparison import ILike, Like
from piccolo.querystring import QueryString
from piccolo.table import Table, TableMeta

from server.lib import clock
from server.lib.days import month_of
from server.lib.db import engine
from server.lib.i18n import Message


class _Searched:
    """Text that may be searched. SQLite's LIKE ignores case by itself; Piccolo would warn each time."""

    def ilike(self, value: str) -> Where:
        on_sqlite = self._meta.engine_type == "sqlite"  # type: ignore[attr-defined]  # a column, see below
        return Where(self, value, operator=Like if on_sqlite else ILike)  # type: ignore[arg-type]  # likewise


class Line(_Searched, Varchar):
    """A line of text in a table of the admin."""


class Prose(_Searched, Text):
    """Text of some length in a table of the admin."""


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """What one reader may see: programs of an organisation, or the installation's own tables, or both."""

    organisation_id: int | None = None
    program_ids: frozenset[int] = frozenset()
    installation: bool = False


NOTHING = Reach()
LAST_MONTH = ":last_month"  # in a relation: the last whole month, as YYYY-MM

_reach: ContextVar[Reach] = ContextVar("admin_reach", default=NOTHING)


@contextmanager
def seeing(reach: Reach) -> Iterator[None]:
    """Read the admin's tables with this reach within the block."""
    token = _reach.set(reach)
    try:
        yield
    finally:
        _reach.reset(token)


def narrowed(program_id: int) -> Reach:
    """The present reach cut to one program that is within it; to nothing when it is not."""
    reach = _reach.get()
    return msgspec.structs.replace(reach, program_ids=reach.program_ids & {program_id})


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What one table is called, its columns, the values of its columns, and a hint."""

    title: Message
    columns: Mapping[str, Message]
    choices: Mapping[str, Mapping[str, Message]] = {}
    hint: Message | None = None


class _Unhurried:
    """The engine as the admin's tables use it: their reads may take long, so they take place off the event loop."""

    def __getattr__(self, name: str) -> Any:
        return getattr(engine(), name)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> list[dict[str, Any]]:
        used = engine()
        used.query_id += 1
        sql, args = querystring.compile_string(engine_type=used.engine_type)
        scope = used.scope()
        return await used.read_long(sql, args, scope.connection if scope is not None else None)


_unhurried = _Unhurried()


@dataclass
class ScopedMeta(TableMeta):
    """Puts the cut SELECT where Piccolo would put the name of a table."""

    owner: Any = None

    @property
    def db(self) -> Any:
        return _unhurried

    @db.setter
    def db(self, value: Any) -> None:
        raise TypeError("A table of the admin reads where the process reads")

    def get_formatted_tablename(self, include_schema: bool = True, quoted: bool = True) -> str:
        whole = self.owner.relation.replace(LAST_MONTH, f"'{_last_month()}'")
        cut = self.owner.within(_reach.get())
        return f'(SELECT * FROM ({whole}) AS everything WHERE {cut}) AS "{self.tablename}"'


def _last_month() -> str:
    return month_of(clock.today().replace(day=1) - timedelta(days=1))


class ScopedTable(Table):
    """Base of the admin's tables. `relation` is the SELECT, `within` the condition that cuts it to a reach.

    `newest` names the column by which the list begins with what happened last.
    """

    relation: ClassVar[str] = ""
    newest: ClassVar[str] = ""
    words: ClassVar[Words]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        known = {field.name: getattr(cls._meta, field.name) for field in fields(cls._meta)}
        cls._meta = ScopedMeta(**known, owner=cls)

    @classmethod
    def within(cls, reach: Reach) -> str:
        """SQL that is true for the rows of `relation` within `reach`."""
        return "1 = 0"


class ReportTable(ScopedTable):
    """Rows about programs; `relation` has the columns `organisation_id` and `program_id`."""

    @classmethod
    def within(cls, reach: Reach) -> str:
        if reach.organisation_id is None or not reach.program_ids:
            return "1 = 0"
        own = f"organisation_id = {reach.organisation_id:d}"
        listed = ", ".join(f"{program_id:d}" for program_id in sorted(reach.program_ids))
        return f"{own} AND program_id IN ({listed})"


class InstallationTable(ScopedTable):
    """Rows about the installation, for its operator."""

    @classmethod
    def within(cls, reach: Reach) -> str:
        return "1 = 1" if reach.installation else "1 = 0"
