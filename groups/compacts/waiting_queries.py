"""Signatures from the street whose door nobody has entered yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from groups.compacts import queries, rules
from groups.compacts.tables import Compact, CompactWaiting
from programs.communities.queries import within_reach
from server.lib import db
from server.lib.actor import Actor
from server.lib.i18n import _, ngettext
from server.lib.ids import token_hash
from server.lib.records import own_row

_WAITING = (
    "SELECT w.id, w.name, w.how, w.drawing, w.pledge, w.door, w.signed_on, w.outcome, w.settled_at, v.major, v.minor,"
    " b.name AS building_name, e.name AS estate_name, h.id IS NOT NULL AS known FROM compact_waiting AS w"
    " JOIN compact_version AS v ON v.id = w.compact_version JOIN building AS b ON b.id = w.building"
    " JOIN estate AS e ON e.id = b.estate LEFT JOIN household AS h ON h.building = w.building AND h.door = w.door"
    " AND h.arrives_with IS NULL"
)


async def access_waiting(actor: Actor, waiting_id: int) -> tuple[CompactWaiting, Compact]:
    """A waiting signature with its compact, for staff who settle it."""
    waiting = await own_row(CompactWaiting, waiting_id, actor)
    return waiting, await queries.access_compact(actor, waiting.compact, to_edit=True)


async def list_waiting(compact_id: int) -> list[dict[str, Any]]:
    """Those that wait, the oldest first, and after them those whose door is `not_here`; `known` says that it stands by now."""
    found = await db.rows(
        f"{_WAITING} WHERE w.compact = {{}} AND (w.outcome IS NULL OR w.outcome = 'not_here')"
        " ORDER BY CASE WHEN w.outcome IS NULL THEN 0 ELSE 1 END, w.id",
        compact_id,
    )
    return [{**row, "known": bool(row["known"])} for row in found]


async def count_waiting(compact_id: int) -> int:
    """How many signatures of a compact wait for their door."""
    [found] = await db.rows(
        "SELECT COUNT(*) AS n FROM compact_waiting WHERE compact = {} AND outcome IS NULL", compact_id
    )
    return int(found["n"])


async def waits_at(version_id: int, building_id: int, door: str) -> bool:
    """Whether a signature to this text waits for this door."""
    found = await db.rows(
        "SELECT id FROM compact_waiting WHERE compact_version = {} AND building = {} AND door = {}"
        " AND outcome IS NULL",
        version_id,
        building_id,
        door,
    )
    return bool(found)


async def waiting_by_token(compact_id: int, token: str) -> CompactWaiting | None:
    """The waiting signature to which a receipt belongs, if one does."""
    found: CompactWaiting | None = await CompactWaiting.objects().get(
        (CompactWaiting.receipt_hash == token_hash(token)) & (CompactWaiting.compact == compact_id)
    )
    return found


async def waiting_by_id(waiting_id: int) -> dict[str, Any]:
    """One waiting signature with its door and text."""
    [found] = await db.rows(f"{_WAITING} WHERE w.id = {{}}", waiting_id)
    return found


async def doors_due(actor: Actor) -> list[dict[str, Any]]:
    """Compacts with signatures whose door is to be looked at, for the reader's board: each due by its oldest."""
    where, values = within_reach(actor, "c")
    found = await db.rows(
        "SELECT c.id, c.title, w.signed_on FROM compact_waiting AS w JOIN compact AS c ON c.id = w.compact"
        f" WHERE w.outcome IS NULL AND {' AND '.join(where)} ORDER BY w.id",
        *values,
    )
    waiting: dict[int, list[dict[str, Any]]] = {}
    for row in found:
        waiting.setdefault(row["id"], []).append(row)
    return [
        {
            "title": _("Look whether there are such doors"),
            "text": ngettext(
                "%(title)s: %(num)s signature waits for it",
                "%(title)s: %(num)s signatures wait for it",
                len(rows),
                title=rows[0]["title"],
            ),
            "due_on": rows[0]["signed_on"] + timedelta(rules.CONFIRM_WITHIN_DAYS),
            "href": f"/desk/compacts/{compact_id}/signatures#waiting",
        }
        for compact_id, rows in waiting.items()
    ]
