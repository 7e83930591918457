"""Checking a roster: what each row says, who is known, what is wrong. And correcting it, cell by cell."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import msgspec

from programs.residents import choices
from programs.residents.import_actions import check_anew, locked_open, rewrite_part
from programs.residents.import_queries import (
    matching_of,
    namesakes_of,
    part_positions,
    places_of,
    register_mark,
    rows_of_part,
)
from programs.residents.import_schemas import Answered, Counts, FixedCells, Missing, Row
from programs.residents.roster_match_rules import Twins, counted, judge
from programs.residents.roster_place_rules import NOT_FOUND, WHICH_ESTATE, place_key
from programs.residents.roster_rules import Problem, Reader
from programs.residents.roster_value_rules import without_numbers
from programs.residents.tables import ImportBatch
from server.intake.grid import plain
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused

_AT_ONCE = 100
# More buildings than one community has: a list of another place.
MOST_MISSING = 100
_TAG_FIELDS = {"hobbies": "hobby", "target_groups": "target_group", "categories": "category"}


def stored_words() -> dict[str, dict[str, str]]:
    """How the common words are stored, by field and by what people write for them."""
    return {field: choices.spellings(kind) for field, kind in _TAG_FIELDS.items()}


async def check(batch_id: int, *, actor: Actor) -> None:
    """Check every row of a list, part by part, each in a transaction of its own so that others can write meanwhile.

    Gives up when the list is changed under it: whoever changed it has asked for another check.
    """
    batch = await ImportBatch.objects().get(ImportBatch.id == batch_id)
    if batch is None or batch.state != "uploaded":
        return
    reader = await _reader_of(batch)
    mark = await register_mark(batch.community)
    twins = Twins()
    total, missing = Counts(mark=mark), dict[tuple[str, str], Missing]()
    for position in await part_positions(batch.id):
        rows = await rows_of_part(batch.id, position)
        for start in range(0, len(rows), _AT_ONCE):
            _read_rows(rows[start : start + _AT_ONCE], reader, twins)
            await asyncio.sleep(0)
        await _judge_part(rows, batch.community)
        _note_missing(missing, rows)
        total.unplaced += sum(any(one.code == WHICH_ESTATE for one in row.problems) for row in rows)
        for kind, number in counted(row.kind for row in rows).items():
            setattr(total, kind, getattr(total, kind) + number)
        if not await _save_part(batch, position, rows, actor=actor):
            return
        await asyncio.sleep(0)
    total.missing = sorted(missing.values(), key=lambda one: (-one.rows, one.first))[:MOST_MISSING]
    async with write_transaction():
        current = await lock(batch)
        if (current.version, current.state) == (batch.version, "uploaded"):
            await ImportBatch.update(
                {
                    ImportBatch.state: "checked",
                    ImportBatch.counts: _text(total),
                    ImportBatch.progress: batch.rows,
                }
            ).where(ImportBatch.id == batch.id)


async def _reader_of(batch: ImportBatch) -> Reader:
    return Reader(
        matching_of(batch).fields,
        await places_of(batch.community, estate=matching_of(batch).estate),
        purpose=str(batch.purpose),
        on=clock.today(),
        words=stored_words(),
    )


def _read_rows(rows: list[Row], reader: Reader, twins: Twins) -> None:
    """Read each row, and find out whether the same person stood further up."""
    for row in rows:
        if row.answer == "left_out":
            row.person, row.kind = None, "rejected"
            row.problems = [Problem(reader.name_column or 0, "roster.left_out")]
            continue
        row.person, row.problems = reader.read(row.cells)
        row.resident = None
        row.kind = "rejected" if row.person is None else ""
        if row.person is not None and (earlier := twins.earlier(row.number, row.person)) is not None:
            row.kind = "rejected"
            row.problems = [Problem(reader.name_column or 0, "roster.twice", {"row": earlier})]


def _note_missing(missing: dict[tuple[str, str], Missing], rows: list[Row]) -> None:
    """Count the rows for each building that is not known, by any spelling of it."""
    for row in rows:
        for problem in row.problems:
            if problem.code in NOT_FOUND:
                estate, building = str(problem.facts["estate"]), str(problem.facts["building"])
                one = missing.setdefault(place_key(estate, building), Missing(estate, building, row.number))
                one.rows += 1


async def _judge_part(rows: list[Row], community_id: int) -> None:
    """Compare the rows that can be read with the register."""
    readable = [row for row in rows if not row.kind and row.person is not None]
    names = {row.person.folded for row in readable if row.person is not None}
    known = await namesakes_of(community_id, names) if names else {}
    for row in readable:
        assert row.person is not None
        answer = row.answer if row.answer != "left_out" else ""
        verdict = judge(row.person, known.get(row.person.folded, ()), answer)
        row.kind, row.resident = verdict.kind, verdict.resident


async def _save_part(batch: ImportBatch, position: int, rows: list[Row], *, actor: Actor) -> bool:
    """Keep what was found; False when the list has been changed by somebody."""
    async with write_transaction():
        current = await lock(batch)
        if (current.version, current.state) != (batch.version, "uploaded"):
            return False
        await rewrite_part(batch.id, position, rows)
        await db.execute(
            "UPDATE import_batch SET progress = {} WHERE id = {}", rows[-1].number if rows else 0, batch.id
        )
        return True


async def fix_cells(batch: ImportBatch, data: FixedCells, *, actor: Actor) -> int:
    """Correct cells of a list and have it checked anew."""
    keep_phones = batch.purpose == "contact"
    cells: dict[int, dict[int, str]] = {}
    for fixed in data.cells:
        text = without_numbers(plain(fixed.text), on=clock.today(), keep_phones=keep_phones)
        cells.setdefault(fixed.row, {})[fixed.column] = text
    return await _change_rows(batch, cells, actor=actor)


async def answer(batch: ImportBatch, data: Answered, *, actor: Actor) -> int:
    """Say who rows are that share a name with somebody known, and have the list checked anew."""
    wanted = set(data.rows)
    if not wanted and not data.all:
        raise Refused("roster.not_now")
    async with write_transaction():
        batch = await locked_open(batch)
        for position in await part_positions(batch.id):
            rows = await rows_of_part(batch.id, position)
            asked = [row for row in rows if row.number in wanted or (data.all and row.kind == "question")]
            for row in asked:
                row.answer = data.answer
            if asked:
                await rewrite_part(batch.id, position, rows)
        await check_anew(batch, actor=actor)
        return batch.id


async def _change_rows(batch: ImportBatch, cells: Mapping[int, Mapping[int, str]], *, actor: Actor) -> int:
    async with write_transaction():
        batch = await locked_open(batch)
        for position in await part_positions(batch.id):
            rows = await rows_of_part(batch.id, position)
            touched = [row for row in rows if row.number in cells]
            for row in touched:
                for column, text in cells[row.number].items():
                    if column < len(row.cells):
                        row.cells[column] = text
            if touched:
                await rewrite_part(batch.id, position, rows)
        await check_anew(batch, actor=actor)
        return batch.id


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()
