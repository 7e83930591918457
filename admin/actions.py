"""What the operator does to the installation itself. Everything else in her forms is an action of the accounts."""

from __future__ import annotations

from server import audit
from server.jobs.actions import ask_again
from server.lib.actor import Actor
from server.lib.db import write_transaction
from server.lib.errors import NotFound


async def run_job_again(job_id: int, *, actor: Actor) -> int:
    """Have given-up work tried anew; NotFound when no such work was given up."""
    async with write_transaction():
        if not await ask_again(job_id):
            raise NotFound("job")
        await audit.record("job.asked_again", "job", job_id, actor=actor)
        return job_id
