"""A person who is erased stands in no list that waits, either."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from programs.residents import rules
from programs.residents.import_actions import OPEN, check_anew
from programs.residents.import_schemas import Row
from programs.residents.tables import ImportBatch, Resident
from server.lib import db
from server.lib.actor import Actor


async def erase_person(resident_id: int, names: Sequence[str], actor: Actor) -> None:
    """Take the rows that name her out of the lists of her community that wait or left rows out, in the erasing transaction.

    One that is confirmed finds the register changed and has itself checked anew: its own row is not waited for here,
    for an import that is under way may be waiting for this person's.
    """
    [where] = await Resident.select(Resident.community).where(Resident.id == resident_id)
    wanted = {rules.folded(name) for name in names if name}
    waiting = await ImportBatch.objects().where(
        (ImportBatch.community == where["community"])
        & ImportBatch.state.is_in(sorted({*OPEN, "running", "done", "undoing"}))
    )
    for batch in waiting:
        if await _without(batch.id, wanted) and batch.state in OPEN:
            await check_anew(batch, actor=actor)


async def _without(batch_id: int, wanted: set[str]) -> bool:
    """Whether rows of these names stood in the list; they do no longer."""
    found = False
    for part in await db.rows("SELECT id, content FROM import_part WHERE batch = {}", batch_id):
        rows = msgspec.json.decode(part["content"], type=list[Row])
        kept = [row for row in rows if not wanted & {rules.folded(cell) for cell in row.cells if cell}]
        if len(kept) < len(rows):
            found = True
            await db.execute(
                "UPDATE import_part SET content = {} WHERE id = {}",
                msgspec.json.encode(kept).decode(),
                part["id"],
            )
    return found
