"""The work of the jobs themselves."""

from __future__ import annotations

from typing import Any

from server.jobs.actions import drop_done
from server.jobs.registry import job
from server.lib.actor import Actor


@job("jobs.drop_done")
async def drop_done_jobs(payload: dict[str, Any], actor: Actor) -> None:
    """Every night: what was done a month ago needs no row."""
    await drop_done()
