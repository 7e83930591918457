"""Writing a roster's new people and doors, some at a time, where nobody sees them until all of them are there.

A person who arrives has `erased_at` and `moved_away_on`, like a record that was merged away, and a door has
`arrives_with`: what no list, search, picker or count shows. Between two batches others write.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

import msgspec

from programs.residents import import_beside_actions, rules
from programs.residents.import_apply_actions import delete_some, forget
from programs.residents.import_fill_actions import plan
from programs.residents.import_leave_actions import remove_people, take_doors_away
from programs.residents.import_queries import matching_of, waiting_rows
from programs.residents.roster_rules import Person
from programs.residents.tables import ImportBatch
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction

# Long enough for another process to find the database free, short enough not to be felt in an import.
BREATH = 0.005
_RESIDENT = (
    "INSERT INTO resident (organisation, community, household, building, name, folded_name, phone_tail, age_band,"
    " sealed_phone, guardian_name, keep_until, batch, version, created_at, erased_at, moved_away_on)"
    " VALUES ({}, {}, {}, {}, {}, {}, {}, {}, '', {}, {}, {}, 1, {}, {}, {})"
)

Door = tuple[int, str]


class GivenUp(Exception):
    """Somebody else has the list now: another run of the import, or whoever had it checked again."""


class Staged(msgspec.Struct):
    """What a run of an import has seen: doors by building and number, those of them that it made, how many live behind a
    door and how many it says where nobody had said it, and who of those who are known gains something."""

    doors: dict[Door, int] = {}
    made: set[int] = set()
    sizes: dict[int, int | None] = {}
    sized: dict[int, int] = {}
    filled: set[int] = set()
    buildings: set[int] = set()
    last: int = 0
    rows: int = 0


async def begin(batch: ImportBatch, *, actor: Actor) -> ImportBatch | None:
    """Take a confirmed list on; None when it is no longer to be imported.

    A run before this one gives up at its next step, and what it had written is taken away.
    """
    async with write_transaction():
        batch = await lock(batch)
        if batch.state != "running":
            return None
        batch.version += 1
        batch.imported_at = clock.now()  # by it, what was written with the list is known again
        await ImportBatch.update(
            {
                ImportBatch.version: batch.version,
                ImportBatch.imported_at: batch.imported_at,
                ImportBatch.progress: 0,
            }
        ).where(ImportBatch.id == batch.id)
    await clear(batch.id, actor=actor)
    return batch


async def clear(batch_id: int, *, actor: Actor) -> None:
    """Take away what an import has written that did not come to its end; for no import that did."""
    while ids := await db.rows(
        "SELECT id FROM resident WHERE batch = {} AND organisation = {} ORDER BY id LIMIT 500",
        batch_id,
        actor.organisation_id,
    ):
        async with write_transaction():
            await remove_people([row["id"] for row in ids])
        await asyncio.sleep(BREATH)
    await forget(batch_id, actor=actor)
    await delete_some("import_change", batch_id, actor=actor)
    await take_doors_away(batch_id, actor=actor)


async def stage(batch: ImportBatch, *, actor: Actor) -> Staged:
    """Write the new people of a list that was begun, part by part, and prepare what the others gain.

    GivenUp when somebody else has it by now.
    """
    staged = Staged()
    how = matching_of(batch).how
    async for rows in waiting_rows(batch.id):
        new = [row.person for row in rows if row.kind == "new" and row.person is not None]
        known = [
            (row.resident, row.person)
            for row in rows
            if row.kind == "matched" and row.person and row.resident
        ]
        async with write_transaction():
            staged.rows += len(rows)
            await _go_on(batch, staged.rows)
            await _find_doors(batch, staged, [*new, *(person for _, person in known)])
            ids = await _insert_people(batch, new, staged)
            people = list(zip(ids, new, strict=True))
            await import_beside_actions.write_beside(batch, people, how=how, actor=actor)
            await plan(batch, known, staged.doors, staged.filled)
        await asyncio.sleep(BREATH)
    return staged


async def _go_on(batch: ImportBatch, progress: int) -> None:
    ours = await db.execute(
        "UPDATE import_batch SET progress = {} WHERE id = {} AND version = {} AND state = 'running' RETURNING id",
        progress,
        batch.id,
        batch.version,
    )
    if not ours:
        raise GivenUp


async def _find_doors(batch: ImportBatch, staged: Staged, people: Iterable[Person]) -> None:
    """The doors that these people live behind, made when they are first named; how many live there, where nobody has said it."""
    wanted: dict[Door, int | None] = {}
    for person in people:
        if person.building is not None and person.door:
            door = (person.building, person.door)
            wanted[door] = wanted.get(door) or person.size
    await _read_doors(staged, {building for building, _ in wanted} - staged.buildings)
    if missing := [door for door in wanted if door not in staged.doors]:
        await _make_doors(batch, staged, missing)
    told = {
        number: size
        for door, size in wanted.items()
        if size and staged.sizes[number := staged.doors[door]] is None
    }
    staged.sizes |= told
    staged.sized |= told
    await db.execute_many(
        "UPDATE household SET size = {} WHERE id = {}",
        [(size, number) for number, size in told.items() if number in staged.made],
    )


async def _read_doors(staged: Staged, buildings: set[int]) -> None:
    for building in sorted(buildings):
        for row in await db.rows("SELECT id, door, size FROM household WHERE building = {}", building):
            staged.doors[building, row["door"]] = row["id"]
            staged.sizes[row["id"]] = row["size"]
    staged.buildings |= buildings


async def _make_doors(batch: ImportBatch, staged: Staged, doors: Sequence[Door]) -> None:
    values = [part for door in doors for part in (batch.organisation, batch.community, *door, batch.id)]
    made = await db.execute(
        "INSERT INTO household (organisation, community, building, door, arrives_with)"
        f" VALUES {db.tuples(len(doors), 5)} ON CONFLICT (building, door) DO NOTHING RETURNING id",
        *values,
    )
    staged.made |= {row["id"] for row in made}
    for building in sorted({building for building, _ in doors}):
        named = [door for place, door in doors if place == building]
        for row in await db.rows(
            f"SELECT id, door, size FROM household WHERE building = {{}} AND door IN ({db.marks(named)})",
            building,
            *named,
        ):
            staged.doors[building, row["door"]] = row["id"]
            staged.sizes[row["id"]] = row["size"]


async def _insert_people(batch: ImportBatch, new: Sequence[Person], staged: Staged) -> list[int]:
    """The ids of the new people, in their order: one writer numbers rows as they come, on both engines."""
    if not new:
        return []
    today = clock.today()
    await db.execute_many(
        _RESIDENT,
        [
            (
                batch.organisation,
                batch.community,
                staged.doors.get((person.building or 0, person.door)),
                person.building,
                person.name,
                rules.folded(person.name),
                person.tail,
                person.age,
                person.guardian,
                batch.delete_after,
                batch.id,
                batch.imported_at,
                batch.imported_at,
                today,
            )
            for person in new
        ],
    )
    found = await db.rows(
        "SELECT id FROM resident WHERE batch = {} AND id > {} ORDER BY id", batch.id, staged.last
    )
    staged.last = found[-1]["id"]
    return [row["id"] for row in found]
