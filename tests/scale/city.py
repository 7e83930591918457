"""A city to measure in: communities with programs under one grant, and years of activities with all that they proved.

Written past the actions, as a million of them would take an hour, but with every invariant that they keep: the ledger
agrees with its rollups (`linli check evidence`), the chain of the log holds (`linli check audit`).
"""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from programs.residents.rules import folded
from server.jobs.rules import period_key
from server.lib import clock, db
from server.lib.ids import token_hash
from server.migrations import run_migrations, steps
from server.schedule import RECURRING
from tests.scale import life
from tests.scale.life import COMMUNITIES, DAYS, ORGANISATION, RESIDENTS, live

COORDINATOR, FUNDER = "session-coordinator", "session-funder"
GRANT = 1
_LONG_AGO = "2024-01-01 00:00:00+00:00"
_FAR = "2099-01-01 00:00:00+00:00"


class City(msgspec.Struct, frozen=True):
    """How large it is. Activities lie within two years before `until`; each has one person ticked by name."""

    activities: int
    until: date

    @property
    def path(self) -> Path:
        """Where it is kept between runs: another schema is another city."""
        builders = [path.read_text(encoding="utf-8") for path in (Path(__file__), Path(life.__file__))]
        mark = hashlib.sha256(f"{steps()}{builders}{self.until}".encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / "linli-scale" / f"city-{self.activities}-{mark}.sqlite"


def built(city: City) -> Path:
    """The city's database, built when it is not there yet. Nobody may change it: measure in a `copied` one."""
    if not city.path.exists():
        city.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = city.path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        asyncio.run(_migrated(unfinished))
        connection = sqlite3.connect(unfinished, isolation_level=None)
        try:
            _fill(connection, city)
        finally:
            connection.close()
        unfinished.rename(city.path)
    return city.path


def copied(city: City, target: Path) -> Path:
    """A copy to measure in, on the same disk."""
    shutil.copyfile(built(city), target)
    connection = sqlite3.connect(target)
    with connection:
        connection.executemany(
            "INSERT INTO job (organisation, kind, payload, key, state, run_at, created_at) VALUES (?, ?, '{}', ?, 'done', ?, ?)",
            _recurring_jobs(),
        )
    connection.close()
    return target


async def _migrated(path: Path) -> None:
    await db.use(f"sqlite:///{path}")
    await run_migrations()
    await db.close()


def _recurring_jobs() -> Iterator[tuple[Any, ...]]:
    """The recurring work of these hours, as done: no hourly copy of a large city falls into a measurement."""
    for hour in range(3):
        moment = clock.local(clock.now() + timedelta(hours=hour))
        for line in RECURRING:
            for owner in (0, ORGANISATION):
                key = period_key(line.kind, line.every, moment)
                if hour == 0 or line.every == "hour":
                    yield owner, line.kind, key, _LONG_AGO, _LONG_AGO


def _fill(connection: sqlite3.Connection, city: City) -> None:
    for pragma in ("journal_mode=off", "synchronous=off", "cache_size=-400000", "temp_store=2"):
        connection.execute(f"PRAGMA {pragma}")
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _sql in indexes:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("BEGIN")
    _settle(connection, city)
    live(connection, activities=city.activities, until=city.until)
    connection.execute("COMMIT")
    for _name, sql in indexes:
        connection.execute(sql)


def _settle(connection: sqlite3.Connection, city: City) -> None:
    """The organisation, its people, its places and what is there before the first activity."""
    started = str(city.until - timedelta(days=DAYS))
    _put(connection, "organisation", id=ORGANISATION, name="量城社工", slug="scale", created_at=_LONG_AGO)
    for number, (token, role, scope, scope_id) in enumerate(
        ((COORDINATOR, "coordinator", "organisation", None), (FUNDER, "funder", "grant", GRANT)), start=1
    ):
        _account(connection, number, token, role, scope, scope_id)
    _put(
        connection,
        "funding_grant",
        id=GRANT,
        organisation=ORGANISATION,
        title="量城计划",
        funder_name="量城基金会",
        starts_on=started,
        version=1,
        created_at=_LONG_AGO,
    )
    for number in range(1, COMMUNITIES + 1):
        _place(connection, number, started, city.until)


def _account(
    connection: sqlite3.Connection, number: int, token: str, role: str, scope: str, scope_id: int | None
) -> None:
    _put(
        connection,
        "user_account",
        id=number,
        organisation=ORGANISATION,
        username=token,
        display_name=role,
        password_hash="-",
        language="zh_CN",
        active=1,
        created_at=_LONG_AGO,
        password_changed_at=_LONG_AGO,
    )
    _put(
        connection,
        "role_assignment",
        user=number,
        organisation=ORGANISATION,
        role=role,
        scope=scope,
        scope_id=scope_id,
        granted_at=_LONG_AGO,
    )
    _put(
        connection,
        "account_session",
        token_hash=token_hash(token),
        user=number,
        created_at=_LONG_AGO,
        last_seen_at=_LONG_AGO,
        idle_minutes=1_000_000,
        expires_at=_FAR,
        absolute_until=_FAR,
        ip_prefix="127.0.0",
        user_agent="load",
    )


def _place(connection: sqlite3.Connection, number: int, started: str, until: date) -> None:
    """A community with its program, two groups, its residents, and what it announces on the street."""
    owned = {"organisation": ORGANISATION, "version": 1, "created_at": _LONG_AGO}
    _put(
        connection,
        "community",
        id=number,
        name=f"第{number}社区",
        slug=f"place-{number}",
        district="量城区",
        about="院子里的人自己把院子住成家。",
        households=1200,
        public=1,
        **owned,
    )
    _put(
        connection,
        "program",
        id=number,
        community=number,
        name=f"第{number}社区宠物文明",
        goal="院子里没有狗粪，养狗的和不养狗的互相打招呼。",
        stage="expand",
        stage_since=started,
        started_on=started,
        public=1,
        **owned,
    )
    _put(
        connection,
        "grant_program",
        organisation=ORGANISATION,
        grant=GRANT,
        program=number,
        added_on=started,
    )
    for place, name in enumerate(("铲屎官小队", "楼道种植组"), start=1):
        _put(
            connection,
            "community_group",
            id=number * 2 - 2 + place,
            community=number,
            program=number,
            name=name,
            kind="pets",
            about="每周一次，带上狗绳和袋子。",
            initiator="猫奶奶",
            meets="周六上午 九点 中心花园",
            formed_on=started,
            open_to_join=1,
            **owned,
        )
        _put(
            connection,
            "activity",
            community=number,
            program=number,
            title=f"{name}周末见",
            place="中心花园",
            held_on=str(until + timedelta(days=60 + place)),
            starts_at="09:00:00",
            state="planned",
            public=1,
            recorded_by=1,
            **owned,
        )
    for one in range(RESIDENTS):
        name = f"居民{one}"
        _put(
            connection,
            "resident",
            id=(number - 1) * RESIDENTS + one + 1,
            community=number,
            name=name,
            folded_name=folded(name),
            phone_tail=f"{one:04d}",
            age_band="60-74",
            **owned,
        )


def _put(connection: sqlite3.Connection, table: str, **values: Any) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))
