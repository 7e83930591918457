"""How the work stands."""

from __future__ import annotations

import msgspec

from server.jobs import rules
from server.lib import clock, db


class Backlog(msgspec.Struct, frozen=True):
    """Jobs that should have run `rules.LATE_AFTER` ago, and jobs that were given up."""

    late: int
    dead: int


async def backlog() -> Backlog:
    """Counts over all organisations."""
    found = await db.rows(
        "SELECT (SELECT COUNT(*) FROM job WHERE state = 'ready' AND run_at < {}) AS late,"
        " (SELECT COUNT(*) FROM job WHERE state = 'dead') AS dead",
        clock.now() - rules.LATE_AFTER,
    )
    return Backlog(late=found[0]["late"], dead=found[0]["dead"])


async def faults() -> list[str]:
    """A line for each kind of work that is late or was given up; empty when all is well."""
    late = await db.rows(
        "SELECT kind, COUNT(*) AS n FROM job WHERE state = 'ready' AND run_at < {}"
        " GROUP BY kind ORDER BY kind",
        clock.now() - rules.LATE_AFTER,
    )
    dead = await db.rows(
        "SELECT kind, last_error, COUNT(*) AS n, MAX(id) AS newest FROM job WHERE state = 'dead'"
        " GROUP BY kind, last_error ORDER BY kind, last_error"
    )
    return [f"{row['kind']}: {row['n']} late" for row in late] + [
        f"{row['kind']}: {row['n']} given up, newest is job {row['newest']}: {row['last_error']}"
        for row in dead
    ]
