"""Work of habits that nobody has to start."""

from __future__ import annotations

from typing import Any

from groups.habits import queries, rules, settle_actions
from server import jobs
from server.accounts.queries import is_open
from server.lib import clock
from server.lib.actor import Actor


@jobs.job("habits.settle_due")
async def settle_due(payload: dict[str, Any], actor: Actor) -> None:
    """Once a day: settle each habit whose last day can be ticked no longer (S79).

    One habit that cannot be settled does not keep the others from it.
    """
    if not await is_open(actor.organisation_id):
        return
    today = clock.today()
    fault: Exception | None = None
    for habit in await queries.habits_due(actor.organisation_id, started_before=today):
        if not rules.is_due(habit.starts_on, habit.days, today=today):
            continue
        try:
            await settle_actions.settle(habit, actor=actor)
        except Exception as error:
            fault = fault or error
    if fault is not None:
        raise fault
