"""Writing to the ledger of evidence. Rooms call `record` within their own action's transaction.

Figures are never typed twice: whatever a page, a gate or a funder's table shows is a sum over these rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from typing import Any

import msgspec

from programs.method.kinds import Kind
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.days import month_of


class Entry(msgspec.Struct, frozen=True):
    """One row to write: `quantity` in the kind's unit, `people` the residents it is about, if it names any."""

    kind: Kind
    occurred_on: date
    quantity: int
    facet: str = ""
    people: tuple[int, ...] = ()


_INSERT = (
    "INSERT INTO evidence (organisation, program, kind, facet, occurred_on, quantity, people, source_kind, source_id,"
    " reverses, recorded_at, recorded_by) VALUES "
)
MECHANISM = "mechanism"
# Rows in one statement: SQLite takes 32,766 values, and an event with a thousand late names is reversed as one.
_AT_ONCE = 1_000
_MONTH = (
    "INSERT INTO evidence_month (organisation, program, kind, facet, month, quantity, entries) VALUES {}"
    " ON CONFLICT (program, kind, facet, month) DO UPDATE SET quantity = evidence_month.quantity + excluded.quantity,"
    " entries = evidence_month.entries + excluded.entries"
)
_PERSON = (
    "INSERT INTO program_person (id, program, resident, times) VALUES {}"
    " ON CONFLICT (program, resident) DO UPDATE SET times = program_person.times + excluded.times"
)


async def record(
    entries: Iterable[Entry], *, program_id: int | None, source_kind: str, source_id: int, actor: Actor
) -> None:
    """Add rows that all come from one record (`source_kind`, `source_id`), and keep rollups and people in step.

    A record without a program proves nothing and writes nothing; so do quantities of 0.
    """
    await record_many({source_id: entries}, program_id=program_id, source_kind=source_kind, actor=actor)


async def record_many(
    by_source: Mapping[int, Iterable[Entry]], *, program_id: int | None, source_kind: str, actor: Actor
) -> None:
    """`record` for many records of one kind and program, each with its entries, in as many statements as for one."""
    kept = [
        (entry, source_id, None)
        for source_id, entries in by_source.items()
        for entry in entries
        if entry.quantity
    ]
    if program_id is not None and kept:
        await _write(kept, program_id, source_kind, actor)
        await _mechanisms_follow(program_id, source_kind, set(by_source), actor)


async def reverse(
    *, program_id: int | None, source_kind: str, source_id: int, actor: Actor, kinds: Sequence[Kind] = ()
) -> None:
    """Take back all rows of one record that stand (or only those of `kinds`), each by a row that reverses it."""
    if program_id is None:
        return
    found = await standing(
        "source_kind = {} AND source_id = {} AND program = {}", source_kind, source_id, program_id
    )
    await take_back([row for row in found if not kinds or row.entry.kind in kinds], actor=actor)


class Standing(msgspec.Struct, frozen=True):
    """A row that counts: it reverses nothing and nothing reverses it."""

    id: int
    program: int
    source_kind: str
    source_id: int
    entry: Entry


async def standing(where: str, *values: Any) -> list[Standing]:
    """The rows that count, as far as `where` (with `{}` for `values`) chooses them."""
    found = await db.rows(
        "SELECT id, program, kind, facet, occurred_on, quantity, people, source_kind, source_id FROM evidence AS e"
        f" WHERE {where} AND reverses IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM evidence AS r WHERE r.reverses = e.id) ORDER BY id",
        *values,
    )
    return [
        Standing(
            row["id"],
            row["program"],
            row["source_kind"],
            row["source_id"],
            Entry(
                Kind(row["kind"]),
                row["occurred_on"],
                row["quantity"],
                row["facet"],
                tuple(msgspec.json.decode(row["people"])) if row["people"] else (),
            ),
        )
        for row in found
    ]


async def take_back(found: Iterable[Standing], *, actor: Actor) -> None:
    """Take back these rows, each by a row that reverses it."""
    by_record: dict[tuple[int, str], list[_Row]] = {}
    for row in found:
        reversing = msgspec.structs.replace(row.entry, quantity=-row.entry.quantity)
        by_record.setdefault((row.program, row.source_kind), []).append((reversing, row.source_id, row.id))
    for (program_id, source_kind), pairs in by_record.items():
        await _write(pairs, program_id, source_kind, actor)
        await _mechanisms_follow(program_id, source_kind, {source for _entry, source, _row in pairs}, actor)


