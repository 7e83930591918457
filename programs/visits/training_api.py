"""Trainings as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from programs.visits import training_actions, training_queries
from programs.visits.training_schemas import (
    ChosenSkills,
    NewTraining,
    TrainingPage,
    TrainingRow,
    VoidedTraining,
)
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.asked import Cursor
from server.web.forms import Created, created, written


@get("/api/trainings", opt={"who": STAFF})
async def list_trainings(request: Request, after: Cursor = "") -> TrainingPage:
    """Trainings that stand, newest first."""
    found = await training_queries.list_trainings(actor_of(request), cursor=after)
    return TrainingPage(msgspec.convert(found.rows, list[TrainingRow]), found.next)


@post("/api/trainings", opt={"who": STAFF})
async def record_training(request: Request, data: JSONBody[NewTraining]) -> Created:
    """Record a training."""
    actor = actor_of(request)
    return await created(
        data,
        actor=actor,
        action="training.recorded",
        write=lambda: training_actions.record_training(data, actor=actor),
    )


@post("/api/trainings/{training_id:int}/void", opt={"who": STAFF})
async def void_training(
    request: Request, training_id: FromPath[int], data: JSONBody[VoidedTraining]
) -> Created:
    """Take a training back."""
    actor = actor_of(request)
    training = await training_queries.access_training(actor, training_id)
    return await written(training, data, "training.voided", training_actions.void_training, actor=actor)


@get("/api/skills-needed", opt={"who": STAFF})
async def show_skills(request: Request) -> dict[str, list[str]]:
    """The skills that visits need, by scenario."""
    return await training_queries.skills_needed(actor_of(request).organisation_id)


@put("/api/skills-needed", opt={"who": PLANNERS})
async def choose_skills(request: Request, data: JSONBody[ChosenSkills]) -> Created:
    """Choose what visits of a scenario need; answers how many skills."""
    actor = actor_of(request)
    return await created(
        data,
        actor=actor,
        action="skills.chosen",
        write=lambda: training_actions.choose_skills(data, actor=actor),
    )


HANDLERS = [list_trainings, record_training, void_training, show_skills, choose_skills]
