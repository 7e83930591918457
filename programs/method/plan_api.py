"""The plan of a program as JSON: steps, indicators, consolidation, relapse, and the ledger's rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from programs.method import (
    consolidation_actions,
    consolidation_queries,
    evidence_queries,
    indicator_actions,
    indicator_queries,
    queries,
    step_actions,
    step_queries,
)
from programs.method.schemas import (
    ConsolidationPlan,
    EditedIndicator,
    NewIndicator,
    NewReading,
    NewStep,
    RelapseAnswer,
    StepDone,
)
from server.web.access import STAFF, actor_of
from server.web.asked import AskedMonth, Cursor
from server.web.forms import Created, created, written


class IndicatorOut(msgspec.Struct):
    """An indicator with its value for each month that has one."""

    id: int
    name: str
    unit: str
    falls: bool
    baseline: Decimal | None
    baseline_on: date | None
    baseline_source: str
    target: Decimal | None
    target_on: date | None
    version: int
    values: dict[str, Decimal]


class EvidenceRow(msgspec.Struct):
    """One row of the ledger."""

    id: int
    kind: str
    facet: str
    occurred_on: date
    quantity: int
    source_kind: str
    source_id: int
    reverses: int | None


class EvidencePage(msgspec.Struct):
    """Some rows of the ledger, newest first, and the cursor of the next ones."""

    rows: list[EvidenceRow]
    next: str | None = None


@get("/api/programs/{program_id:int}/steps", opt={"who": STAFF})
async def list_steps(request: Request, program_id: FromPath[int]) -> list[dict[str, Any]]:
    """The plan's steps."""
    await queries.access_program(actor_of(request), program_id)
    return await step_queries.steps_of(program_id)


@post("/api/programs/{program_id:int}/steps", opt={"who": STAFF})
async def add_step(request: Request, program_id: FromPath[int], data: JSONBody[NewStep]) -> Created:
    """Add a step."""
    actor = actor_of(request)
    program = await queries.access_program(actor, program_id, to_edit=True)
    return await written(program, data, "step.added", step_actions.add_step, actor=actor)


@post("/api/steps/{step_id:int}/done", opt={"who": STAFF})
async def finish_step(request: Request, step_id: FromPath[int], data: JSONBody[StepDone]) -> Created:
    """Mark a step as done."""
    actor = actor_of(request)
    step = await step_queries.access_step(actor, step_id)
    return await created(
        data, actor=actor, action="step.done", write=lambda: step_actions.finish_step(step, actor=actor)
    )


@post("/api/steps/{step_id:int}/reopened", opt={"who": STAFF})
async def reopen_step(request: Request, step_id: FromPath[int], data: JSONBody[StepDone]) -> Created:
    """Take back that a step is done."""
    actor = actor_of(request)
    step = await step_queries.access_step(actor, step_id)
    return await created(
        data, actor=actor, action="step.reopened", write=lambda: step_actions.reopen_step(step, actor=actor)
    )


@post("/api/programs/{program_id:int}/indicators", opt={"who": STAFF})
async def add_indicator(request: Request, program_id: FromPath[int], data: JSONBody[NewIndicator]) -> Created:
    """Add an indicator that is read by hand."""
    actor = actor_of(request)
    program = await queries.access_program(actor, program_id, to_edit=True)
    return await written(program, data, "indicator.added", indicator_actions.add_indicator, actor=actor)


@put("/api/indicators/{indicator_id:int}", opt={"who": STAFF})
async def edit_indicator(
    request: Request, indicator_id: FromPath[int], data: JSONBody[EditedIndicator]
) -> Created:
    """Save an indicator; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    indicator = await indicator_queries.access_indicator(actor, indicator_id, to_edit=True)
    return await written(indicator, data, "indicator.edited", indicator_actions.edit_indicator, actor=actor)


@post("/api/indicators/{indicator_id:int}/readings", opt={"who": STAFF})
async def enter_reading(request: Request, indicator_id: FromPath[int], data: JSONBody[NewReading]) -> Created:
    """Enter a month's value."""
    actor = actor_of(request)
    indicator = await indicator_queries.access_indicator(actor, indicator_id, to_edit=True)
    return await written(indicator, data, "indicator.read", indicator_actions.enter_reading, actor=actor)


@put("/api/programs/{program_id:int}/consolidation", opt={"who": STAFF})
async def agree_consolidation(
    request: Request, program_id: FromPath[int], data: JSONBody[ConsolidationPlan]
) -> Created:
    """Agree or change the consolidation plan."""
    actor = actor_of(request)
    program = await queries.access_program(actor, program_id, to_edit=True)
    return await written(
        program, data, "consolidation.agreed", consolidation_actions.agree_consolidation, actor=actor
    )


@post("/api/relapses/{relapse_id:int}/answer", opt={"who": STAFF})
async def answer_relapse(
    request: Request, relapse_id: FromPath[int], data: JSONBody[RelapseAnswer]
) -> Created:
    """End a relapse with what was done about it."""
    actor = actor_of(request)
    relapse = await consolidation_queries.access_relapse(actor, relapse_id)
    return await written(relapse, data, "relapse.answered", consolidation_actions.answer_relapse, actor=actor)


@get("/api/programs/{program_id:int}/indicators", opt={"who": STAFF})
async def list_indicators(request: Request, program_id: FromPath[int]) -> list[IndicatorOut]:
    """A program's indicators with their values."""
    await queries.access_program(actor_of(request), program_id)
    return [
        msgspec.convert({**one.to_dict(), "values": dict(series)}, IndicatorOut)
        for one, series in await indicator_queries.indicators_with_series(program_id)
    ]


@get("/api/programs/{program_id:int}/evidence", opt={"who": STAFF})
async def list_evidence(
    request: Request,
    program_id: FromPath[int],
    kind: Annotated[str, QueryParameter(max_length=40)] = "",
    month: AskedMonth = "",
    before: Cursor = "",
) -> EvidencePage:
    """The rows under a program's figures, of one kind or month when those are given."""
    await queries.access_program(actor_of(request), program_id)
    found = await evidence_queries.evidence_of(program_id, kind=kind, month=month, cursor=before)
    return msgspec.convert(found, EvidencePage, from_attributes=True)


@get("/api/programs/{program_id:int}/moves", opt={"who": STAFF})
async def list_moves(request: Request, program_id: FromPath[int]) -> list[dict[str, Any]]:
    """All tries to move a program on, and its steps back, newest first."""
    await queries.access_program(actor_of(request), program_id)
    return await queries.attempts_of(program_id)


HANDLERS = [
    list_steps,
    add_step,
    finish_step,
    reopen_step,
    add_indicator,
    edit_indicator,
    enter_reading,
    agree_consolidation,
    answer_relapse,
    list_indicators,
    list_evidence,
    list_moves,
]