async def _mechanisms_follow(program_id: int, source_kind: str, sources: Set[int], actor: Actor) -> None:
    """A mechanism is proved as long as the record that proves it still proves something (S65)."""
    if source_kind == MECHANISM:
        return
    for row in await db.rows(
        "SELECT id, kind, proved_on, source_id FROM mechanism WHERE program = {} AND source_kind = {}"
        " AND voided_at IS NULL ORDER BY id",
        program_id,
        source_kind,
    ):
        if row["source_id"] not in sources:
            continue
        where = "source_kind = {} AND source_id = {} AND program = {}"
        proof = await standing(where, source_kind, row["source_id"], program_id)
        own = await standing(where, MECHANISM, row["id"], program_id)
        if own and not proof:
            await take_back(own, actor=actor)
        elif proof and not own:
            entry = Entry(Kind.MECHANISM_PROVED, row["proved_on"], 1, row["kind"])
            await _write([(entry, row["id"], None)], program_id, MECHANISM, actor)


# An entry, the id of its record, and the row that it reverses.
_Row = tuple[Entry, int, int | None]


async def _write(pairs: Sequence[_Row], program_id: int, source_kind: str, actor: Actor) -> None:
    """Raw and set-wise: this runs in every write of every room, and the query builder would triple its cost."""
    at = clock.now()
    for start in range(0, len(pairs), _AT_ONCE):
        batch = pairs[start : start + _AT_ONCE]
        values: list[object] = []
        for entry, source_id, reverses in batch:
            people = msgspec.json.encode(entry.people).decode() if entry.people else None
            values += [actor.organisation_id, program_id, entry.kind.value, entry.facet, entry.occurred_on]
            values += [entry.quantity, people, source_kind, source_id, reverses, at, actor.user_id]
        await db.execute(_INSERT + _tuples(len(batch), 12), *values)
    await _add_to_months(pairs, program_id, actor.organisation_id)
    await _add_to_people(pairs, program_id)


async def _add_to_months(pairs: Sequence[_Row], program_id: int, organisation_id: int) -> None:
    sums: dict[tuple[str, str, str], list[int]] = {}
    for entry, _source_id, reverses in pairs:
        key = (entry.kind.value, entry.facet, month_of(entry.occurred_on))
        total = sums.setdefault(key, [0, 0])
        total[0] += entry.quantity
        total[1] += -1 if reverses else 1
    values: list[object] = []
    # Sorted, so that two writers of one program lock its rows in one order.
    for (kind, facet, month), (quantity, count) in sorted(sums.items()):
        values += [organisation_id, program_id, kind, facet, month, quantity, count]
    await db.execute(_MONTH.replace("{}", _tuples(len(sums), 7)), *values)


async def _add_to_people(pairs: Sequence[_Row], program_id: int) -> None:
    """Their rows are numbered so that those of one program lie together: each activity writes to several of them."""
    times: dict[int, int] = {}
    for entry, _source_id, reverses in pairs:
        for resident_id in entry.people:
            times[resident_id] = times.get(resident_id, 0) + (-1 if reverses else 1)
    if times:
        values = [
            value
            for resident_id, count in sorted(times.items())
            for value in (program_id << 32 | resident_id, program_id, resident_id, count)
        ]
        await db.execute(_PERSON.replace("{}", _tuples(len(times), 4)), *values)


def _tuples(rows: int, columns: int) -> str:
    one = "(" + ", ".join(["{}"] * columns) + ")"
    return ", ".join([one] * rows)


async def recompute() -> list[str]:
    """Sum the whole ledger anew and compare with what is kept; a line for each difference, empty when all agree."""
    months: dict[tuple[int, str, str, str], list[int]] = {}
    people: dict[tuple[int, int], int] = {}
    last_id = 0
    while batch := await db.rows(
        "SELECT id, program, kind, facet, occurred_on, quantity, people, reverses FROM evidence"
        " WHERE id > {} ORDER BY id LIMIT 5000",
        last_id,
    ):
        for row in batch:
            sign = -1 if row["reverses"] else 1
            total = months.setdefault(
                (row["program"], row["kind"], row["facet"], month_of(row["occurred_on"])), [0, 0]
            )
            total[0] += row["quantity"]
            total[1] += sign
            for resident_id in msgspec.json.decode(row["people"]) if row["people"] else ():
                people[row["program"], resident_id] = people.get((row["program"], resident_id), 0) + sign
        last_id = batch[-1]["id"]
    kept_months = {
        (row["program"], row["kind"], row["facet"], row["month"]): [int(row["quantity"]), row["entries"]]
        for row in await db.rows("SELECT program, kind, facet, month, quantity, entries FROM evidence_month")
    }
    kept_people = {
        (row["program"], row["resident"]): row["times"]
        for row in await db.rows("SELECT program, resident, times FROM program_person")
    }
    return _differences("evidence_month", months, kept_months) + _differences(
        "program_person", people, kept_people
    )


def _differences(table: str, summed: dict[Any, Any], kept: dict[Any, Any]) -> list[str]:
    return [
        f"{table} {key}: kept {kept.get(key)}, the ledger says {summed.get(key)}"
        for key in sorted(summed.keys() | kept.keys())
        if summed.get(key) != kept.get(key)
    ]
