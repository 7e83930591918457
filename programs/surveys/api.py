"""Waves and answers as JSON: the same actions as the pages."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from programs.communities.queries import access_community, check_building
from programs.method.queries import access_program
from programs.surveys import answer_actions, answer_queries, figures, wave_actions, wave_queries
from programs.surveys.figure_queries import belonging_of_community, belonging_of_program, tallies_of
from programs.surveys.schemas import (
    Closing,
    EditedWave,
    Entered,
    NewWave,
    PaperBatch,
    Reopening,
    Voiding,
    WaveOut,
)
from programs.surveys.wave_pages import open_in
from server.lib.actor import Actor
from server.web.access import STAFF, actor_of
from server.web.asked import AskedId, Cursor
from server.web.forms import Created, carry_out, created, written


@get("/api/waves", opt={"who": STAFF})
async def list_waves(request: Request, community: AskedId = None, after: Cursor = "") -> dict[str, Any]:
    """Waves of the caller's communities, the newest first; `next` is the `after` of the following part."""
    actor = actor_of(request)
    if community is not None:
        await access_community(actor, community)
    found = await wave_queries.list_waves(actor, community_id=community, cursor=after)
    return {"rows": found.rows, "next": found.next}


@post("/api/communities/{community_id:int}/waves", opt={"who": STAFF})
async def open_wave(request: Request, community_id: FromPath[int], data: JSONBody[NewWave]) -> Created:
    """Set up a wave."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await created(
        data, actor=actor, action="wave.opened", write=lambda: open_in(community, data, actor)
    )


@get("/api/waves/{wave_id:int}", opt={"who": STAFF})
async def show_wave(request: Request, wave_id: FromPath[int]) -> WaveOut:
    """One wave."""
    wave = await wave_queries.access_wave(actor_of(request), wave_id)
    answers = await wave_queries.answers_in(wave_id)
    return msgspec.convert({**wave.to_dict(), "answers": answers}, WaveOut)


@put("/api/waves/{wave_id:int}", opt={"who": STAFF})
async def edit_wave(request: Request, wave_id: FromPath[int], data: JSONBody[EditedWave]) -> Created:
    """Save a wave; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    wave = await wave_queries.access_wave(actor, wave_id, to_edit=True)
    return await written(wave, data, "wave.edited", wave_actions.edit_wave, actor=actor)


@post("/api/waves/{wave_id:int}/closing", opt={"who": STAFF})
async def close_wave(request: Request, wave_id: FromPath[int], data: JSONBody[Closing]) -> Created:
    """Close a wave."""
    actor = actor_of(request)
    wave = await wave_queries.access_wave(actor, wave_id, to_edit=True)
    return await written(wave, data, "wave.closed", wave_actions.close_wave, actor=actor)


@post("/api/waves/{wave_id:int}/reopening", opt={"who": STAFF})
async def reopen_wave(request: Request, wave_id: FromPath[int], data: JSONBody[Reopening]) -> Created:
    """Let a closed wave take answers again."""
    actor = actor_of(request)
    wave = await wave_queries.access_wave(actor, wave_id, to_edit=True)
    return await written(wave, data, "wave.reopened", wave_actions.reopen_wave, actor=actor)


@post("/api/waves/{wave_id:int}/paper", opt={"who": STAFF})
async def enter_paper(request: Request, wave_id: FromPath[int], data: JSONBody[PaperBatch]) -> Entered:
    """Enter sheets, all or none."""
    actor = actor_of(request)
    wave = await wave_queries.access_wave(actor, wave_id, to_edit=True)

    async def write() -> int:
        await check_building(wave.community, data.building)
        return await answer_actions.enter_paper(wave, data, actor=actor)

    return Entered(await carry_out(data, actor=actor, action="survey.entered", write=write))


@get("/api/waves/{wave_id:int}/answers", opt={"who": STAFF})
async def list_answers(request: Request, wave_id: FromPath[int], after: Cursor = "") -> dict[str, Any]:
    """Single answers of a wave, the newest first, those taken out among them."""
    await wave_queries.access_wave(actor_of(request), wave_id)
    found = await answer_queries.list_answers(wave_id, cursor=after)
    return {"rows": found.rows, "next": found.next}


@post("/api/survey-answers/{answer_id:int}/voiding", opt={"who": STAFF})
async def void_answer(request: Request, answer_id: FromPath[int], data: JSONBody[Voiding]) -> Created:
    """Take an answer out."""
    actor = actor_of(request)
    answer, wave = await answer_queries.access_answer(actor, answer_id, to_edit=True)
    return await created(
        data,
        actor=actor,
        action="survey.voided",
        write=lambda: answer_actions.void_answer(answer, wave, data, actor=actor),
    )


@get("/api/waves/{wave_id:int}/figures", opt={"who": STAFF})
async def wave_figures(request: Request, wave_id: FromPath[int]) -> dict[str, Any]:
    """What a wave says, question by question."""
    wave = await wave_queries.access_wave(actor_of(request), wave_id)
    asked = await wave_queries.asked_in(wave)
    tally = (await tallies_of([wave_id])).get(wave_id, {})
    return {
        "answers": figures.people_in(tally),
        "indices": [figures.index_shown(scale, tally) for scale in figures.scales_of(asked.questions)],
        "questions": [
            {**figures.question_shown(question, tally), "advice": None} for question in asked.questions
        ],
    }


@get("/api/communities/{community_id:int}/belonging", opt={"who": STAFF})
async def community_belonging(request: Request, community_id: FromPath[int]) -> dict[str, Any]:
    """Belonging in a community; `belonging` is null while nobody was asked."""
    await access_community(actor_of(request), community_id)
    return {"belonging": figures.belonging_shown(await belonging_of_community(community_id))}


@get("/api/programs/{program_id:int}/belonging", opt={"who": STAFF})
async def program_belonging(request: Request, program_id: FromPath[int]) -> dict[str, Any]:
    """Belonging as a program's waves tell it."""
    actor: Actor = actor_of(request)
    program = await access_program(actor, program_id)
    return {
        "belonging": figures.belonging_shown(
            await belonging_of_program(program.id, program.community), program_id=program.id
        )
    }


HANDLERS = [
    list_waves,
    open_wave,
    show_wave,
    edit_wave,
    close_wave,
    reopen_wave,
    enter_paper,
    list_answers,
    void_answer,
    wave_figures,
    community_belonging,
    program_belonging,
]
