"""What of this room waits for staff: talks, corrections, support for leaders."""

from __future__ import annotations

import msgspec

from programs.communities.queries import within_reach
from server.lib import db
from server.lib.actor import Actor


class Waiting(msgspec.Struct, frozen=True):
    """How many wait of each."""

    talks: int
    corrections: int
    support: int


async def waiting(actor: Actor, community_id: int | None = None) -> Waiting:
    """What waits in the actor's communities."""
    where, values = within_reach(actor, "x", community_id)
    own = " AND ".join(where)
    [found] = await db.rows(
        "SELECT (SELECT COUNT(*) FROM service_incident AS i JOIN service_agreement AS x ON x.id = i.agreement"
        f" WHERE {own} AND i.settled_on IS NULL AND i.talked_on IS NULL) AS talks,"
        f" (SELECT COUNT(*) FROM correction_request AS x WHERE {own} AND x.answered_on IS NULL) AS corrections,"
        f" (SELECT COUNT(*) FROM support_task AS x WHERE {own} AND x.done_on IS NULL) AS support",
        *values,
        *values,
        *values,
    )
    return Waiting(int(found["talks"]), int(found["corrections"]), int(found["support"]))
