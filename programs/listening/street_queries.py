"""Reading what came from the street: by its private address, in the inbox, and summed for everybody."""

from __future__ import annotations

from datetime import date
from typing import Any

from programs.communities.queries import within_reach
from programs.communities.tables import Community
from programs.listening.queries import CARD, COUNTED, FROM, plain
from programs.listening.tables import Need
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.ids import token_hash
from server.web.paging import PAGE, Slice, after_id, cut

_WAITS = "n.from_street AND n.taken_in_on IS NULL AND n.voided_at IS NULL"


async def need_by_token(community: Community, token: str) -> Need:
    """The note that lies at a private address of this community."""
    found = await Need.objects().get(
        (Need.follow_hash == token_hash(token)) & (Need.community == community.id)
    )
    if found is None:
        raise NotFound
    return found


async def list_inbox(
    actor: Actor, community_id: int | None = None, *, cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """The notes that wait in the actor's communities, the oldest first."""
    where, values = within_reach(actor, "n", community_id)
    where.append(_WAITS)
    if last := after_id(cursor):
        where.append("n.id > {}")
        values.append(last)
    found = await db.rows(f"{CARD}{FROM} WHERE {' AND '.join(where)} ORDER BY n.id LIMIT {PAGE + 1}", *values)
    return cut([plain(row) for row in found], "id")


async def count_inbox(actor: Actor, community_id: int | None = None) -> int:
    """How many notes wait."""
    where, values = within_reach(actor, "n", community_id)
    [found] = await db.rows(
        f"SELECT COUNT(*) AS n FROM need AS n WHERE {' AND '.join(where)} AND {_WAITS}", *values
    )
    return int(found["n"])


async def year_of(community_id: int, first: date) -> tuple[int, int]:
    """How many needs of a community were raised since this day, and how many answered."""
    counted = f"SELECT SUM(n.quantity) FROM need AS n WHERE n.community = {{}} AND {COUNTED}"
    [found] = await db.rows(
        f"SELECT ({counted} AND n.raised_on >= {{}}) AS raised, ({counted} AND n.answered_on >= {{}}) AS answered",
        community_id,
        first,
        community_id,
        first,
    )
    return int(found["raised"] or 0), int(found["answered"] or 0)
