"""Nightly work on accounts."""

from __future__ import annotations

from typing import Any

from server.accounts.actions import purge_expired
from server.jobs import job
from server.lib.actor import Actor


@job("accounts.purge_expired")
async def purge(payload: dict[str, Any], actor: Actor) -> None:
    """Every night: what can let nobody in any more."""
    await purge_expired()
