"""Asking for work, and taking it on under a lease that ends by itself when the worker dies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from server.jobs import rules
from server.jobs.tables import DEAD, DONE, READY, REASON_LENGTH
from server.lib import clock, db
from server.lib.actor import Actor

_FREE = "state = 'ready' AND run_at <= {} AND (locked_until IS NULL OR locked_until < {})"
_MINE = "id = {} AND state = 'ready' AND locked_by = {}"


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A job that `worker` alone may carry out while its lease runs. `attempts` counts this one."""

    id: int
    organisation: int
    kind: str
    payload: dict[str, Any]
    attempts: int
    worker: str


async def enqueue(
    kind: str,
    payload: Mapping[str, Any],
    *,
    actor: Actor,
    run_at: datetime | None = None,
    key: str | None = None,
) -> int | None:
    """Ask for work, in the caller's transaction: it is done if that commits, and never if it does not.

    Answers the job's id, or None when the organisation has asked for work with this `key` before.
    """
    now = clock.now()
    made = await db.execute(
        "INSERT INTO job (organisation, kind, payload, key, state, run_at, attempts, created_at)"
        " VALUES ({}, {}, {}, {}, {}, {}, 0, {}) ON CONFLICT (organisation, key) DO NOTHING RETURNING id",
        actor.organisation_id,
        kind,
        msgspec.json.encode(payload).decode(),
        key,
        READY,
        run_at or now,
        now,
    )
    return made[0]["id"] if made else None


async def claim(worker: str) -> Claim | None:
    """Take the job that has waited longest; None when none is due.

    Two workers may see the same job; the update lets only one of them have it.
    """
    now = clock.now()
    due = await db.rows(f"SELECT id FROM job WHERE {_FREE} ORDER BY run_at, id LIMIT 10", now, now)
    for candidate in due:
        async with db.write_transaction():
            taken = await db.execute(
                "UPDATE job SET locked_until = {}, locked_by = {}, attempts = attempts + 1"
                f" WHERE id = {{}} AND {_FREE} RETURNING id, organisation, kind, payload, attempts",
                now + rules.LEASE,
                worker,
                candidate["id"],
                now,
                now,
            )
        if taken:
            row = taken[0]
            return Claim(**{**row, "payload": msgspec.json.decode(row["payload"])}, worker=worker)
    return None


async def extend(held: Claim) -> bool:
    """Prolong the lease of work that takes long; False when another worker has it by now."""
    return await _update(held, "locked_until = {}", clock.now() + rules.LEASE)


async def finish(held: Claim) -> bool:
    """The work is done; False when the lease had run out and somebody else has the job."""
    return await _update(
        held, "state = {}, done_at = {}, locked_until = NULL, last_error = NULL", DONE, clock.now()
    )


async def postpone(held: Claim, reason: str, *, chance: float) -> bool:
    """The work failed: try again later, or give up when it has failed often enough."""
    if rules.is_given_up(held.attempts):
        return await bury(held, reason)
    return await _update(
        held,
        "run_at = {}, locked_until = NULL, last_error = {}",
        clock.now() + rules.retry_delay(held.attempts, chance=chance),
        reason[:REASON_LENGTH],
    )


async def bury(held: Claim, reason: str) -> bool:
    """Nobody will try again by itself; `linli check jobs` shows the reason."""
    return await _update(
        held,
        "state = {}, done_at = {}, locked_until = NULL, last_error = {}",
        DEAD,
        clock.now(),
        reason[:REASON_LENGTH],
    )


async def release(held: Claim) -> bool:
    """Give the job back untouched: the worker stops, which is not the job's fault."""
    return await _update(held, "locked_until = NULL, attempts = attempts - 1")


async def ask_again(job_id: int) -> bool:
    """Try work anew that was given up, in the caller's transaction; False when there is no such work."""
    made = await db.execute(
        "UPDATE job SET state = {}, run_at = {}, attempts = 0, done_at = NULL WHERE id = {} AND state = {} RETURNING id",
        READY,
        clock.now(),
        job_id,
        DEAD,
    )
    return bool(made)


async def drop_done() -> None:
    """Forget work that was done long ago."""
    async with db.write_transaction():
        await db.execute(
            "DELETE FROM job WHERE state = 'done' AND done_at < {}", clock.now() - rules.KEEP_DONE
        )


async def _update(held: Claim, change: str, *values: Any) -> bool:
    async with db.write_transaction():
        touched = await db.execute(
            f"UPDATE job SET {change} WHERE {_MINE} RETURNING id", *values, held.id, held.worker
        )
    return bool(touched)
