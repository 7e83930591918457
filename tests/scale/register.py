"""How fast people come into the register, and are found in it, as ratios of one interleaved run.

The import is the whole job: reading the waiting rows, writing people, doors and all that they are found by. Against it,
the very same rows by bare `executemany` in one transaction. The search is what the search box asks.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Coroutine, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from programs.residents.import_queries import PART, register_mark
from programs.residents.import_run_actions import take_over
from programs.residents.import_schemas import Counts, Matching, Row, TakenBack
from programs.residents.import_undo_actions import carry_back, take_back
from programs.residents.queries import card_of, find
from programs.residents.roster_rules import Person
from programs.residents.search_queries import matching
from programs.residents.search_rules import grams
from programs.residents.tables import ImportBatch, Resident
from server.lib import db
from server.lib.actor import Actor
from server.lib.ids import new_op_id
from server.migrations import run_migrations
from tests.scale.measures import Figure

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = (
    "芳伟敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文斌婷宇浩凯晨辉健俊帆雪琳淑珍春燕凤洁素云"
)
_BUILDINGS = 40
_HOBBIES = ("pets", "dance", "garden")
_ACTOR = Actor.system(1)
_WRITTEN = ("household", "resident", "name_gram")
_ROUNDS = 3
_MOST_WAIT = 0.5
_PAUSE = 0.005
_SAID = {
    "new": "people imported",
    "known": "the same people filled in",
    "back": "that taken back",
}


def _names(count: int) -> Iterator[str]:
    chance = random.Random(7)
    for _ in range(count):
        yield chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2, 2))))


async def _place(path: Path) -> None:
    """A database with one organisation, one community and its buildings."""
    await db.use(f"sqlite:///{path}")
    await run_migrations()
    async with db.write_transaction():
        await db.execute(
            "INSERT INTO organisation (id, name, slug, created_at) VALUES (1, '量城', 'scale', '2024-01-01 00:00:00+00:00')"
        )
        await db.execute(
            "INSERT INTO community (id, organisation, name, slug, created_at)"
            " VALUES (1, 1, '一', 'one', '2024-01-01 00:00:00+00:00')"
        )
        await db.execute("INSERT INTO estate (id, organisation, community, name) VALUES (1, 1, 1, '园')")
        for number in range(1, _BUILDINGS + 1):
            await db.execute(
                "INSERT INTO building (id, organisation, community, estate, name) VALUES ({}, 1, 1, 1, {})",
                number,
                f"{number}栋",
            )


async def _confirmed(people: int, *, again: bool = False) -> int:
    """A roster that was checked and confirmed; `again` the same one with hobbies, when all of its people are known."""
    mark = await register_mark(1)
    async with db.write_transaction():
        [batch] = await db.execute(
            "INSERT INTO import_batch (organisation, community, file_name, file_hash, purpose, delete_after, state,"
            " matching, counts, rows, progress, fault, version, created_at) VALUES (1, 1, 'a', '', 'interests', {},"
            " 'running', {}, {}, {}, 0, '', 1, '2024-01-01 00:00:00+00:00') RETURNING id",
            date(2030, 1, 1),
            msgspec.json.encode(Matching(["name"], ["姓名"], "paper")).decode(),
            msgspec.json.encode(
                Counts(matched=people, mark=mark) if again else Counts(new=people, mark=mark)
            ).decode(),
            people,
        )
        for position, rows in enumerate(_rows(people, again=again)):
            await db.execute(
                "INSERT INTO import_part (organisation, batch, position, content) VALUES (1, {}, {}, {})",
                batch["id"],
                position,
                msgspec.json.encode(rows).decode(),
            )
    return int(batch["id"])


def _rows(people: int, *, again: bool = False) -> Iterator[list[Row]]:
    """The rows of a roster, part by part; people are numbered from 1 in their order, in the register too."""
    rows: list[Row] = []
    for number, name in enumerate(_names(people), start=2):
        building, place = number % _BUILDINGS + 1, number // _BUILDINGS // 3
        person = Person(
            name, f"{number % 10_000:04}", "", "60-74", building, f"{place // 4 + 1}{place % 4 + 1:02}", 3
        )
        cells = [name, f"***{person.tail}", f"{building}栋", person.door, "62", "3", "", ""]
        if again:
            person.hobbies = (_HOBBIES[number % len(_HOBBIES)],)
            rows.append(Row(number, cells, person, kind="matched", resident=number - 1))
        else:
            rows.append(Row(number, cells, person, kind="new"))
        if len(rows) == PART:
            yield rows
            rows = []
    if rows:
        yield rows


async def _waits(folder: Path, people: int) -> dict[str, tuple[float, float]]:
    """For an import of new people, one of the same people with more about each, and taking that one back: the longest time
    that somebody else waits for her own small change meanwhile, and how long the whole takes. Seconds."""
    await _place(folder / "beside.sqlite")
    found: dict[str, tuple[float, float]] = {}
    batch = await _confirmed(people)
    found["new"] = await _waited(take_over(batch, actor=_ACTOR))
    async with db.write_transaction():
        await db.execute("UPDATE resident SET age_band = NULL")
    batch = await _confirmed(people, again=True)
    found["known"] = await _waited(take_over(batch, actor=_ACTOR))
    [filled] = await db.rows(
        "SELECT COUNT(*) AS n FROM resident AS r JOIN resident_tag AS t ON t.resident = r.id"
        " WHERE r.version = 2 AND r.age_band IS NOT NULL"
    )
    assert filled["n"] == people, f"{filled['n']} of {people} were filled in"
    row = await ImportBatch.objects().get(ImportBatch.id == batch)
    assert row is not None
    await take_back(row, TakenBack(op_id=new_op_id()), actor=_ACTOR)
    found["back"] = await _waited(carry_back(batch, actor=_ACTOR))
    await db.close()
    return found


async def _waited(work: Coroutine[Any, Any, None]) -> tuple[float, float]:
    """The other one wants to write every five milliseconds, and waits too when nobody is served."""
    began = wanted = time.perf_counter()
    working = asyncio.create_task(work)
    longest = 0.0
    while not working.done():
        async with db.write_transaction():
            await db.execute("UPDATE building SET households = households WHERE id = 1")
        longest = max(longest, time.perf_counter() - wanted)
        wanted = time.perf_counter() + _PAUSE
        await asyncio.sleep(_PAUSE)
    await working
    longest = max(longest, time.perf_counter() - wanted)
    return longest, time.perf_counter() - began


async def _import_once(folder: Path, people: int, turn: int) -> tuple[float, float]:
    """Seconds for Linli's import and for the bare writing of the same rows."""
    ours, theirs = folder / f"ours-{turn}.sqlite", folder / f"bare-{turn}.sqlite"
    await _place(theirs)
    await db.close()
    await _place(ours)
    batch = await _confirmed(people)
    started = time.perf_counter()
    await take_over(batch, actor=_ACTOR)
    seconds = time.perf_counter() - started
    await db.close()
    return seconds, _bare(ours, theirs)


