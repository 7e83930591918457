"""Work of the method that nobody has to start."""

from __future__ import annotations

from typing import Any

from programs.method import plan_actions, plan_queries
from server.jobs import job
from server.lib.actor import Actor


@job("method.watch_relapses")
async def watch_relapses(payload: dict[str, Any], actor: Actor) -> None:
    """Look at every watched program once a day (S80)."""
    for program in await plan_queries.programs_to_watch():
        await plan_actions.watch(program, actor=Actor.system(program.organisation))
