"""Reading what people remember of a compact and what they keep (S57)."""

from __future__ import annotations

from typing import Any

from groups.compacts.tables import CompactPractice, CompactRecall
from server.lib import db
from server.lib.actor import Actor
from server.lib.records import own_row


async def recalls_of(compact_id: int) -> list[dict[str, Any]]:
    """The rounds of asking that count, the oldest first."""
    return await db.rows(
        "SELECT id, asked_on, asked, recalled, clauses FROM compact_recall WHERE compact = {} AND voided_at IS NULL"
        " ORDER BY asked_on, id",
        compact_id,
    )


async def practice_of(compact_id: int) -> list[dict[str, Any]]:
    """The counts of what is kept that stand, the oldest first."""
    return await db.rows(
        "SELECT id, clause_key, seen_on, place, kept, broken FROM compact_practice WHERE compact = {}"
        " AND voided_at IS NULL ORDER BY seen_on, id",
        compact_id,
    )


async def recall_row(actor: Actor, recall_id: int) -> CompactRecall:
    """A round of asking in the actor's organisation."""
    return await own_row(CompactRecall, recall_id, actor)


async def practice_row(actor: Actor, practice_id: int) -> CompactPractice:
    """A count in the actor's organisation."""
    return await own_row(CompactPractice, practice_id, actor)
