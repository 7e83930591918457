"""A roster on its way: handed in, matched, corrected, answered, confirmed or dropped."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

import msgspec

from programs.communities.tables import Community
from programs.residents import consent_rules
from programs.residents.import_queries import PART, counts_of, matching_of, remembered
from programs.residents.import_schemas import Columns, Confirmed, Dropped, HandIn, Matching, Row
from programs.residents.import_words import HEADINGS
from programs.residents.roster_heading_rules import FIELDS, SEVERAL, SKIP, folded_heading, never_taken
from programs.residents.roster_layout_rules import Layout, column_letter, guess, is_data, layout_of
from programs.residents.roster_value_rules import without_numbers
from programs.residents.tables import ImportBatch
from server import audit, jobs
from server.export.text import restored
from server.intake.grid import Grid
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.ids import new_op_id

OPEN = frozenset({"uploaded", "checked", "failed"})
WAITS = timedelta(days=7)
# How long rows that were left out of an import can be taken away.
KEPT = timedelta(days=30)
CHECK = "residents.check_roster"
IMPORT = "residents.import_roster"
UNDO = "residents.take_roster_back"


class Read(msgspec.Struct):
    """A handed-in list as it was read: its rows without whole numbers, and what its columns seem to be."""

    rows: list[Row]
    matching: Matching
    digest: str


async def read_roster(grid: Grid, data: HandIn, *, actor: Actor) -> Read:
    """Find the list in the cells of a sheet, before anything is written.

    Refused beside `file` when a column is never taken (S05), or nobody stands in it. Gives way to others as it goes.
    """
    _check_delete_after(data.delete_after)
    rows = grid.rows
    layout = layout_of(rows)
    _refuse_columns(rows, layout)
    memory = await remembered(actor.organisation_id)
    fields = guess(layout, rows[layout.first : layout.first + PART], memory)
    name_column = fields.index("name") if "name" in fields else None
    found: list[Row] = []
    keep_phones = data.purpose == consent_rules.CONTACT
    today = clock.today()
    for start in range(layout.first, len(rows), PART):
        for number, cells in enumerate(rows[start : start + PART], start=start + 1):
            if is_data(cells, layout, name_column):
                kept = [
                    without_numbers(_as_written(cell), on=today, keep_phones=keep_phones) for cell in cells
                ]
                found.append(Row(number, kept))
        await asyncio.sleep(0)
    if not found:
        raise Refused("roster.nobody", field="file")
    digest = hashlib.sha256("\n".join("\t".join(row) for row in rows[:PART]).encode()).hexdigest()
    matching = Matching(list(fields), list(layout.headings), data.how, grid.sheet, grid.others)
    return Read(found, matching, digest)


def _as_written(cell: str) -> str:
    """A cell of a file that was exported from here, without the apostrophe that keeps it from being a formula."""
    return restored(cell) if cell.startswith("'") else cell


def _check_delete_after(day: date) -> None:
    today = clock.today()
    if not today + timedelta(days=1) <= day <= today + timedelta(days=3653):
        raise Refused("roster.delete_after", field="delete_after")


def _refuse_columns(rows: Sequence[Sequence[str]], layout: Layout) -> None:
    """Refuse a list for its headings; one without headings for what stands in its first rows."""
    looked_at = [rows[number] for number in layout.header_rows] or rows[:1]
    for cells in [*looked_at, layout.headings]:
        for place, heading in enumerate(cells):
            if kind := never_taken(heading):
                raise Refused(
                    f"roster.{kind}", field="file", heading=heading[:40], letter=column_letter(place)
                )


async def hand_in(community: Community, name: str, data: HandIn, read: Read, *, actor: Actor) -> int:
    """Keep a list until it has been looked at; its id. It is checked in a moment."""
    async with write_transaction():
        batch = ImportBatch(
            organisation=actor.organisation_id,
            community=community.id,
            file_name=name[-120:],
            file_hash=read.digest,
            purpose=data.purpose,
            delete_after=data.delete_after,
            matching=_text(read.matching),
            counts="{}",
            rows=len(read.rows),
            created_by=actor.user_id,
            created_at=clock.now(),
        )
        await batch.save()
        for position, rows in enumerate(_parts(read.rows)):
            await db.execute(
                "INSERT INTO import_part (organisation, batch, position, content) VALUES ({}, {}, {}, {})",
                actor.organisation_id,
                batch.id,
                position,
                _text(rows),
            )
        await jobs.enqueue(CHECK, {"batch": batch.id}, actor=actor)
        await audit.record(
            "roster.handed_in",
            "import_batch",
            batch.id,
            actor=actor,
            changes={"rows": [None, len(read.rows)], "purpose": [None, data.purpose]},
        )
        return batch.id


async def match_columns(batch: ImportBatch, data: Columns, *, actor: Actor) -> int:
    """Say which column is what; the list is checked anew, and the next one of its make is matched like this."""
    async with write_transaction():
        batch = await locked_open(batch)
        matching = matching_of(batch)
        if batch.version != data.version:
            raise Refused("roster.not_now")
        _check_fields(data.fields, matching)
        unchanged = matching.fields == list(data.fields) and batch.state != "failed"
        matching.fields = list(data.fields)
        for heading, field in zip(matching.headings, data.fields, strict=True):
            if folded := folded_heading(heading)[:120]:
                await db.execute(
                    "INSERT INTO column_memory (organisation, heading, field) VALUES ({}, {}, {})"
                    " ON CONFLICT (organisation, heading) DO UPDATE SET field = EXCLUDED.field",
                    actor.organisation_id,
                    folded,
                    field,
                )
        if not unchanged:
            await check_anew(batch, actor=actor, matching=matching)
        return batch.id


def _check_fields(fields: Sequence[str], matching: Matching) -> None:
    if len(fields) != len(matching.headings):
        raise Refused("roster.columns_changed", field="fields")
    if "name" not in fields:
        raise Refused("roster.no_name_column", field="fields")
    for field in FIELDS:
        if field not in SEVERAL and fields.count(field) > 1:
            raise Refused("roster.twice_the_field", field="fields", field_name=HEADINGS[field])
    for field, heading in zip(fields, matching.headings, strict=True):
        if field != SKIP and (kind := never_taken(heading)):
            raise Refused(f"roster.{kind}", field="fields", heading=heading[:40], letter="")


async def check_anew(batch: ImportBatch, *, actor: Actor, matching: Matching | None = None) -> None:
    """Have a list checked again, in the caller's transaction; a check that is under way gives up."""
    changes: dict[Any, Any] = {
        ImportBatch.state: "uploaded",
        ImportBatch.progress: 0,
        ImportBatch.fault: "",
        ImportBatch.version: batch.version + 1,
    }
    if matching is not None:
        changes[ImportBatch.matching] = _text(matching)
    await ImportBatch.update(changes).where(ImportBatch.id == batch.id)
    await jobs.enqueue(CHECK, {"batch": batch.id}, actor=actor)


