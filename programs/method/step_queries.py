"""Reading the steps of plans."""

from __future__ import annotations

from typing import Any

from programs.method import queries
from programs.method.tables import Step
from server.lib import db
from server.lib.actor import Actor
from server.lib.records import own_row


async def access_step(actor: Actor, step_id: int) -> Step:
    """A step, to be edited, through its program."""
    step = await own_row(Step, step_id, actor)
    await queries.access_program(actor, step.program, to_edit=True)
    return step


async def steps_of(program_id: int) -> list[dict[str, Any]]:
    """The steps of a program: open ones by their day, then what is done, newest first."""
    found = await db.rows(
        "SELECT id, title, owner_name, due_on, done_on, origin FROM step WHERE program = {} ORDER BY due_on, id",
        program_id,
    )
    done = [row for row in found if row["done_on"] is not None]
    return [row for row in found if row["done_on"] is None] + sorted(
        done, key=lambda row: (row["done_on"], row["id"]), reverse=True
    )
