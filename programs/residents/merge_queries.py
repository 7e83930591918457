"""Who may be the same person, and which records are merged."""

from __future__ import annotations

from typing import Any

from programs.residents import merge_rules
from programs.residents.merge_rules import alike, likeliest
from programs.residents.queries import cards_of
from programs.residents.search_queries import matching
from programs.residents.tables import Resident, ResidentMerge
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Refused

_AT_ONCE = 20
_SHOWN = 5


async def alike_to(actor: Actor, resident: Resident) -> list[dict[str, Any]]:
    """The few people of the same community who may be this person, as cards with `why`, the likeliest first."""
    ids = await _candidates(actor, resident)
    if resident.erased_at is not None or not ids:
        return []
    mine = resident.to_dict()
    found = await db.rows(
        "SELECT id, folded_name, phone_tail, household FROM resident"
        f" WHERE id IN ({db.marks(ids)}) AND erased_at IS NULL AND id <> {{}}",
        *sorted(ids),
        resident.id,
    )
    why = {row["id"]: reasons for row in found if (reasons := alike(mine, row))}
    nearest = sorted(why, key=lambda one: (*likeliest(why[one]), one))[:_SHOWN]
    return [{**card, "why": why[card["id"]]} for card in await cards_of(nearest)]


async def _candidates(actor: Actor, resident: Resident) -> set[int]:
    """By whole name, by parts of it, by what holds it, by phone and by door: each by an index."""
    ids: set[int] = set()
    parts = merge_rules.parts_of(resident.folded_name) or [resident.folded_name]
    asked: list[tuple[str, list[Any]]] = [
        (f"community = {{}} AND folded_name IN ({db.marks(parts)})", [resident.community, *parts])
    ]
    if resident.phone_tail:
        asked.append(
            (
                "organisation = {} AND phone_tail = {} AND community = {}",
                [resident.organisation, resident.phone_tail, resident.community],
            )
        )
    if resident.household is not None:
        asked.append(("household = {}", [resident.household]))
    for where, values in asked:
        found = await db.rows(
            f"SELECT id FROM resident WHERE {where} AND erased_at IS NULL ORDER BY id DESC LIMIT {_AT_ONCE}",
            *values,
        )
        ids |= {row["id"] for row in found}
    if len(resident.folded_name) > 1:
        ids |= set(
            await matching(actor, resident.folded_name, community_id=resident.community, limit=_AT_ONCE)
        )
    return ids


async def standing_merge(resident_id: int) -> ResidentMerge | None:
    """The merge by which this record speaks no longer for itself; None for a record that does."""
    return await ResidentMerge.objects().get(
        (ResidentMerge.merged == resident_id) & ResidentMerge.undone_at.is_null()
    )


async def merged_into(resident_id: int) -> list[Resident]:
    """The records that were merged into this one and not parted, the last one first."""
    ids = [
        row["merged"]
        for row in await db.rows(
            "SELECT merged FROM resident_merge WHERE kept = {} AND undone_at IS NULL ORDER BY id DESC",
            resident_id,
        )
    ]
    found = {row.id: row for row in await Resident.objects().where(Resident.id.is_in(ids))} if ids else {}
    return [found[one] for one in ids]


async def speaks_through(resident: Resident) -> dict[str, Any] | None:
    """The card into which this record is merged, `id` and `name`; None when it is merged into none, or was erased."""
    found = await db.rows(
        "SELECT k.id, k.name FROM resident_merge AS g JOIN resident AS k ON k.id = g.kept"
        " WHERE g.merged = {} AND g.undone_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM erasure AS e WHERE e.resident = g.merged)",
        resident.id,
    )
    return found[0] if found else None


async def refuse_gone(resident: Resident) -> None:
    """Refused for a record into which nothing can be written: it was erased, or another one speaks for it."""
    if resident.erased_at is not None:
        merged = await speaks_through(resident) is not None
        raise Refused("residents.merged_away" if merged else "residents.erased")


async def consents_of_both(one: int, other: int) -> list[dict[str, Any]]:
    """All consents of two records."""
    return await db.rows(
        "SELECT resident, purpose, given_on, until, withdrawn_on FROM consent WHERE resident IN ({}, {}) ORDER BY id",
        one,
        other,
    )
