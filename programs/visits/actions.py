"""Logging days of visits and taking them back."""

from __future__ import annotations

from programs.communities.queries import check_building
from programs.method import ledger
from programs.method.ledger import Entry
from programs.method.tables import Program
from programs.visits import rules
from programs.visits.schemas import NewVisitDay, VoidedVisitDay
from programs.visits.tables import VisitDay
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def log_visits(program: Program, data: NewVisitDay, *, actor: Actor) -> int:
    """Log a walk from door to door; the id of its row."""
    check_past_day(data.visited_on, field="visited_on")
    if code := rules.refuse_doors(tried=data.tried, opened=data.opened):
        raise Refused(code, field="opened")
    await check_building(program.community, data.building)
    async with write_transaction():
        day = VisitDay(
            organisation=actor.organisation_id,
            program=program.id,
            building=data.building,
            visited_on=data.visited_on,
            tried=data.tried,
            opened=data.opened,
            companion=data.companion or "",
            note=data.note or "",
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await day.save()
        shown = rules.proofs(tried=day.tried, opened=day.opened)
        await ledger.record(
            [Entry(kind, day.visited_on, quantity) for kind, quantity in shown],
            program_id=program.id,
            source_kind="visit",
            source_id=day.id,
            actor=actor,
        )
        await audit.record("visit.logged", "visit", day.id, actor=actor, program_id=program.id)
        return day.id


async def void_visits(day: VisitDay, data: VoidedVisitDay, *, actor: Actor) -> int:
    """Take a day back: it stays to be read, with the reason, and proves nothing any more."""
    async with write_transaction():
        day = await lock(day)
        if day.voided_at is not None:
            raise Refused("visits.voided")
        await VisitDay.update({VisitDay.voided_at: clock.now(), VisitDay.void_reason: data.reason}).where(
            VisitDay.id == day.id
        )
        await ledger.reverse(program_id=day.program, source_kind="visit", source_id=day.id, actor=actor)
        await audit.record(
            "visit.voided", "visit", day.id, actor=actor, program_id=day.program, reason=data.reason
        )
        return day.id
