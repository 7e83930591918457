"""Pages about waves, for staff of their community."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import access_community, community_options
from programs.communities.tables import Community
from programs.method.queries import access_program, program_options
from programs.surveys import figures, policy, wave_actions, wave_queries, wave_rules
from programs.surveys.figure_queries import belonging_of_community, tallies_of
from programs.surveys.questionnaire_queries import access_questionnaire, questionnaire_options
from programs.surveys.schemas import Closing, EditedWave, NewWave, Reopening
from programs.surveys.tables import Wave
from programs.surveys.words import MOMENTS, NOT_COMPARED, SEGMENTS, STATES, TARGETS, UNITS
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.paging import link


def home_of(wave_id: int) -> str:
    """A wave's own page."""
    return f"/desk/waves/{wave_id}"


def state_of(wave: Wave | dict[str, Any]) -> str:
    """Where a wave stands today."""
    said = wave if isinstance(wave, dict) else wave.to_dict()
    return wave_rules.state_of(
        opens_on=said["opens_on"],
        closes_on=said["closes_on"],
        closed_on=said["closed_on"],
        today=clock.today(),
    )


@get("/desk/waves", opt={"who": STAFF})
async def list_waves(request: Request) -> Response[bytes]:
    """The waves of the reader's communities, with belonging in the chosen one."""
    actor = actor_of(request)
    communities = await community_options(actor)
    community_id = asked_id(request, "community")
    if community_id is None and len(communities) == 1:
        community_id = communities[0][0]
    chosen = await access_community(actor, community_id) if community_id is not None else None
    found = await wave_queries.list_waves(
        actor, community_id=community_id, cursor=request.query_params.get("after")
    )
    return page(
        request,
        "surveys/waves.html",
        waves=[{**row, "state": state_of(row)} for row in found.rows],
        communities=communities,
        chosen=chosen,
        belonging=figures.belonging_shown(await belonging_of_community(chosen.id)) if chosen else None,
        moments=MOMENTS,
        states=STATES,
        new_url=f"/desk/communities/{chosen.id}/waves/new" if chosen else "/desk/waves/new",
        next_url=link("/desk/waves", community=community_id, after=found.next) if found.next else None,
    )


@get("/desk/waves/new", opt={"who": STAFF})
async def choose_community(request: Request) -> Response[Any]:
    """Where is asked; not a question when the address names a program, or for whoever works in one community only."""
    actor = actor_of(request)
    program_id = asked_id(request, "program")
    communities = await community_options(actor)
    if program_id is not None:
        community_id = (await access_program(actor, program_id)).community
    elif len(communities) == 1:
        community_id = communities[0][0]
    else:
        return page(request, "surveys/choose.html", communities=communities)
    return redirect(link(f"/desk/communities/{community_id}/waves/new", program=program_id))


