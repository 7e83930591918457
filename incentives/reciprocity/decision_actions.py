"""Decisions with their reasons, laid open for everybody (S89)."""

from __future__ import annotations

from groups.teams.queries import access_group
from incentives.reciprocity import leader_rules as rules
from incentives.reciprocity import proof_actions as proof
from incentives.reciprocity.leader_schemas import NewDecision, PublishedDecision, VoidedDecision
from incentives.reciprocity.tables import LeaderDecision
from programs.communities.tables import Community
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.queries import check_program
from programs.residents.queries import resident_by_label, residents_by_ids
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused


async def write_down(community: Community, data: NewDecision, *, actor: Actor) -> int:
    """Write down a decision; nobody outside reads it yet. Its id."""
    check_past_day(data.decided_on, field="decided_on")
    await check_program(data.program, community_id=community.id, actor=actor)
    if data.group is not None:
        group = await access_group(actor, data.group, to_edit=True)
        if group.community != community.id:
            raise NotFound
    async with write_transaction():
        resident = data.resident or await resident_by_label(community.id, data.who, field="who")
        if resident is not None:
            await residents_by_ids(actor, [resident], community.id, field="who")
        decision = LeaderDecision(
            organisation=actor.organisation_id,
            community=community.id,
            program=data.program,
            group=data.group,
            resident=resident,
            decided_on=data.decided_on,
            what=data.what,
            why=data.why,
            decided_with=data.decided_with or "",
            cost_fen=rules.fen_of(data.cost_yuan),
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await decision.save()
        await audit.record(
            "decision.written", "leader_decision", decision.id, actor=actor, program_id=data.program
        )
        return int(decision.id)


async def publish(decision: LeaderDecision, data: PublishedDecision, *, actor: Actor) -> int:
    """Lay a decision open on the community's page. Its id."""
    async with write_transaction():
        decision = await lock(decision)
        code = rules.refuse_publication(
            published=decision.published_on is not None, voided=decision.voided_at is not None
        )
        if code:
            raise Refused(code)
        today = clock.today()
        await LeaderDecision.update({LeaderDecision.published_on: today}).where(
            LeaderDecision.id == decision.id
        )
        await ledger.record(
            [Entry(Kind.DECISION_PUBLISHED, today, 1)],
            program_id=decision.program,
            source_kind=proof.DECISION,
            source_id=decision.id,
            actor=actor,
        )
        await audit.record(
            "decision.published",
            "leader_decision",
            decision.id,
            actor=actor,
            program_id=decision.program,
            changes={"published_on": [None, today.isoformat()]},
        )
        return int(decision.id)


async def void(decision: LeaderDecision, data: VoidedDecision, *, actor: Actor) -> int:
    """Take a decision back with a reason; where it was laid open, both stay readable. Its id."""
    async with write_transaction():
        decision = await lock(decision)
        if decision.voided_at is not None:
            raise Refused("leaders.decision_voided")
        await LeaderDecision.update(
            {LeaderDecision.voided_at: clock.now(), LeaderDecision.void_reason: data.reason}
        ).where(LeaderDecision.id == decision.id)
        await proof.take_back(proof.DECISION, decision.id, decision.program, actor=actor)
        await audit.record(
            "decision.voided",
            "leader_decision",
            decision.id,
            actor=actor,
            program_id=decision.program,
            reason=data.reason,
        )
        return int(decision.id)
