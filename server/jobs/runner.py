"""Carrying out one job after the other until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import socket
import time
from collections.abc import Awaitable, Callable
from typing import Any, cast

import structlog

from server.jobs import actions, rules
from server.jobs.actions import Claim
from server.jobs.registry import handler_of
from server.lib.actor import Actor
from server.lib.errors import LinliError, Refused
from server.lib.ids import new_token
from server.lib.logs import place_of

_log = structlog.get_logger("linli.jobs")

PAUSE = 1.0
PAUSE_AFTER_FAULT = 5.0


def worker_name() -> str:
    """A name that no other worker has, on whatever machine."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{new_token()[:8]}"


async def run_until(stop: asyncio.Event, *, before_each: Callable[[], Awaitable[None]]) -> None:
    """Work until `stop` is set, then end with the job in hand; cancelled, give that job back."""
    worker = worker_name()
    while not stop.is_set():
        pause = PAUSE
        try:
            await before_each()
            if await run_next(worker):
                continue
        except Exception as error:
            # The database is away: jobs wait in it, and this worker waits for it.
            _log.error("jobs.worker_failed", exc_info=error)
            pause = PAUSE_AFTER_FAULT
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause * random.uniform(0.8, 1.2))


async def run_next(worker: str) -> bool:
    """Claim one due job and carry it out; False when none is due."""
    held = await actions.claim(worker)
    if held is None:
        return False
    started = time.monotonic()
    outcome = await _carry_out(held)
    _log.info(
        "jobs.ran",
        job=held.id,
        kind=held.kind,
        organisation=held.organisation,
        attempt=held.attempts,
        outcome=outcome,
        ms=round((time.monotonic() - started) * 1000),
    )
    return True


async def run_all(worker: str = "drain") -> int:
    """Carry out everything that is due now; answers how many jobs that was."""
    count = 0
    while await run_next(worker):
        count += 1
    return count


async def _carry_out(held: Claim) -> str:
    handler = handler_of(held.kind)
    if handler is None:
        await actions.postpone(held, "nothing here carries out this kind", chance=random.random())
        return "unknown"
    if rules.is_worn_out(held.attempts):
        await actions.bury(held, "every worker that took it stopped before it was done")
        return "worn out"
    work = asyncio.ensure_future(handler(held.payload, Actor.system(held.organisation)))
    heartbeat = asyncio.create_task(_keep_lease(held, work))
    try:
        finished, _ = await asyncio.wait({work}, timeout=rules.LONGEST_RUN.total_seconds())
    except asyncio.CancelledError:
        await _stop(work)
        await (actions.finish(held) if _went_well(work) else actions.release(held))
        raise
    finally:
        heartbeat.cancel()
    if not finished:
        await _stop(work)
    return await _settle(held, work, late=not finished)


async def _settle(held: Claim, work: asyncio.Future[None], *, late: bool) -> str:
    """Write down how it ended."""
    if _went_well(work):
        return "done" if await actions.finish(held) else "lost"
    if late:
        await actions.postpone(held, f"took longer than {rules.LONGEST_RUN}", chance=random.random())
        return "late"
    if work.cancelled():
        return "lost"
    error = cast(BaseException, work.exception())
    if isinstance(error, LinliError):
        # A rule said no, or the record is gone: asking again gives the same answer.
        await actions.bury(held, error.code if isinstance(error, Refused) else type(error).__name__)
        return "refused"
    _log.error("jobs.failed", job=held.id, kind=held.kind, exc_info=error)
    await actions.postpone(held, f"{type(error).__name__} at {place_of(error)}", chance=random.random())
    return "failed"


async def _keep_lease(held: Claim, work: asyncio.Future[Any]) -> None:
    while True:
        await asyncio.sleep(rules.HEARTBEAT.total_seconds())
        try:
            kept = await actions.extend(held)
        except Exception as error:
            _log.warning("jobs.heartbeat_failed", job=held.id, exc_info=error)
        else:
            if not kept:
                work.cancel()
                return


async def _stop(work: asyncio.Future[Any]) -> None:
    work.cancel()
    await asyncio.wait({work})


def _went_well(work: asyncio.Future[Any]) -> bool:
    return work.done() and not work.cancelled() and work.exception() is None
