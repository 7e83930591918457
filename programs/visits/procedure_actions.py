"""Writing procedures. A version is never changed: an edit is the next one."""

from __future__ import annotations

from typing import Any

import msgspec

from programs.visits import procedure_queries as queries
from programs.visits import procedure_rules as rules
from programs.visits.procedure_schemas import (
    EditedProcedure,
    NewProcedure,
    RetiredProcedure,
    TakenProcedure,
)
from programs.visits.procedure_shipped import SHIPPED, Shipped
from programs.visits.tables import Procedure, ProcedureVersion
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import check_version


async def add_procedure(data: NewProcedure, *, actor: Actor) -> int:
    """Add a procedure with its first version; the id of its row."""
    content = _content(data)
    async with write_transaction():
        procedure = Procedure(
            organisation=actor.organisation_id,
            title=data.title,
            scenario=data.scenario,
            created_at=clock.now(),
        )
        await procedure.save()
        await _write_version(procedure.id, 1, content, actor=actor)
        await audit.record("procedure.added", "procedure", procedure.id, actor=actor)
        return procedure.id


async def take_procedure(data: TakenProcedure, *, actor: Actor) -> int:
    """Take a procedure that ships with Linli into use; the id of its row, also when it was taken before."""
    async with write_transaction():
        return await take_shipped(SHIPPED[data.key], actor=actor)


async def take_shipped(shipped: Shipped, *, actor: Actor) -> int:
    """`take_procedure` within another action's transaction."""
    known = await Procedure.select(Procedure.id).where(
        (Procedure.organisation == actor.organisation_id) & (Procedure.key == shipped.key)
    )
    if known:
        return int(known[0]["id"])
    procedure = Procedure(
        organisation=actor.organisation_id,
        title=shipped.title.text,
        scenario=shipped.scenario,
        key=shipped.key,
        created_at=clock.now(),
    )
    await procedure.save()
    await _write_version(procedure.id, 1, shipped.content(), actor=actor)
    await audit.record("procedure.taken", "procedure", procedure.id, actor=actor)
    return procedure.id


async def version_for(scenario: str, *, actor: Actor) -> int | None:
    """The version to use for a scenario, taking ours into use when the organisation has none of its own."""
    found = await queries.newest_for(actor, scenario)
    if found is None and (shipped := SHIPPED.get(scenario)):
        return await queries.in_use(await take_shipped(shipped, actor=actor))
    return found


async def edit_procedure(procedure: Procedure, data: EditedProcedure, *, actor: Actor) -> int:
    """Write the next version with why; refused as stale when somebody wrote one first."""
    content = _content(data)
    async with write_transaction():
        procedure = await lock(procedure)
        if procedure.retired_on is not None:
            raise Refused("visits.procedure_retired")
        check_version(procedure, data.version, {"title": data.title})
        before = await queries.newest(procedure)
        if data.title == before["title"] and all(before[name] == part for name, part in content.items()):
            raise Refused("visits.same_procedure")
        number = before["number"] + 1
        title = procedure.title if data.title == before["title"] else data.title
        await Procedure.update({Procedure.title: title, Procedure.version: procedure.version + 1}).where(
            Procedure.id == procedure.id
        )
        more = {"why": data.why, "answers_cause": data.answers_cause or ""}
        await _write_version(procedure.id, number, content, actor=actor, **more)
        await audit.record(
            "procedure.edited",
            "procedure",
            procedure.id,
            actor=actor,
            changes={"number": [number - 1, number]},
            reason=data.why,
        )
        return procedure.id


async def retire_procedure(procedure: Procedure, data: RetiredProcedure, *, actor: Actor) -> int:
    """Take a procedure out of use; visits keep the version they used."""
    async with write_transaction():
        procedure = await lock(procedure)
        if procedure.retired_on is not None:
            raise Refused("visits.procedure_retired")
        await Procedure.update({Procedure.retired_on: clock.today()}).where(Procedure.id == procedure.id)
        await audit.record("procedure.retired", "procedure", procedure.id, actor=actor)
        return procedure.id


def _content(data: NewProcedure | EditedProcedure) -> dict[str, Any]:
    steps, scripts = rules.read_steps(data.steps), rules.read_scripts(data.scripts or "")
    if fault := rules.refuse_content(steps, scripts):
        raise Refused(fault[0], field=fault[1])
    return {"steps": steps, "dress": rules.read_dress(data.dress or ""), "scripts": scripts}


async def _write_version(
    procedure_id: int, number: int, content: dict[str, Any], *, actor: Actor, **more: str
) -> None:
    parts: dict[str, Any] = {name: msgspec.json.encode(part).decode() for name, part in content.items()}
    version = ProcedureVersion(
        organisation=actor.organisation_id,
        procedure=procedure_id,
        number=number,
        made_on=clock.today(),
        made_by=actor.user_id,
        created_at=clock.now(),
        **{**parts, **more},
    )
    await version.save()
