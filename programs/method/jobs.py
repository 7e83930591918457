"""Work of the method that nobody has to start."""

from __future__ import annotations

from typing import Any

from programs.method import consolidation_actions, consolidation_queries
from server import jobs
from server.accounts.queries import is_open
from server.lib.actor import Actor


@jobs.job("method.watch_relapses")
async def watch_relapses(payload: dict[str, Any], actor: Actor) -> None:
    """Look at every watched program of the organisation once a day (S80), unless it has closed.

    One program that cannot be looked at does not keep the others from it.
    """
    if not await is_open(actor.organisation_id):
        return
    fault: Exception | None = None
    for program in await consolidation_queries.programs_to_watch(actor.organisation_id):
        try:
            await consolidation_actions.watch(program, actor=actor)
        except Exception as error:
            fault = fault or error
    if fault is not None:
        raise fault
