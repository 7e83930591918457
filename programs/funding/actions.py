"""Keeping grants and what they pay for. Money proves nothing: no evidence here."""

from __future__ import annotations

from typing import Any

from programs.funding import queries, rules
from programs.funding.schemas import EditedGrant, NewGrant
from programs.funding.tables import Grant, GrantProgram
from programs.method.tables import Program
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_planned_day
from server.lib.days import refuse_span
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import changed_fields, check_version


async def open_grant(data: NewGrant, *, actor: Actor) -> int:
    """Enter a grant; the id of its row."""
    values = _values(data)
    async with write_transaction():
        grant = Grant(organisation=actor.organisation_id, created_at=clock.now(), **values)
        await grant.save()
        await audit.record("grant.opened", "grant", grant.id, actor=actor)
        return grant.id


async def edit_grant(grant: Grant, data: EditedGrant, *, actor: Actor) -> int:
    """Save what is agreed; refused as stale when somebody saved first."""
    values = _values(data)
    async with write_transaction():
        grant = await lock(grant)
        check_version(grant, data.version, values)
        changes = changed_fields(grant, values)
        if changes:
            await Grant.update(**values, version=grant.version + 1).where(Grant.id == grant.id)
            await audit.record("grant.edited", "grant", grant.id, actor=actor, changes=changes)
        return grant.id


async def add_program(grant: Grant, program: Program, *, actor: Actor) -> int:
    """Let a grant pay for a program: from now on its funder sees the program."""
    async with write_transaction():
        grant = await lock(grant)
        if await queries.paying_now(grant.id, program.id):
            raise Refused("funding.program_already", field="program")
        tie = GrantProgram(
            organisation=actor.organisation_id, grant=grant.id, program=program.id, added_on=clock.today()
        )
        await tie.save()
        await _record("grant.program_added", grant, program, [None, program.name], actor=actor)
        return tie.id


async def remove_program(grant: Grant, program: Program, *, actor: Actor) -> int:
    """Take a program off a grant: from now on its funder sees the program no longer."""
    async with write_transaction():
        grant = await lock(grant)
        tie = await queries.paying_now(grant.id, program.id)
        if tie is None:
            raise Refused("funding.program_not_paid")
        await GrantProgram.update({GrantProgram.removed_on: clock.today()}).where(GrantProgram.id == tie.id)
        await _record("grant.program_removed", grant, program, [program.name, None], actor=actor)
        return tie.id


def _values(data: NewGrant) -> dict[str, Any]:
    check_planned_day(data.starts_on, field="starts_on")
    check_planned_day(data.ends_on, field="ends_on")
    if code := refuse_span(data.starts_on, data.ends_on):
        raise Refused(code, field="ends_on")
    if code := rules.refuse_amount(data.amount):
        raise Refused(code, field="amount")
    return {
        "title": data.title,
        "funder_name": data.funder_name,
        "amount": data.amount,
        "starts_on": data.starts_on,
        "ends_on": data.ends_on,
    }


async def _record(action: str, grant: Grant, program: Program, change: list[Any], *, actor: Actor) -> None:
    await audit.record(
        action, "grant", grant.id, actor=actor, program_id=program.id, changes={"program": change}
    )
