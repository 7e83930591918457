"""Reading notes that were merged, and notes that likely say the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from programs.listening.merge_rules import Note, like_this, likely_same
from programs.listening.queries import CARD, FROM, NeedFilter, access_need, conditions, plain
from programs.listening.tables import Need, NeedMerge
from server.lib import db
from server.lib.actor import Actor

# Notes of half a year are compared, the newest first; older ones were sorted out in their time.
COMPARED = 400
_LOOK_BACK = timedelta(days=183)


async def access_needs(actor: Actor, ids: Sequence[int]) -> list[Need]:
    """These needs, each through its own door, in the order of their ids."""
    return [await access_need(actor, need_id, to_edit=True) for need_id in sorted(set(ids))]


async def needs_shown(actor: Actor, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Cards of those of these needs that the actor may see and that stand, the oldest first."""
    where, values = conditions(actor, NeedFilter())
    return [
        plain(row)
        for row in await db.rows(
            f"{CARD}{FROM} WHERE {' AND '.join(where)} AND n.id IN ({db.marks(ids)}) ORDER BY n.raised_on, n.id",
            *values,
            *ids,
        )
    ]


async def merged_into(need_id: int) -> list[dict[str, Any]]:
    """The notes that a need speaks for, the newest first."""
    return [
        plain(row)
        for row in await db.rows(f"{CARD}{FROM} WHERE n.merged_into = {{}} ORDER BY n.id DESC", need_id)
    ]


async def trail_of(need_id: int) -> list[dict[str, Any]]:
    """When notes were merged with this one and parted from it again, the newest first."""
    return await db.rows(
        "SELECT t.id, t.kept, t.merged, t.merged_at, t.split_at, t.split_reason, u.display_name AS by_name,"
        " o.text AS other_text, CASE WHEN t.kept = {} THEN t.merged ELSE t.kept END AS other FROM need_merge AS t"
        " JOIN need AS o ON o.id = CASE WHEN t.kept = {} THEN t.merged ELSE t.kept END"
        " LEFT JOIN user_account AS u ON u.id = t.merged_by WHERE t.kept = {} OR t.merged = {}"
        " ORDER BY t.id DESC",
        need_id,
        need_id,
        need_id,
        need_id,
    )


async def merges_around(kept_id: int) -> dict[int, int]:
    """Of all notes that this one speaks for: which was merged into which, as it stands."""
    found = await db.rows(
        "SELECT t.merged, t.kept FROM need_merge AS t JOIN need AS n ON n.id = t.merged"
        " WHERE t.split_at IS NULL AND n.merged_into = {}",
        kept_id,
    )
    return {row["merged"]: row["kept"] for row in found}


async def standing_merge(need: Need) -> NeedMerge | None:
    """The merge by which a note is part of another one."""
    return await NeedMerge.objects().get((NeedMerge.merged == need.id) & NeedMerge.split_at.is_null())


async def likely_duplicates(actor: Actor, chosen: NeedFilter, *, today: date) -> list[list[dict[str, Any]]]:
    """Groups of needs that likely say the same, among the newest."""
    notes = await _notes(actor, chosen, today)
    groups = likely_same(notes)
    cards = await needs_shown(actor, [need_id for group in groups for need_id in group])
    by_id = {card["id"]: card for card in cards}
    return [[by_id[need_id] for need_id in sorted(group) if need_id in by_id] for group in groups]


async def likely_like(actor: Actor, need: Need, *, today: date) -> list[dict[str, Any]]:
    """The needs that likely say the same as this one."""
    notes = await _notes(actor, NeedFilter(community=need.community), today)
    own = Note(need.id, need.text, need.building, need.need_class)
    return await needs_shown(actor, like_this(own, notes))


async def _notes(actor: Actor, chosen: NeedFilter, today: date) -> list[Note]:
    where, values = conditions(actor, chosen)
    found = await db.rows(
        f"SELECT n.id, n.text, n.building, n.need_class FROM need AS n WHERE {' AND '.join(where)}"
        f" AND n.quantity = 1 AND n.raised_on >= {{}} ORDER BY n.raised_on DESC, n.id DESC LIMIT {COMPARED}",
        *values,
        today - _LOOK_BACK,
    )
    return [Note(row["id"], row["text"], row["building"], row["need_class"]) for row in found]
