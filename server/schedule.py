"""All recurring work, a line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from server.accounts.queries import organisation_ids
from server.jobs import enqueue
from server.jobs.rules import Every, period_key
from server.lib import clock, db
from server.lib.actor import Actor

INSTALLATION = 0


@dataclass(frozen=True)
class Recurring:
    """A kind of work that is due every so often, once for the installation or once for each organisation."""

    kind: str
    every: Every
    per: Literal["installation", "organisation"] = "installation"
    only_on: Literal["", "sqlite", "postgres"] = ""


RECURRING = (Recurring("jobs.drop_done", every="day"),)

_asked: dict[Recurring, str] = {}


async def enqueue_due() -> None:
    """Ask for the work of the hour and the day that have begun.

    The key names the period, so however many workers ask, and however often, it is done once.
    """
    now = clock.local(clock.now())
    for line in RECURRING:
        key = period_key(line.kind, line.every, now)
        if _asked.get(line) == key or line.only_on not in ("", db.engine().kind):
            continue
        owners = [INSTALLATION] if line.per == "installation" else await organisation_ids()
        async with db.write_transaction():
            for organisation in owners:
                await enqueue(line.kind, {}, actor=Actor.system(organisation), key=key)
        _asked[line] = key