@get("/desk/communities/{community_id:int}/waves/new", opt={"who": STAFF})
async def new_wave(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The form for a new wave."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    programs = await program_options(actor, community_id)
    asked = asked_id(request, "program")
    form = Form.blank(
        NewWave,
        opens_on=clock.today(),
        program=asked or (programs[0][0] if len(programs) == 1 else None),
        questionnaire=asked_id(request, "questionnaire"),
        moment="baseline",
        unit="household",
        online=True,
    )
    return await _new_page(request, form, community)


async def _new_page(request: Request, form: Form[NewWave], community: Community) -> Response[bytes]:
    actor = actor_of(request)
    return page(
        request,
        "surveys/new_wave.html",
        form=form,
        community=community,
        questionnaires=await questionnaire_options(actor),
        programs=await program_options(actor, community.id),
        moments=list(MOMENTS.items()),
        units=list(UNITS.items()),
    )


@post("/desk/communities/{community_id:int}/waves", opt={"who": STAFF})
async def open_wave(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Set up a wave."""
    community = await access_community(actor_of(request), community_id, to_edit=True)

    async def write(data: NewWave, actor: Actor) -> int:
        return await open_in(community, data, actor)

    return await submit(
        request,
        await read_form(request, NewWave),
        action="wave.opened",
        write=write,
        done=lambda wave_id: redirect(
            home_of(wave_id), m("The wave is set up. Print the poster or enter sheets.")
        ),
        again=lambda form: _new_page(request, form, community),
    )


async def open_in(community: Community, data: NewWave, actor: Actor) -> int:
    """Open a wave with the program and the questionnaire that the form names, each through its own door."""
    program = await access_program(actor, data.program) if data.program is not None else None
    wave_queries.check_place(program, community)
    questionnaire = await access_questionnaire(actor, data.questionnaire)
    return await wave_actions.open_wave(community, program, questionnaire, data, actor=actor)


@get("/desk/waves/{wave_id:int}", opt={"who": STAFF})
async def show_wave(request: Request, wave_id: FromPath[int]) -> Response[bytes]:
    """A wave: how many have answered, and what they say."""
    actor = actor_of(request)
    wave = await wave_queries.access_wave(actor, wave_id)
    return await _show(request, wave, Form.blank(Reopening))


async def _show(request: Request, wave: Wave, form: Form[Reopening]) -> Response[bytes]:
    actor = actor_of(request)
    asked = await wave_queries.asked_in(wave)
    earlier = await wave_queries.measured_against(wave)
    tallies = await tallies_of([wave.id, *([earlier] if earlier else [])])
    tally = tallies.get(wave.id, {})
    rows = figures.rows_of(asked.questions, [tallies.get(earlier, {}), tally]) if earlier else []
    return page(
        request,
        "surveys/wave.html",
        wave=wave,
        state=state_of(wave),
        community=await access_community(actor, wave.community),
        program=await access_program(actor, wave.program) if wave.program else None,
        asked=asked,
        answers=figures.people_in(tally),
        enough=wave_rules.ENOUGH,
        told=[row.told for row in rows if row.told],
        too_few=NOT_COMPARED["too_few"],
        indices=[figures.index_shown(scale, tally) for scale in figures.scales_of(asked.questions)],
        questions=[figures.question_shown(question, tally) for question in asked.questions],
        moments=MOMENTS,
        states=STATES,
        units=UNITS,
        targets=TARGETS,
        segments=SEGMENTS,
        form=form,
        may_edit=policy.may_ask(actor, wave.community),
        history=await history_of("survey_wave", wave.id, actor=actor),
    )


@get("/desk/waves/{wave_id:int}/edit", opt={"who": STAFF})
async def edit_form(request: Request, wave_id: FromPath[int]) -> Response[bytes]:
    """The form in which a wave is edited."""
    wave = await wave_queries.access_wave(actor_of(request), wave_id, to_edit=True)
    return page(request, "surveys/edit_wave.html", wave=wave, form=Form.of(EditedWave, wave))


@post("/desk/waves/{wave_id:int}/edit", opt={"who": STAFF})
async def edit_wave(request: Request, wave_id: FromPath[int]) -> Response[Any]:
    """Save a wave."""
    wave = await wave_queries.access_wave(actor_of(request), wave_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedWave),
        action="wave.edited",
        write=lambda data, actor: wave_actions.edit_wave(wave, data, actor=actor),
        done=lambda _: redirect(home_of(wave_id), m("Saved.")),
        again=lambda form: page(request, "surveys/edit_wave.html", wave=wave, form=form),
    )


@get("/desk/waves/{wave_id:int}/closing", opt={"who": STAFF})
async def closing_form(request: Request, wave_id: FromPath[int]) -> Response[bytes]:
    """Asks whether the wave is really over."""
    wave = await wave_queries.access_wave(actor_of(request), wave_id, to_edit=True)
    return await _closing_page(request, wave, Form.blank(Closing, closed_on=clock.today()))


async def _closing_page(request: Request, wave: Wave, form: Form[Closing]) -> Response[bytes]:
    return page(
        request,
        "surveys/close_wave.html",
        wave=wave,
        form=form,
        answers=await wave_queries.answers_in(wave.id),
        enough=wave_rules.ENOUGH,
    )


@post("/desk/waves/{wave_id:int}/closing", opt={"who": STAFF})
async def close_wave(request: Request, wave_id: FromPath[int]) -> Response[Any]:
    """Close a wave."""
    wave = await wave_queries.access_wave(actor_of(request), wave_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Closing),
        action="wave.closed",
        write=lambda data, actor: wave_actions.close_wave(wave, data, actor=actor),
        done=lambda _: redirect(home_of(wave_id), m("The wave is closed.")),
        again=lambda form: _closing_page(request, wave, form),
    )


@post("/desk/waves/{wave_id:int}/reopening", opt={"who": STAFF})
async def reopen_wave(request: Request, wave_id: FromPath[int]) -> Response[Any]:
    """Let a closed wave take answers again."""
    wave = await wave_queries.access_wave(actor_of(request), wave_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Reopening),
        action="wave.reopened",
        write=lambda data, actor: wave_actions.reopen_wave(wave, data, actor=actor),
        done=lambda _: redirect(home_of(wave_id), m("The wave takes answers again.")),
        again=lambda form: _show(request, wave, form),
    )


HANDLERS = [
    list_waves,
    choose_community,
    new_wave,
    open_wave,
    show_wave,
    edit_form,
    edit_wave,
    closing_form,
    close_wave,
    reopen_wave,
]
