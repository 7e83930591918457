"""Carries out jobs: beside the server on SQLite, in processes of its own (`linli worker`) on PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time

from server.jobs.runner import run_until
from server.lib import db
from server.lib.logs import set_up_logs
from server.routes import register_rooms
from server.schedule import enqueue_due

GRACE_S = 8.0


class Worker:
    """One worker in the running event loop."""

    def __init__(self) -> None:
        self._stop = asyncio.Event()
        self._patient_until = 0.0
        register_rooms()
        self._task = asyncio.create_task(run_until(self._stop, before_each=enqueue_due))

    def stop(self) -> None:
        """Take no new job."""
        if not self._stop.is_set():
            self._stop.set()
            self._patient_until = time.monotonic() + GRACE_S

    async def ended(self) -> None:
        """Wait for the job in hand; `GRACE_S` seconds after `stop` it is given back for another worker."""
        self.stop()
        await asyncio.wait({self._task}, timeout=max(0.0, self._patient_until - time.monotonic()))
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task


def run() -> int:
    """`linli worker`: work until SIGTERM or Ctrl-C."""
    set_up_logs()
    asyncio.run(_run())
    return 0


async def _run() -> None:
    worker = Worker()
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    await told.wait()
    await worker.ended()
    await db.close()
