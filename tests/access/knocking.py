"""A row of every kind that visits and building leaders leave behind, for both sides of the walls."""

from __future__ import annotations

from datetime import date
from typing import Any

from programs.bodies.tables import BuildingLeader
from programs.visits.tables import (
    Procedure,
    ProcedureVersion,
    Round,
    RoundDoor,
    TargetVisit,
    Training,
    Visit,
    VisitTarget,
)
from tests.cast import Side, _row

DAY = date(2026, 4, 7)


async def knocked(side: Side, mark: str, resident: int, household: int) -> dict[str, int | str]:
    """A round with one door at which nobody was home, an office, a training, a building leader; their ids."""
    ours: dict[str, Any] = {"organisation": side.organisation}
    place: dict[str, Any] = {**ours, "community": side.community, "building": side.building}
    procedure = await _row(Procedure, **ours, title=f"{mark}初访", scenario="first_visit")
    steps = f'[{{"text": "{mark}亮证", "compulsory": true}}]'
    version = await _row(ProcedureVersion, **ours, procedure=procedure, number=1, steps=steps, made_on=DAY)
    errand: dict[str, Any] = {
        **place,
        "program": side.program,
        "procedure_version": version,
        "scenario": "first_visit",
        "purpose": "concern",
        "visitor_resident": resident,
    }
    round_ = await _row(Round, **errand, planned_on=DAY)
    await _row(RoundDoor, **ours, round=round_, household=household, position=1)
    visit = await _row(
        Visit,
        **errand,
        round=round_,
        household=household,
        outcome="not_home",
        visited_on=DAY,
        note=f"{mark}没人",
    )
    target = await _row(
        VisitTarget,
        **ours,
        community=side.community,
        kind="property_manager",
        name=f"{mark}物业",
        every_days=30,
        since=DAY,
    )
    called = await _row(TargetVisit, **ours, target=target, visited_on=DAY, note=f"{mark}电梯")
    training = await _row(Training, **ours, resident=resident, skill="door_manners", trained_on=DAY)
    leader = await _row(BuildingLeader, **place, resident=resident, since=DAY)
    return {
        "procedure_id": procedure,
        "number": 1,
        "round_id": round_,
        "visit_id": visit,
        "target_id": target,
        "office_visit_id": called,
        "training_id": training,
        "leader_id": leader,
    }
