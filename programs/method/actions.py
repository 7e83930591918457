"""Starting programs and moving them along the road. Each is one transaction with its audit entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from programs.communities.tables import Community
from programs.method import queries, rules
from programs.method.schemas import EditedProgram, MoveBack, MoveOn, MoveOut, NewProgram, Threshold
from programs.method.tables import GateThreshold, Program, StageAttempt
from server import audit
from server.accounts.queries import check_colleague
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import changed_fields, check_version, next_version


async def start_program(community: Community, data: NewProgram, *, actor: Actor) -> int:
    """Start a program at the stage Listen; the id of its row."""
    check_past_day(data.started_on, field="started_on")
    async with write_transaction():
        await check_colleague(data.lead, actor=actor, field="lead")
        program = Program(
            organisation=actor.organisation_id,
            community=community.id,
            name=data.name,
            goal=data.goal or "",
            stage="listen",
            stage_since=data.started_on,
            started_on=data.started_on,
            lead=data.lead,
        )
        await program.save()
        await record("program.started", program.id, actor=actor)
        return program.id


async def edit_program(program: Program, data: EditedProgram, *, actor: Actor) -> int:
    """Save what is said of a program; refused as stale when somebody saved first."""
    async with write_transaction():
        program = await lock(program)
        await check_colleague(data.lead, actor=actor, field="lead")
        new = {"name": data.name, "goal": data.goal or "", "lead": data.lead, "public": data.public}
        check_version(program, data.version, new)
        changes = changed_fields(program, new)
        if changes:
            await Program.update(next_version(program, new)).where(Program.id == program.id)
            await record("program.edited", program.id, actor=actor, changes=changes)
        return program.id


async def move_on(program: Program, data: MoveOn, *, actor: Actor) -> MoveOut:
    """Try to move a program to its next stage. Refused by the gates or not, the try is kept (S73).

    Asking for a stage that is already reached answers that it is reached: two people may press at once.
    """
    async with write_transaction():
        program = await lock(program)
        if program.stage == data.to_stage:
            return MoveOut(passed=True, stage=program.stage, missing=[])
        if rules.stage_after(program.stage) != data.to_stage:
            raise Refused("method.road_ended" if program.stage == "hand_over" else "record.moved")
        standings = rules.gates_of(
            program.stage,
            await queries.totals_of(program.id),
            await queries.thresholds_of(actor.organisation_id),
        )
        missing = rules.missing(standings)
        await _keep_attempt(program, data.to_stage, missing=missing, reason="", actor=actor)
        if missing:
            await record(
                "program.move_refused",
                program.id,
                actor=actor,
                changes={"missing": [None, ", ".join(missing)]},
            )
            return MoveOut(passed=False, stage=program.stage, missing=missing)
        await _set_stage(program, data.to_stage)
        await record(
            "program.moved_on", program.id, actor=actor, changes={"stage": [program.stage, data.to_stage]}
        )
        return MoveOut(passed=True, stage=data.to_stage, missing=[])


async def move_back(program: Program, data: MoveBack, *, actor: Actor) -> int:
    """Take a program back to a stage it has left, with a reason; what it did stays in the ledger."""
    async with write_transaction():
        program = await lock(program)
        if data.to_stage not in rules.stages_before(program.stage):
            raise Refused("method.not_back", field="to_stage")
        await _keep_attempt(program, data.to_stage, missing=[], reason=data.reason, actor=actor)
        await _set_stage(program, data.to_stage)
        await record(
            "program.moved_back",
            program.id,
            actor=actor,
            changes={"stage": [program.stage, data.to_stage]},
            reason=data.reason,
        )
        return program.id


async def _keep_attempt(
    program: Program, to_stage: str, *, missing: list[str], reason: str, actor: Actor
) -> None:
    attempt = StageAttempt(
        organisation=program.organisation,
        program=program.id,
        from_stage=program.stage,
        to_stage=to_stage,
        passed=not missing,
        attempted_on=clock.today(),
        at=clock.now(),
        by=actor.user_id,
        by_name=actor.name,
        missing=msgspec.json.encode(missing).decode(),
        reason=reason,
    )
    await attempt.save()


async def _set_stage(program: Program, stage: str) -> None:
    await Program.update({Program.stage: stage, Program.stage_since: clock.today()}).where(
        Program.id == program.id
    )


async def set_threshold(data: Threshold, *, actor: Actor) -> int:
    """Set an NGO's own number for a gate, for all of its programs."""
    if code := rules.refuse_threshold(data.gate, data.at_least):
        raise Refused(code, field="at_least")
    async with write_transaction():
        found = await GateThreshold.objects().get(
            (GateThreshold.organisation == actor.organisation_id) & (GateThreshold.gate == data.gate)
        )
        before = found.at_least if found else rules.ALL_GATES[data.gate].at_least
        if found is None:
            found = GateThreshold(organisation=actor.organisation_id, gate=data.gate, at_least=data.at_least)
            await found.save()
        else:
            await GateThreshold.update({"at_least": data.at_least, "version": found.version + 1}).where(
                GateThreshold.id == found.id
            )
        await audit.record(
            "method.tuned",
            "organisation",
            actor.organisation_id,
            actor=actor,
            changes={data.gate: [before, data.at_least]},
        )
        return found.id


async def record(
    action: str,
    program_id: int,
    *,
    actor: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """An entry in the program's history."""
    await audit.record(
        action, "program", program_id, actor=actor, program_id=program_id, changes=changes, reason=reason
    )
