"""Reading the ledger's own rows."""

from __future__ import annotations

from typing import Any

from server.lib import db
from server.lib.days import months_later, read_month
from server.web.paging import PAGE, Slice, after_id, cut


async def evidence_of(
    program_id: int, *, kind: str = "", facet: str | None = None, month: str = "", cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """The rows of the ledger, newest first, of one kind, facet or month when those are given."""
    where: list[str] = ["program = {}"]
    values: list[Any] = [program_id]
    if kind:
        where.append("kind = {}")
        values.append(kind)
    if facet is not None:
        where.append("facet = {}")
        values.append(facet)
    if first := read_month(month):
        where.append("occurred_on >= {} AND occurred_on < {}")
        values += [first, months_later(first, 1)]
    if last := after_id(cursor):
        where.append("id < {}")
        values.append(last)
    found = await db.rows(
        "SELECT id, kind, facet, occurred_on, quantity, source_kind, source_id, reverses, recorded_at FROM evidence"
        f" WHERE {' AND '.join(where)} ORDER BY id DESC LIMIT {PAGE + 1}",
        *values,
    )
    return cut(found, "id")


async def newest_evidence(
    program_id: int, kind: str, facet: str | None, *, limit: int = 4
) -> list[dict[str, Any]]:
    """The newest standing rows of a kind: what a gate links to."""
    by_facet = "" if facet is None else " AND facet = {}"
    return await db.rows(
        "SELECT id, occurred_on, quantity, source_kind, source_id FROM evidence AS e WHERE program = {} AND kind = {}"
        + by_facet
        + " AND reverses IS NULL AND NOT EXISTS (SELECT 1 FROM evidence AS r WHERE r.reverses = e.id)"
        " ORDER BY occurred_on DESC, id DESC LIMIT {}",
        *([program_id, kind] if facet is None else [program_id, kind, facet]),
        limit,
    )
