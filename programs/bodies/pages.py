"""Pages on which a community's mobilisation is drawn, and building leaders come and go."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.bodies import actions, queries, words
from programs.bodies.schemas import EndedTerm, NewLeader, NewRecruit
from programs.bodies.tables import BuildingLeader
from programs.communities.queries import access_community, building_options
from programs.communities.tables import Building, Community
from programs.method.queries import only_program, program_options
from programs.residents.place_queries import access_building, place_of
from server.lib import clock
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect


def _tree(community_id: int) -> str:
    return f"/desk/communities/{community_id}/mobilisation"


@get("/desk/communities/{community_id:int}/mobilisation", opt={"who": STAFF})
async def show_tree(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """Estates, buildings, their leaders and volunteers; and who is on the way."""
    community = await access_community(actor_of(request), community_id)
    return await _show_tree(request, community, Form.blank(NewRecruit, reached_on=clock.today()))


async def _show_tree(request: Request, community: Community, form: Form[NewRecruit]) -> Response[bytes]:
    recruits = await queries.recruits_of(community.id)
    return page(
        request,
        "bodies/tree.html",
        community=community,
        tree=await queries.tree_of(community.id),
        by_step={step: [row for row in recruits if row["step"] == step] for step in words.STEPS},
        buildings=await building_options(community.id),
        words=words,
        form=form,
    )


@post("/desk/communities/{community_id:int}/recruits", opt={"who": STAFF})
async def note_recruit(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Note a step of somebody on the way."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewRecruit),
        action="recruit.noted",
        write=lambda data, actor: actions.note_recruit(community, data, actor=actor),
        done=lambda _: redirect(_tree(community_id), m("The step is noted.")),
        again=lambda form: _show_tree(request, community, form),
    )


@get("/desk/buildings/{building_id:int}/leader", opt={"who": STAFF})
async def leader_page(request: Request, building_id: FromPath[int]) -> Response[bytes]:
    """Who leads a building and who did, with the form for the next."""
    building = await access_building(actor_of(request), building_id)
    return await _leader_page(
        request,
        building,
        Form.blank(
            NewLeader, since=clock.today(), program=await only_program(actor_of(request), building.community)
        ),
    )


async def _leader_page(request: Request, building: Building, form: Form[NewLeader]) -> Response[bytes]:
    programs = await program_options(actor_of(request), building.community)
    return page(
        request,
        "bodies/leader_new.html",
        building=building,
        place=await place_of(building.id),
        terms=await queries.terms_of(building.id),
        programs=programs,
        form=form,
    )


@post("/desk/buildings/{building_id:int}/leader", opt={"who": STAFF})
async def appoint(request: Request, building_id: FromPath[int]) -> Response[Any]:
    """Appoint a building leader; her page offers the households as a round."""
    building = await access_building(actor_of(request), building_id)
    return await submit(
        request,
        await read_form(request, NewLeader),
        action="building_leader.appointed",
        write=lambda data, actor: actions.appoint(building, data, actor=actor),
        done=lambda term_id: redirect(
            f"/desk/building-leaders/{term_id}",
            m("The building has a leader. Give her its households as a round."),
        ),
        again=lambda form: _leader_page(request, building, form),
    )


@get("/desk/building-leaders/{leader_id:int}", opt={"who": STAFF})
async def show_term(request: Request, leader_id: FromPath[int]) -> Response[bytes]:
    """One term of a building leader."""
    term = await queries.access_term(actor_of(request), leader_id)
    return await _show_term(request, term, Form.blank(EndedTerm, ended_on=clock.today()))


async def _show_term(request: Request, term: BuildingLeader, form: Form[EndedTerm]) -> Response[bytes]:
    return page(
        request,
        "bodies/term.html",
        card=await queries.card_of(term),
        form=form,
        program=await only_program(actor_of(request), term.community),
        history=await history_of("building_leader", term.id, actor=actor_of(request)),
    )


@post("/desk/building-leaders/{leader_id:int}/end", opt={"who": STAFF})
async def end_term(request: Request, leader_id: FromPath[int]) -> Response[Any]:
    """End a term."""
    term = await queries.access_term(actor_of(request), leader_id)
    return await submit(
        request,
        await read_form(request, EndedTerm),
        action="building_leader.ended",
        write=lambda data, actor: actions.end_term(term, data, actor=actor),
        done=lambda _: redirect(_tree(term.community), m("The term has ended.")),
        again=lambda form: _show_term(request, term, form),
    )


HANDLERS = [show_tree, note_recruit, leader_page, appoint, show_term, end_term]
