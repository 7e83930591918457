"""Keeping the words by which a person is found: hobbies, target groups, categories."""

from __future__ import annotations

from collections.abc import Collection

from server.lib import db
from server.lib.actor import Actor


async def set_tags(resident_id: int, kind: str, values: Collection[str], *, actor: Actor) -> None:
    """Make these the tags of one kind, in the caller's transaction."""
    wanted = set(values)
    found = await db.rows(
        "SELECT value FROM resident_tag WHERE resident = {} AND kind = {}", resident_id, kind
    )
    standing = {row["value"] for row in found}
    for value in sorted(standing - wanted):
        await db.execute(
            "DELETE FROM resident_tag WHERE resident = {} AND kind = {} AND value = {}",
            resident_id,
            kind,
            value,
        )
    if added := sorted(wanted - standing):
        values_in_order = [
            part for value in added for part in (actor.organisation_id, resident_id, kind, value)
        ]
        await db.execute(
            "INSERT INTO resident_tag (organisation, resident, kind, value)"
            f" VALUES {db.tuples(len(added), 4)} ON CONFLICT (resident, kind, value) DO NOTHING",
            *values_in_order,
        )
