"""What of this room waits for staff: talks, corrections, support for leaders."""

from __future__ import annotations

from datetime import date
from typing import Any

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


async def own_duties(actor: Actor, *, limit: int = 12) -> list[dict[str, Any]]:
    """What the actor herself is to see to, the soonest first: talks over what she wrote down, support that she owes."""
    of_services, services = within_reach(actor, "a")
    of_tasks, tasks = within_reach(actor, "x")
    found = await db.rows(
        "SELECT 'talk' AS kind, a.id, i.talk_with AS what, a.service AS about, i.talk_by AS due_on"
        " FROM service_incident AS i JOIN service_agreement AS a ON a.id = i.agreement"
        f" WHERE {' AND '.join(of_services)} AND i.recorded_by = {{}} AND i.talked_on IS NULL"
        " AND i.settled_on IS NULL AND i.talk_by IS NOT NULL"
        " UNION ALL SELECT 'support' AS kind, x.id, x.title AS what, r.name AS about, x.due_on FROM support_task AS x"
        f" JOIN resident AS r ON r.id = x.resident WHERE {' AND '.join(of_tasks)} AND x.owner = {{}}"
        " AND x.done_on IS NULL ORDER BY due_on LIMIT {}",
        *services,
        actor.user_id,
        *tasks,
        actor.user_id,
        limit,
    )
    # A day out of a UNION is text on SQLite.
    return [{**row, "due_on": date.fromisoformat(str(row["due_on"]))} for row in found]