def _bare(ours: Path, theirs: Path) -> float:
    """The rows that Linli wrote, by `executemany` into the same tables with the same promises."""
    with sqlite3.connect(ours) as source:
        written = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in _WRITTEN}
    target = sqlite3.connect(theirs, isolation_level=None)
    for pragma in (
        "journal_mode=wal",
        "synchronous=2",
        "foreign_keys=1",
        "secure_delete=1",
        "cache_size=-8192",
    ):
        target.execute(f"PRAGMA {pragma}")
    target.execute("INSERT INTO import_batch (id, organisation, community, file_name, file_hash, matching, counts, fault)"
                   " VALUES (1, 1, 1, '', '', '', '', '')")  # fmt: skip
    started = time.perf_counter()
    target.execute("BEGIN IMMEDIATE")
    for name, rows in written.items():
        marks = ", ".join("?" * len(rows[0]))
        target.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
    target.execute("COMMIT")
    seconds = time.perf_counter() - started
    target.close()
    return seconds


async def _register(path: Path, people: int) -> None:
    """A register of so many people, written past the actions but found like any other."""
    await _place(path)
    await db.close()
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=off", "synchronous=off", "cache_size=-400000"):
        raw.execute(f"PRAGMA {pragma}")
    indexes = raw.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('resident', 'name_gram')"
    ).fetchall()
    for name, _sql in indexes:
        raw.execute(f"DROP INDEX {name}")
    raw.execute("BEGIN")
    raw.executemany(
        "INSERT INTO resident (id, organisation, community, building, name, folded_name, phone_tail, sealed_phone,"
        " guardian_name, version, created_at) VALUES (?, 1, 1, ?, ?, ?, ?, '', '', 1, '2024-01-01 00:00:00+00:00')",
        (
            (number, number % _BUILDINGS + 1, name, name, f"{number % 10_000:04}")
            for number, name in enumerate(_names(people), start=1)
        ),
    )
    raw.executemany(
        "INSERT INTO name_gram (organisation, community, gram, resident) VALUES (1, 1, ?, ?)",
        ((gram, number) for number, name in enumerate(_names(people), start=1) for gram in grams(name)),
    )
    raw.execute("COMMIT")
    for _name, sql in indexes:
        raw.execute(sql)
    raw.execute("ANALYZE")
    raw.close()


