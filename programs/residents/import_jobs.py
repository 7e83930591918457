"""Work for rosters and for the search that nobody has to wait for."""

from __future__ import annotations

from typing import Any

import msgspec

from programs.residents import import_actions
from programs.residents.import_check_actions import check
from programs.residents.import_run_actions import break_off, take_over
from programs.residents.import_undo_actions import carry_back
from programs.residents.search_check import names_faults
from server import audit, jobs
from server.lib.actor import Actor


@jobs.job("residents.index_names")
async def index_names(payload: dict[str, Any], actor: Actor) -> None:
    """Enter everybody under their names, once, in a database that is older than the search."""
    await names_faults()


@jobs.job(import_actions.CHECK)
async def check_roster(payload: dict[str, Any], actor: Actor) -> None:
    """Check a list that was handed in, matched or corrected."""
    await check(payload["batch"], actor=actor)


@jobs.job(import_actions.IMPORT)
async def import_roster(payload: dict[str, Any], actor: Actor) -> None:
    """Import a list that was confirmed, in the name of whoever confirmed it."""
    by = msgspec.structs.replace(actor, user_id=payload["by"], name=payload["name"])
    try:
        await audit.anew(lambda: take_over(payload["batch"], actor=by))
    except Exception:
        await break_off(payload["batch"], actor=by)
        raise


@jobs.job(import_actions.UNDO)
async def take_roster_back(payload: dict[str, Any], actor: Actor) -> None:
    """Take an import back, in the name of whoever asked for it."""
    by = msgspec.structs.replace(actor, user_id=payload["by"], name=payload["name"])
    await audit.anew(lambda: carry_back(payload["batch"], actor=by))


@jobs.job("residents.drop_stale_rosters")
async def drop_stale_rosters(payload: dict[str, Any], actor: Actor) -> None:
    """Every day: lists that nobody has gone on with for a week are dropped, with all that stands in them."""
    await import_actions.drop_stale(actor=actor)
