"""Reading which needs came from which visits."""

from __future__ import annotations

from typing import Any

from server.lib import db


async def need_of(concern_id: int) -> int | None:
    """The need that a concern became, unless that was taken back."""
    found = await db.rows(
        "SELECT id FROM need WHERE concern = {} AND voided_at IS NULL ORDER BY id LIMIT 1", concern_id
    )
    return int(found[0]["id"]) if found else None


async def concerns_with_needs(visit_id: int) -> list[dict[str, Any]]:
    """What was heard on a visit, each with the need that it became, if any."""
    return await db.rows(
        "SELECT c.id, c.text, MIN(n.id) AS need FROM visit_concern AS c"
        " LEFT JOIN need AS n ON n.concern = c.id AND n.voided_at IS NULL"
        " WHERE c.visit = {} GROUP BY c.id, c.text ORDER BY c.id",
        visit_id,
    )


async def visit_of(concern_id: int | None) -> int | None:
    """The visit on which a concern was heard."""
    if concern_id is None:
        return None
    found = await db.rows("SELECT visit FROM visit_concern WHERE id = {}", concern_id)
    return int(found[0]["visit"]) if found else None