async def confirm(batch: ImportBatch, data: Confirmed, *, actor: Actor) -> int:
    """Have a list imported as it was shown; refused when it has changed since."""
    async with write_transaction():
        batch = await lock(batch)
        if batch.state != "checked" or batch.version != data.version:
            raise Refused("roster.not_now")
        counts = counts_of(batch)
        if not counts.new + counts.matched:
            raise Refused("roster.nothing_to_import")
        await ImportBatch.update(
            {ImportBatch.state: "running", ImportBatch.progress: 0, ImportBatch.version: batch.version + 1}
        ).where(ImportBatch.id == batch.id)
        await jobs.enqueue(IMPORT, {"batch": batch.id, "by": actor.user_id, "name": actor.name}, actor=actor)
        return batch.id


async def drop(batch: ImportBatch, data: Dropped, *, actor: Actor) -> int:
    """Do not import a list: its rows are deleted, that it was handed in stays."""
    async with write_transaction():
        batch = await locked_open(batch)
        await db.execute("DELETE FROM import_part WHERE batch = {}", batch.id)
        await ImportBatch.update(
            {ImportBatch.state: "dropped", ImportBatch.version: batch.version + 1}
        ).where(ImportBatch.id == batch.id)
        await audit.record("roster.dropped", "import_batch", batch.id, actor=actor)
        return batch.id


async def note_taken_away(community: Community, *, actor: Actor) -> None:
    """Log that somebody takes the whole register away (PIPL article 51: who saw what is on record)."""
    async with write_transaction():
        await audit.record("register.taken_away", "community", community.id, actor=actor)


async def drop_stale(*, actor: Actor) -> None:
    """Drop the organisation's lists that nobody has gone on with for `WAITS`, and after `KEPT` what others left out."""
    found = await ImportBatch.objects().where(
        (ImportBatch.organisation == actor.organisation_id)
        & ImportBatch.state.is_in(sorted(OPEN))
        & (ImportBatch.created_at < clock.now() - WAITS)
    )
    for batch in found:
        await drop(batch, Dropped(op_id=new_op_id()), actor=actor)
    async with write_transaction():
        await db.execute(
            "DELETE FROM import_part WHERE batch IN (SELECT id FROM import_batch WHERE organisation = {}"
            " AND state = 'done' AND (imported_at < {} OR delete_after < {}))",
            actor.organisation_id,
            clock.now() - KEPT,
            clock.today(),
        )


async def rewrite_part(batch_id: int, position: int, rows: Sequence[Row]) -> None:
    """Keep rows of a list as they are now, in the caller's transaction."""
    await db.execute(
        "UPDATE import_part SET content = {} WHERE batch = {} AND position = {}",
        _text(rows),
        batch_id,
        position,
    )


async def locked_open(batch: ImportBatch) -> ImportBatch:
    """The batch, locked; refused once it is being imported or over."""
    batch = await lock(batch)
    if batch.state not in OPEN:
        raise Refused("roster.not_now")
    return batch


def _parts(rows: Sequence[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while part := list(islice(left, PART)):
        yield part


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()
