"""Work about people that is done later."""

from __future__ import annotations

from typing import Any

from programs.residents import retention_actions
from server import jobs
from server.lib.actor import Actor


@jobs.job("residents.erase_due")
async def erase_due(payload: dict[str, Any], actor: Actor) -> None:
    """Delete what a coordinator confirmed, as far as it is still due."""
    await retention_actions.erase_due(payload["residents"], actor=actor)
    await retention_actions.wipe_run_out(payload["run_out"], actor=actor)
