"""Taking a roster over: all of it in one transaction, set by set; then everybody is entered under their names."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec

from programs.residents import import_beside_actions, rules
from programs.residents.import_actions import CHECK
from programs.residents.import_fill_actions import fill_known
from programs.residents.import_queries import counts_of, matching_of, people_of, register_mark, waiting_rows
from programs.residents.import_schemas import Counts, Row
from programs.residents.roster_rules import Person
from programs.residents.search_actions import enter_names
from programs.residents.search_rules import grams
from programs.residents.tables import ImportBatch
from server import audit, jobs
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction

_AT_ONCE = 250
_NAMED_AT_ONCE = 250
_RESIDENT = (
    "INSERT INTO resident (organisation, community, household, building, name, folded_name, phone_tail, age_band,"
    " sealed_phone, guardian_name, keep_until, batch, version, created_at)"
    " VALUES ({}, {}, {}, {}, {}, {}, {}, {}, '', {}, {}, {}, 1, {})"
)

T = TypeVar("T")
Door = tuple[int, str]


class Doors(msgspec.Struct):
    """The doors of a community by building and number, those that this list has made, and how many it says live there."""

    ids: dict[Door, int]
    made: list[int]
    sized: dict[int, int]


async def take_over(batch_id: int, *, actor: Actor) -> None:
    """Import a confirmed list. Everything or nothing; a second run goes on where the first one was stopped."""
    batch = await ImportBatch.objects().get(ImportBatch.id == batch_id)
    if batch is None or batch.state not in {"running", "done"}:
        return
    if batch.state == "running" and not await _write(batch, actor=actor):
        return
    await _enter_names(batch)


async def break_off(batch_id: int, *, actor: Actor) -> None:
    """Say that an import went wrong: nothing of it was written, and it may be tried again."""
    async with write_transaction():
        await db.execute(
            "UPDATE import_batch SET state = 'failed', fault = 'roster.broke_off', version = version + 1"
            " WHERE id = {} AND organisation = {} AND state = 'running'",
            batch_id,
            actor.organisation_id,
        )


async def _write(batch: ImportBatch, *, actor: Actor) -> bool:
    """Write the list; False when the register has changed since the check, which is then done anew."""
    new: list[Person] = []
    known: list[tuple[int, Person]] = []
    async for rows in waiting_rows(batch.id):
        _sort_out(rows, new, known)
        async with (
            write_transaction()
        ):  # by itself: what is being written below nobody sees before it is all there
            read = len(new) + len(known)
            await db.execute("UPDATE import_batch SET progress = {} WHERE id = {}", read, batch.id)
        await asyncio.sleep(0)
    async with write_transaction():
        batch = await lock(batch)
        if batch.state != "running":
            return batch.state == "done"
        counts = counts_of(batch)
        if await register_mark(batch.community) != counts.mark:
            await _check_again(batch, actor=actor)
            return False
        batch.imported_at = clock.now()  # by it, what was written with the list is known again
        doors = await _doors(batch, [*new, *(person for _, person in known)], actor=actor)
        ids = await _insert_people(batch, new, doors)
        how = matching_of(batch).how
        await import_beside_actions.write_beside(
            batch, list(zip(ids, new, strict=True)), how=how, actor=actor
        )
        await fill_known(batch, known, doors.ids, how=how, actor=actor)
        await _finish(batch, counts, doors, actor=actor)
    return True


def _sort_out(rows: list[Row], new: list[Person], known: list[tuple[int, Person]]) -> None:
    for row in rows:
        if row.kind == "new" and row.person is not None:
            new.append(row.person)
        elif row.kind == "matched" and row.person is not None and row.resident is not None:
            known.append((row.resident, row.person))


async def _check_again(batch: ImportBatch, *, actor: Actor) -> None:
    await ImportBatch.update(
        {
            ImportBatch.state: "uploaded",
            ImportBatch.fault: "roster.register_changed",
            ImportBatch.version: batch.version + 1,
            ImportBatch.progress: 0,
        }
    ).where(ImportBatch.id == batch.id)
    await jobs.enqueue(CHECK, {"batch": batch.id}, actor=actor)


async def _doors(batch: ImportBatch, people: Sequence[Person], *, actor: Actor) -> Doors:
    """Every door that the list names, made when it is first named; its size is filled in where nobody has said it."""
    wanted: dict[Door, int | None] = {}
    for person in people:
        if person.building is not None and person.door:
            door = (person.building, person.door)
            wanted[door] = wanted.get(door) or person.size
    made: list[int] = []
    for some in _parts(list(wanted), _AT_ONCE):
        values = [
            part for building, door in some for part in (batch.organisation, batch.community, building, door)
        ]
        found = await db.execute(
            "INSERT INTO household (organisation, community, building, door)"
            f" VALUES {db.tuples(len(some), 4)} ON CONFLICT (building, door) DO NOTHING RETURNING id",
            *values,
        )
        made += [row["id"] for row in found]
        await asyncio.sleep(0)
    buildings = sorted({building for building, _ in wanted})
    ids: dict[Door, int] = {}
    sized: dict[int, int] = {}
    for building in buildings:
        for row in await db.rows("SELECT id, door, size FROM household WHERE building = {}", building):
            door = (building, row["door"])
            ids[door] = row["id"]
            if row["size"] is None and (size := wanted.get(door)):
                sized[row["id"]] = size
        await asyncio.sleep(0)
    for told in _parts(list(sized.items()), _AT_ONCE):
        await db.execute_many(
            "UPDATE household SET size = {}, version = version + 1 WHERE id = {}",
            [(size, number) for number, size in told],
        )
        await asyncio.sleep(0)
    return Doors(ids, made, sized)


async def _insert_people(batch: ImportBatch, new: Sequence[Person], doors: Doors) -> list[int]:
    """The ids of the new people, in their order: one writer numbers rows as they come, on both engines."""
    for some in _parts(new, _AT_ONCE):
        await db.execute_many(
            _RESIDENT,
            [
                (
                    batch.organisation,
                    batch.community,
                    doors.ids.get((person.building or 0, person.door)),
                    person.building,
                    person.name,
                    rules.folded(person.name),
                    person.tail,
                    person.age,
                    person.guardian,
                    batch.delete_after,
                    batch.id,
                    batch.imported_at,
                )
                for person in some
            ],
        )
        await asyncio.sleep(0)
    return await people_of(batch.id)


async def _finish(batch: ImportBatch, counts: Counts, doors: Doors, *, actor: Actor) -> None:
    counts.doors, counts.sized = doors.made, doors.sized
    await db.execute("DELETE FROM import_part WHERE batch = {}", batch.id)
    await ImportBatch.update(
        {
            ImportBatch.state: "done",
            ImportBatch.imported_at: batch.imported_at,
            ImportBatch.counts: msgspec.json.encode(counts).decode(),
            ImportBatch.progress: 0,
            ImportBatch.version: batch.version + 1,
        }
    ).where(ImportBatch.id == batch.id)
    await audit.record(
        "roster.imported",
        "import_batch",
        batch.id,
        actor=actor,
        changes={
            "new": [None, counts.new],
            "matched": [None, counts.matched],
            "rejected": [None, counts.rejected],
        },
    )


async def _enter_names(batch: ImportBatch) -> None:
    """Enter the new people under their names, some at a time: nobody waits for the whole of a large list."""
    await asyncio.to_thread(grams, "王")  # which reads the dictionaries of pinyin
    after = 0
    while people := await db.rows(
        "SELECT id, organisation, community, folded_name FROM resident AS r WHERE batch = {} AND id > {}"
        " AND erased_at IS NULL AND NOT EXISTS (SELECT 1 FROM name_gram AS g WHERE g.resident = r.id)"
        f" ORDER BY id LIMIT {_NAMED_AT_ONCE}",
        batch.id,
        after,
    ):
        after = people[-1]["id"]
        async with write_transaction():
            await enter_names(people)
            await db.execute(
                "UPDATE import_batch SET progress = progress + {} WHERE id = {}", len(people), batch.id
            )
        await asyncio.sleep(0)
    async with write_transaction():
        await db.execute("UPDATE import_batch SET progress = rows WHERE id = {}", batch.id)


def _parts(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (things[start : start + size] for start in range(0, len(things), size))
