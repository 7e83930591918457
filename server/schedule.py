"""All recurring work, a line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from server import person_keys
from server.accounts.queries import organisation_ids
from server.backup import backup, default_target
from server.jobs import enqueue, job
from server.jobs.rules import Every, period_key
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.settings import settings

INSTALLATION = 0
HOURS_KEPT = 24


@job("installation.back_up")
async def back_up(payload: dict[str, Any], actor: Actor) -> None:
    """Every hour, where nobody else keeps copies of the database: a day of them stays."""
    if not settings().demo:
        newest = await backup(default_target("hourly"))
        for old in sorted(newest.parent.glob(f"hourly-*{newest.suffix}"))[:-HOURS_KEPT]:
            old.with_name(f"{old.name}.json").unlink(missing_ok=True)
            person_keys.path_beside(old).unlink(missing_ok=True)
            old.unlink()


@job("installation.drop_old_keys")
async def drop_old_keys(payload: dict[str, Any], actor: Actor) -> None:
    """Every day: keys beside older backups go, and with them what was sealed about people who were erased since."""
    person_keys.drop_old(settings().data_dir / "backups")


@dataclass(frozen=True)
class Recurring:
    """A kind of work that is due every so often, once for the installation or once for each organisation."""

    kind: str
    every: Every
    per: Literal["installation", "organisation"] = "installation"
    only_on: Literal["", "sqlite", "postgres"] = ""


RECURRING = (
    Recurring("accounts.purge_expired", every="day"),
    Recurring("installation.back_up", every="hour", only_on="sqlite"),
    Recurring("installation.drop_old_keys", every="day"),
    Recurring("installation.forget", every="day"),
    Recurring("jobs.drop_done", every="day"),
    Recurring("residents.drop_stale_rosters", every="day", per="organisation"),
    Recurring("residents.sweep_photos", every="day"),
    Recurring("method.watch_relapses", every="day", per="organisation"),
    Recurring("habits.settle_due", every="day", per="organisation"),
)

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
