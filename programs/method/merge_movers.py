"""What a person counts in, when two records of her become one: every program counts her once."""

from __future__ import annotations

from typing import Any

import msgspec

from programs.method import ledger
from programs.method.ledger import Entry, Standing
from programs.method.tables import CaseQuote
from programs.residents.mover_actions import Move, Rows
from server.lib.errors import Refused
from server.lib.i18n import m

_MENTIONS = "program IN (SELECT program FROM program_person WHERE resident = {}) AND people LIKE {}"


class Restated(msgspec.Struct, frozen=True):
    """A row as it stood, and as it was written anew; `after` is None for what a record put aside had proved."""

    program: int
    source_kind: str
    source_id: int
    before: Entry
    after: Entry | None


class EvidenceMover:
    """Rows of the ledger name the kept record instead of the merged one; what was put aside counts no longer.

    Rows are never changed: each is reversed, and recorded anew under the same source.
    """

    name = "evidence"

    async def move(self, move: Move) -> Any:
        aside = [row for source in move.aside for row in await _proved_by(*source)]
        gone = {row.id for row in aside}
        mentioning = [row for row in await _mentioning(move.merged) if row.id not in gone]
        restated = [_restated(row, None) for row in aside]
        restated += [_restated(row, _with(row.entry, move)) for row in mentioning]
        await ledger.take_back([*aside, *mentioning], actor=move.actor)
        for one in restated:
            await _record(one, one.after, move)
        return msgspec.to_builtins(restated)

    async def back(self, move: Move, moved: Any) -> None:
        restated = msgspec.convert(moved, list[Restated])
        found: list[Standing] = []
        for one in restated:
            if one.after is not None:
                found.append(await _still(one, taken={row.id for row in found}))
        await ledger.take_back(found, actor=move.actor)
        for one in restated:
            await _record(one, one.before, move)


MOVERS = (Rows(CaseQuote, "resident", m("sentences for a case")), EvidenceMover())


async def _proved_by(source_kind: str, source_id: int) -> list[Standing]:
    return await ledger.standing("source_kind = {} AND source_id = {}", source_kind, source_id)


async def _mentioning(resident_id: int) -> list[Standing]:
    found = await ledger.standing(_MENTIONS, resident_id, f"%{resident_id}%")
    return [row for row in found if resident_id in row.entry.people]


def _with(entry: Entry, move: Move) -> Entry:
    """The entry with the kept record for the merged one. Who was named twice counts once."""
    people = tuple(dict.fromkeys(move.kept if one == move.merged else one for one in entry.people))
    fewer = len(entry.people) - len(people)
    return msgspec.structs.replace(entry, people=people, quantity=entry.quantity - fewer)


def _restated(row: Standing, after: Entry | None) -> Restated:
    return Restated(row.program, row.source_kind, row.source_id, row.entry, after)


async def _still(one: Restated, *, taken: set[int]) -> Standing:
    for row in await _proved_by(one.source_kind, one.source_id):
        if row.program == one.program and row.entry == one.after and row.id not in taken:
            return row
    raise Refused("residents.merge_evidence_changed")


async def _record(one: Restated, entry: Entry | None, move: Move) -> None:
    if entry is not None:
        await ledger.record(
            [entry],
            program_id=one.program,
            source_kind=one.source_kind,
            source_id=one.source_id,
            actor=move.actor,
        )
