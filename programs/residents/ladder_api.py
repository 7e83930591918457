"""The ladder as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from programs.residents import ladder_actions, ladder_queries
from programs.residents.ladder_schemas import (
    ActOut,
    LadderOut,
    LostStepOut,
    ReachedStep,
    RungOut,
    StepTakenBack,
)
from programs.residents.queries import access_resident
from server.web.access import STAFF, actor_of
from server.web.forms import Created, written


@get("/api/residents/{resident_id:int}/ladder", opt={"who": STAFF})
async def show_ladder(request: Request, resident_id: FromPath[int]) -> LadderOut:
    """The steps that a person has taken, the lowest first, and what she did, the newest first."""
    resident = await access_resident(actor_of(request), resident_id)
    steps = await ladder_queries.ladder_of(resident.id)
    return LadderOut(
        msgspec.convert([step["rung"] for step in steps if step["rung"]], list[RungOut]),
        msgspec.convert([step["lost"] for step in steps if step["lost"]], list[LostStepOut]),
        [
            ActOut(act.step.value, act.on, act.title, act.href, act.source_kind, act.source_id)
            for act in await ladder_queries.acts_of(resident.id)
        ],
    )


@post("/api/residents/{resident_id:int}/ladder", opt={"who": STAFF})
async def reach_step(request: Request, resident_id: FromPath[int], data: JSONBody[ReachedStep]) -> Created:
    """Put a person on a step by one of her acts; 422 without one. Answers the id of the step."""
    actor = actor_of(request)
    resident = await access_resident(actor, resident_id, to_edit=True)
    return await written(resident, data, "ladder.reached", ladder_actions.reach_step, actor=actor)


@post("/api/ladder/{rung_id:int}/take-back", opt={"who": STAFF})
async def take_step_back(request: Request, rung_id: FromPath[int], data: JSONBody[StepTakenBack]) -> Created:
    """Take a step back, with the reason. Answers the person's id."""
    actor = actor_of(request)
    rung = await ladder_queries.access_rung(actor, rung_id)
    return await written(rung, data, "ladder.taken_back", ladder_actions.take_step_back, actor=actor)


HANDLERS = [show_ladder, reach_step, take_step_back]
