"""Work about people that nobody has to wait for."""

from __future__ import annotations

from typing import Any

from programs.residents.search_check import names_faults
from server import jobs
from server.lib.actor import Actor


@jobs.job("residents.index_names")
async def index_names(payload: dict[str, Any], actor: Actor) -> None:
    """Enter everybody under their names, once, in a database that is older than the search."""
    await names_faults()
