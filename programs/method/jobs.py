"""Work of the method that nobody has to start."""

from __future__ import annotations

from typing import Any

from programs.method import plan_actions, plan_queries
from server import jobs
from server.lib.actor import Actor


@jobs.job("method.watch_relapses")
async def watch_relapses(payload: dict[str, Any], actor: Actor) -> None:
    """Look at every watched program of the organisation once a day (S80)."""
    for program in await plan_queries.programs_to_watch(actor.organisation_id):
        await plan_actions.watch(program, actor=actor)
