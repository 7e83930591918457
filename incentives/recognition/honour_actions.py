"""Making and changing titles."""

from __future__ import annotations

from incentives.recognition import honour_queries
from incentives.recognition.schemas import EditedHonour, NewHonour
from incentives.recognition.tables import Honour
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import changed_fields, check_version, next_version


async def make_honour(data: NewHonour, *, actor: Actor) -> int:
    """A new title of the organisation's; each name once."""
    async with write_transaction():
        await _refuse_twin(data.name, actor=actor)
        honour = Honour(
            organisation=actor.organisation_id,
            name=data.name,
            criteria=data.criteria,
            prize=data.prize or "",
            signed_by=data.signed_by,
        )
        await honour.save()
        await audit.record("honour.made", "honour", honour.id, actor=actor)
        return honour.id


async def edit_honour(honour: Honour, data: EditedHonour, *, actor: Actor) -> int:
    """Save a title as it should stand. Certificates given before keep the prize that was given with them.

    Its name is on their paper, and who verifies them compares it: once given, it stays.
    """
    async with write_transaction():
        honour = await lock(honour)
        new = {
            "name": data.name,
            "criteria": data.criteria,
            "prize": data.prize or "",
            "signed_by": data.signed_by,
            "retired_on": (honour.retired_on or clock.today()) if data.retired else None,
        }
        check_version(honour, data.version, new)
        if data.name != honour.name:
            if await honour_queries.was_given(honour.id):
                raise Refused("recognition.honour_given", field="name")
            await _refuse_twin(data.name, actor=actor)
        if changes := changed_fields(honour, new):
            await Honour.update(next_version(honour, new)).where(Honour.id == honour.id)
            await audit.record("honour.edited", "honour", honour.id, actor=actor, changes=changes)
        return honour.id


async def _refuse_twin(name: str, *, actor: Actor) -> None:
    if await Honour.exists().where((Honour.organisation == actor.organisation_id) & (Honour.name == name)):
        raise Refused("recognition.honour_exists", field="name")
