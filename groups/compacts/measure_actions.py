"""Counting what people remember of a compact and what they keep (S57)."""

from __future__ import annotations

from typing import Any

from groups.compacts import measure_rules, text_queries
from groups.compacts.schemas import NewPractice, NewRecall, VoidedMeasure
from groups.compacts.stages import permitted
from groups.compacts.tables import Compact, CompactPractice, CompactRecall
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused


async def count_recall(compact: Compact, data: NewRecall, *, actor: Actor) -> int:
    """Note a round of asking which clauses people remember."""
    check_past_day(data.asked_on, field="asked_on")
    async with write_transaction():
        compact = await permitted(compact, "measure")
        text = text_queries.standing(await text_queries.texts_of(compact.id))
        if text is None:
            raise NotFound
        if code := measure_rules.refuse_recall(
            asked=data.asked, recalled=data.recalled, clauses=len(text.clauses)
        ):
            raise Refused(code, field="asked" if code == "compacts.nobody_asked" else "recalled")
        row = CompactRecall(
            organisation=compact.organisation,
            compact=compact.id,
            compact_version=text.id,
            asked_on=data.asked_on,
            asked=data.asked,
            recalled=data.recalled,
            clauses=len(text.clauses),
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await row.save()
        await _record("compact.recall_counted", compact, actor=actor)
        return row.id


async def count_practice(compact: Compact, data: NewPractice, *, actor: Actor) -> int:
    """Note how many kept a clause at one place on one day, and how many did not."""
    check_past_day(data.seen_on, field="seen_on")
    if code := measure_rules.refuse_practice(kept=data.kept, broken=data.broken):
        raise Refused(code, field="kept")
    async with write_transaction():
        compact = await permitted(compact, "measure")
        text = text_queries.standing(await text_queries.texts_of(compact.id))
        if text is None or data.clause not in text.keys:
            raise NotFound
        row = CompactPractice(
            organisation=compact.organisation,
            compact=compact.id,
            clause_key=data.clause,
            seen_on=data.seen_on,
            place=data.place or "",
            kept=data.kept,
            broken=data.broken,
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await row.save()
        await _record("compact.practice_counted", compact, actor=actor)
        return row.id


async def void_recall(compact: Compact, recall: CompactRecall, data: VoidedMeasure, *, actor: Actor) -> int:
    """Take back a round that was entered by mistake."""
    return await _void(compact, recall, CompactRecall, data, actor=actor)


async def void_practice(
    compact: Compact, practice: CompactPractice, data: VoidedMeasure, *, actor: Actor
) -> int:
    """Take back a count that was entered by mistake."""
    return await _void(compact, practice, CompactPractice, data, actor=actor)


async def _void(compact: Compact, row: Any, table: Any, data: VoidedMeasure, *, actor: Actor) -> int:
    async with write_transaction():
        row = await lock(row)
        if row.voided_at is not None:
            raise Refused("compacts.voided_already")
        await table.update({"voided_at": clock.now(), "void_reason": data.reason}).where(table.id == row.id)
        await _record("compact.measure_voided", compact, actor=actor, reason=data.reason)
        return int(row.id)


async def _record(action: str, compact: Compact, *, actor: Actor, reason: str | None = None) -> None:
    await audit.record(action, "compact", compact.id, actor=actor, program_id=compact.program, reason=reason)
