"""Keeping the rota of offices, and noting visits to them."""

from __future__ import annotations

from programs.communities.tables import Community
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.queries import check_program
from programs.visits import target_queries as queries
from programs.visits.tables import TargetVisit, VisitTarget
from programs.visits.target_schemas import (
    EditedTarget,
    NewTarget,
    NewTargetVisit,
    RetiredTarget,
    VoidedTargetVisit,
)
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import changed_fields, check_version, next_version


async def add_target(community: Community, data: NewTarget, *, actor: Actor) -> int:
    """Put an office on the rota, once by each name; the id of its row."""
    async with write_transaction():
        community = await lock(community)
        await _refuse_same_name(community.id, data.name)
        target = VisitTarget(
            organisation=actor.organisation_id,
            community=community.id,
            kind=data.kind,
            name=data.name,
            every_days=data.every_days,
            since=clock.today(),
            created_at=clock.now(),
        )
        await target.save()
        await audit.record("visit_target.added", "visit_target", target.id, actor=actor)
        return target.id


async def _refuse_same_name(community_id: int, name: str, *, besides: int = 0) -> None:
    if await VisitTarget.exists().where(
        (VisitTarget.community == community_id)
        & (VisitTarget.name == name)
        & VisitTarget.retired_on.is_null()
        & (VisitTarget.id != besides)
    ):
        raise Refused("visits.target_exists", field="name")


async def edit_target(target: VisitTarget, data: EditedTarget, *, actor: Actor) -> int:
    """Save an office of the rota; refused as stale when somebody saved first."""
    async with write_transaction():
        target = await lock(target)
        _refuse_retired(target)
        new = {"kind": data.kind, "name": data.name, "every_days": data.every_days}
        check_version(target, data.version, new)
        await _refuse_same_name(target.community, data.name, besides=target.id)
        if changes := changed_fields(target, new):
            await VisitTarget.update(next_version(target, new)).where(VisitTarget.id == target.id)
            await audit.record("visit_target.edited", "visit_target", target.id, actor=actor, changes=changes)
        return target.id


async def retire_target(target: VisitTarget, data: RetiredTarget, *, actor: Actor) -> int:
    """Take an office off the rota; its visits stay."""
    async with write_transaction():
        target = await lock(target)
        _refuse_retired(target)
        await VisitTarget.update({VisitTarget.retired_on: clock.today()}).where(VisitTarget.id == target.id)
        await audit.record("visit_target.retired", "visit_target", target.id, actor=actor)
        return target.id


def _refuse_retired(target: VisitTarget) -> None:
    if target.retired_on is not None:
        raise Refused("visits.target_retired")


async def log_target_visit(target: VisitTarget, data: NewTargetVisit, *, actor: Actor) -> int:
    """Note one visit to an office; the id of its row."""
    check_past_day(data.visited_on, field="visited_on")
    await check_program(data.program, community_id=target.community, actor=actor)
    async with write_transaction():
        target = await lock(target)
        _refuse_retired(target)
        visit = TargetVisit(
            organisation=actor.organisation_id,
            target=target.id,
            visited_on=data.visited_on,
            visitor_name=actor.name,
            note=data.note or "",
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await visit.save()
        await ledger.record(
            [Entry(Kind.OFFICE_VISITED, data.visited_on, 1)],
            program_id=data.program,
            source_kind="office_visit",
            source_id=visit.id,
            actor=actor,
        )
        await audit.record(
            "office_visit.logged", "visit_target", target.id, actor=actor, program_id=data.program
        )
        return visit.id


async def void_target_visit(visit: TargetVisit, data: VoidedTargetVisit, *, actor: Actor) -> int:
    """Take a visit to an office back; the id of the office."""
    async with write_transaction():
        visit = await lock(visit)
        if visit.voided_at is not None:
            raise Refused("visits.office_visit_voided")
        await TargetVisit.update(
            {TargetVisit.voided_at: clock.now(), TargetVisit.void_reason: data.reason}
        ).where(TargetVisit.id == visit.id)
        program = await queries.program_of_visit(visit.id)
        await ledger.reverse(program_id=program, source_kind="office_visit", source_id=visit.id, actor=actor)
        await audit.record(
            "office_visit.voided",
            "visit_target",
            visit.target,
            actor=actor,
            program_id=program,
            reason=data.reason,
        )
        return int(visit.target)