async def _search(path: Path, people: int, asked: int) -> dict[str, float]:
    """Median seconds of a point read, of finding two characters, of one person's card, and of what the search box answers."""
    await db.use(f"sqlite:///{path}")
    chance = random.Random(11)
    names = list(_names(20_000))
    took: dict[str, list[float]] = {"read": [], "ids": [], "card": [], "box": []}

    async def timed(kind: str, work: Any) -> None:
        started = time.perf_counter()
        await work
        took[kind].append(time.perf_counter() - started)

    person = await Resident.objects().get(Resident.id == chance.randrange(people) + 1)
    assert person is not None
    for _ in range(asked):
        text = chance.choice(names)[-2:]
        number = chance.randrange(people) + 1
        await timed(
            "read",
            db.rows("SELECT id, name, phone_tail, building, version FROM resident WHERE id = {}", number),
        )
        await timed("ids", matching(_ACTOR, text, limit=20))
        await timed("card", card_of(person))
        await timed("box", find(_ACTOR, text))
    await db.close()
    return {kind: statistics.median(seconds) for kind, seconds in took.items()}


def figures(*, small: bool) -> list[Figure]:
    """Both figures, measured in databases of their own."""
    people, known, asked = (10_000, 100_000, 400) if small else (100_000, 1_000_000, 2_000)
    with tempfile.TemporaryDirectory(prefix="linli-people-") as name:
        folder = Path(name)
        pairs = [asyncio.run(_import_once(folder, people, turn)) for turn in range(1 if small else _ROUNDS)]
        share = statistics.median(bare / ours for ours, bare in pairs)
        rate = people / statistics.median(ours for ours, _ in pairs)
        waits = asyncio.run(_waits(folder, people))
        path = folder / "register.sqlite"
        asyncio.run(_register(path, known))
        took = asyncio.run(_search(path, known, asked))
    return [
        Figure(
            f"import of {people:,} people, against bare executemany",
            f"{share:.2f} ({rate:,.0f} people/s)",
            ">= 0.15",
            share >= 0.15,
        ),
        *(
            Figure(
                f"longest wait of another writer, {_SAID[kind]}",
                f"{longest * 1000:,.0f} ms in {whole:,.0f} s",
                f"<= {_MOST_WAIT * 1000:,.0f} ms",
                longest <= _MOST_WAIT,
            )
            for kind, (longest, whole) in waits.items()
        ),
        _times(f"two characters over {known:,} people, against a point read", took["ids"], took["read"]),
        _times(
            "the search box with names and doors, against one person's", took["box"], took["card"], most=20
        ),
    ]


def _times(name: str, seconds: float, against: float, *, most: int = 10) -> Figure:
    times = seconds / against
    return Figure(name, f"{times:.1f} x ({seconds * 1e6:,.0f} µs)", f"<= {most} x", times <= most)
