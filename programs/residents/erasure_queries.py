"""What an erasure needs to know, and what is due for one."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from programs.communities.queries import within_reach
from programs.residents.key_queries import HIDDEN, reader_of, whole_phone
from programs.residents.merge_queries import merged_into
from programs.residents.tables import Resident
from server.lib import db
from server.lib.actor import Actor


async def names_ever(resident: Resident) -> list[str]:
    """Every name by which texts may call a person: hers and her guardian's, now and before, and her whole number.

    Those of records that were merged into hers too.
    """
    names = {resident.name, resident.guardian_name, await whole_phone(resident.id)}
    read = await reader_of(resident.id)
    for row in await db.rows(
        "SELECT changes FROM audit_entry WHERE organisation = {} AND subject_kind = 'resident' AND subject_id = {}"
        " AND changes IS NOT NULL",
        resident.organisation,
        resident.id,
    ):
        changes: dict[str, list[Any] | None] = msgspec.json.decode(row["changes"])
        for field in ("name", "guardian_name"):
            names |= {str(read(value)) for value in changes.get(field) or ()}
    for other in await merged_into(resident.id):
        names |= set(await names_ever(other))
    return sorted(name for name in names if name and name not in {HIDDEN, "—"})


async def due_rows(actor: Actor, *, today: date) -> list[dict[str, Any]]:
    """The records in the actor's reach that were to be kept until a day that has gone by, the longest due first."""
    where, values = within_reach(actor, "r")
    return await db.rows(
        "SELECT r.id, r.name, r.phone_tail, r.community, c.name AS community_name, r.keep_until FROM resident AS r"
        f" JOIN community AS c ON c.id = r.community WHERE {' AND '.join(where)}"
        " AND r.keep_until < {} AND r.erased_at IS NULL ORDER BY r.keep_until, r.id LIMIT 1000",
        *values,
        today,
    )


async def run_out_rows(actor: Actor, *, today: date) -> list[dict[str, Any]]:
    """What is still kept on a consent that has run out, in the actor's reach: a row for each person and purpose.

    It is shown nowhere any more, and waits to be deleted or asked for again.
    """
    where, values = within_reach(actor, "r")
    return await db.rows(
        "SELECT DISTINCT r.id, r.name, r.phone_tail, c.name AS community_name, e.purpose FROM consent AS e"
        " JOIN resident AS r ON r.id = e.resident JOIN community AS c ON c.id = r.community"
        f" WHERE {' AND '.join(where)} AND e.withdrawn_on IS NULL AND e.until < {{}}"
        " AND NOT EXISTS (SELECT 1 FROM consent AS n WHERE n.resident = e.resident AND n.purpose = e.purpose"
        " AND n.withdrawn_on IS NULL AND (n.until IS NULL OR n.until >= {}))"
        " AND ((e.purpose = 'contact' AND r.sealed_phone <> '') OR EXISTS (SELECT 1 FROM resident_tag AS t"
        " WHERE t.resident = r.id AND ((e.purpose = 'interests' AND t.kind IN ('hobby', 'target_group'))"
        " OR (e.purpose = 'care' AND t.kind = 'category')))) ORDER BY r.id, e.purpose LIMIT 1000",
        *values,
        today,
        today,
    )


async def due_counts(*, today: date) -> list[dict[str, Any]]:
    """How many records are due in each organisation, and since when: the dry run of the whole installation."""
    return await db.rows(
        "SELECT o.name, COUNT(*) AS records, MIN(r.keep_until) AS since FROM resident AS r"
        " JOIN organisation AS o ON o.id = r.organisation WHERE r.keep_until < {} AND r.erased_at IS NULL"
        " GROUP BY o.name ORDER BY o.name",
        today,
    )


async def erasures() -> list[dict[str, Any]]:
    """Every erasure by the ids and the age of its row, and nothing that names anybody."""
    found = await db.rows(
        "SELECT e.organisation, e.resident, e.ground, r.created_at FROM erasure AS e JOIN resident AS r ON r.id = e.resident"
        " ORDER BY e.id"
    )
    return [{**row, "created_at": row["created_at"].isoformat()} for row in found]
