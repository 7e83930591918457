"""Pages on which rounds are planned, printed, walked and ended."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import access_community, community_options, estates_with_buildings
from programs.method.queries import access_program, only_program, program_options
from programs.residents.place_queries import access_building, people_behind, place_of
from programs.visits import door_rules, procedure_queries, round_actions, round_queries, words
from programs.visits.door_schemas import RoundDebrief, TappedDoors, UndoneTap
from programs.visits.round_schemas import CancelledRound, ClosedRound, NewRound, ReopenedRound
from programs.visits.tables import Round
from server.accounts.queries import colleague_options
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m, mn
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id, read_id
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.paging import link


def home_of(round_id: int) -> str:
    """A round's own page."""
    return f"/desk/rounds/{round_id}"


@get("/desk/rounds", opt={"who": STAFF})
async def list_rounds(request: Request) -> Response[bytes]:
    """All rounds, the latest first."""
    actor = actor_of(request)
    building = asked_id(request, "building")
    if building is not None:
        await access_building(actor, building)
    found = await round_queries.list_rounds(
        actor, building_id=building, cursor=request.query_params.get("after")
    )
    next_url = link("/desk/rounds", building=building, after=found.next) if found.next else None
    return page(request, "visits/rounds.html", found=found, words=words, next_url=next_url)


@get("/desk/rounds/new", opt={"who": STAFF})
async def new_round(request: Request) -> Response[bytes]:
    """The form for a new round; without a building in the address, the buildings to choose from."""
    actor = actor_of(request)
    building = asked_id(request, "building")
    if building is None:
        return await _choose_building(request, actor, Form.blank(NewRound))
    asked = request.query_params
    form = Form.blank(
        NewRound,
        building=building,
        doors="unreached" if asked.get("doors") == "unreached" else "all",
        days=asked_id(request, "days") or 90,
        scenario="first_visit",
        purpose="concern",
        planned_on=clock.today(),
        visitor_account=None if asked.get("who") else actor.user_id,
        visitor_who=asked.get("who", "")[:80],
        program=asked_id(request, "program")
        or await only_program(actor, (await access_building(actor, building)).community),
    )
    return await _form_page(request, building, form)


async def _choose_building(request: Request, actor: Actor, form: Form[NewRound]) -> Response[bytes]:
    communities = await community_options(actor)
    program = asked_id(request, "program")
    place = (await access_program(actor, program)).community if program else asked_id(request, "community")
    asked = place or (communities[0][0] if communities else None)
    community = await access_community(actor, asked) if asked is not None else None
    return page(
        request,
        "visits/choose_building.html",
        form=form,
        community=community,
        communities=[] if program else communities,
        program=program,
        estates=await estates_with_buildings(community.id) if community else [],
    )


async def _form_page(request: Request, building_id: int, form: Form[NewRound]) -> Response[bytes]:
    actor = actor_of(request)
    building = await access_building(actor, building_id)
    known, _all = await round_queries.households_to_knock(building.id)
    return page(
        request,
        "visits/round_new.html",
        form=form,
        building=building,
        place=await place_of(building.id),
        known=known,
        words=words,
        colleagues=await colleague_options(actor),
        procedures=await procedure_queries.procedure_options(actor),
        programs=await program_options(actor, building.community),
    )


@post("/desk/rounds", opt={"who": STAFF})
async def plan_round(request: Request) -> Response[Any]:
    """Plan a round."""

    async def plan(data: NewRound, actor: Actor) -> int:
        building = await access_building(actor, data.building)
        return await round_actions.plan_round(building, data, actor=actor)

    async def again(form: Form[NewRound]) -> Response[Any]:
        building = read_id(str(form.values.get("building", "")))
        if building is None:
            return await _choose_building(request, actor_of(request), form)
        return await _form_page(request, building, form)

    return await submit(
        request,
        await read_form(request, NewRound),
        action="round.planned",
        write=plan,
        done=lambda round_id: redirect(home_of(round_id), m("The round is planned.")),
        again=again,
    )


@get("/desk/rounds/{round_id:int}", opt={"who": STAFF})
async def show_round(request: Request, round_id: FromPath[int]) -> Response[bytes]:
    """A round: who goes where with whom, what came of it, what is to be done next."""
    found = await round_queries.access_round(actor_of(request), round_id)
    return await show(request, found)


async def show(
    request: Request,
    round_: Round,
    *,
    closing: Form[ClosedRound] | None = None,
    cancelling: Form[CancelledRound] | None = None,
    reopening: Form[ReopenedRound] | None = None,
) -> Response[bytes]:
    """A round's page, with the faults of the form that was sent from it."""
    doors = await round_queries.doors_of(round_.id)
    return page(
        request,
        "visits/round.html",
        card=await round_queries.card_of(round_),
        doors=doors,
        tally=door_rules.tally([row["outcome"] for row in doors if row["outcome"]]),
        unopened=await round_queries.unopened_of(round_.id),
        procedure=await procedure_queries.version_by_id(round_.procedure_version),
        words=words,
        closing=closing or Form.blank(ClosedRound),
        cancelling=cancelling or Form.blank(CancelledRound),
        reopening=reopening or Form.blank(ReopenedRound),
        history=await history_of(
            "round", round_.id, actor=actor_of(request), words={"companion_kind": words.COMPANIONS}
        ),
    )


@get("/desk/rounds/{round_id:int}/print", opt={"who": STAFF})
async def print_round(request: Request, round_id: FromPath[int]) -> Response[bytes]:
    """The round on A4: doors with boxes to tick, the procedure and the words to say."""
    found = await round_queries.access_round(actor_of(request), round_id)
    return page(
        request,
        "visits/round_print.html",
        card=await round_queries.card_of(found),
        doors=await round_queries.doors_of(found.id),
        procedure=await procedure_queries.version_by_id(found.procedure_version),
        words=words,
    )


@get("/desk/rounds/{round_id:int}/walk", opt={"who": STAFF})
async def walk_round(request: Request, round_id: FromPath[int]) -> Response[bytes]:
    """The walk on a phone: one door after the other."""
    found = await round_queries.access_round(actor_of(request), round_id)
    form = Form.blank(TappedDoors, visited_on=clock.today())
    return await _walk(request, found, form)


async def _walk(request: Request, round_: Round, form: Form[TappedDoors]) -> Response[bytes]:
    doors = await round_queries.doors_of(round_.id)
    ids = [row["household"] for row in doors]
    tried = {row["household"] for row in doors if row["outcome"]}
    typed = form.chosen("households")
    chosen = asked_id(request, "door") or (typed[0] if len(typed) == 1 else None)
    current = chosen if chosen in ids else door_rules.next_door(ids, tried, after=asked_id(request, "after"))
    return page(
        request,
        "visits/walk.html",
        card=await round_queries.card_of(round_),
        doors=doors,
        current=next((row for row in doors if row["household"] == current), None),
        people=[(row["id"], row["name"]) for row in await people_behind(current)] if current else [],
        tried=len(tried),
        last=await round_queries.last_visit_of(round_.id),
        procedure=await procedure_queries.version_by_id(round_.procedure_version),
        words=words,
        form=form,
    )


@post("/desk/rounds/{round_id:int}/doors", opt={"who": STAFF})
async def tap_doors(request: Request, round_id: FromPath[int]) -> Response[Any]:
    """Note what came of one or several doors, and go on to the next."""
    found = await round_queries.access_round(actor_of(request), round_id)
    form = await read_form(request, TappedDoors)
    last = max(form.chosen("households"), default=None)
    return await submit(
        request,
        form,
        action="round.doors_logged",
        write=lambda data, actor: round_actions.tap_doors(found, data, actor=actor),
        done=lambda count: redirect(
            link(f"{home_of(round_id)}/walk", after=last),
            mn("%(num)s door noted.", "%(num)s doors noted.", count),
        ),
        again=lambda form: _walk(request, found, form),
    )


@post("/desk/rounds/{round_id:int}/undo", opt={"who": STAFF})
async def undo_tap(request: Request, round_id: FromPath[int]) -> Response[Any]:
    """Take the last tap back."""
    found = await round_queries.access_round(actor_of(request), round_id)
    return await submit(
        request,
        await read_form(request, UndoneTap),
        action="round.undone",
        write=lambda data, actor: round_actions.undo_tap(found, data, actor=actor),
        done=lambda _: redirect(f"{home_of(round_id)}/walk", m("The last tap is taken back.")),
        again=lambda form: _walk(request, found, form.on(TappedDoors)),
    )


@get("/desk/rounds/{round_id:int}/debrief", opt={"who": STAFF})
async def debrief_page(request: Request, round_id: FromPath[int]) -> Response[bytes]:
    """The form in which the visitors say why doors stayed shut."""
    found = await round_queries.access_round(actor_of(request), round_id)
    unopened = await round_queries.unopened_of(found.id)
    open_ones = [row["id"] for row in unopened if not row["causes"] and row["outcome"] == "refused"]
    return await _debrief(request, found, Form.blank(RoundDebrief, visits=open_ones))


async def _debrief(request: Request, round_: Round, form: Form[RoundDebrief]) -> Response[bytes]:
    return page(
        request,
        "visits/debrief.html",
        card=await round_queries.card_of(round_),
        unopened=await round_queries.unopened_of(round_.id),
        words=words,
        form=form,
    )


@post("/desk/rounds/{round_id:int}/debrief", opt={"who": STAFF})
async def debrief_round(request: Request, round_id: FromPath[int]) -> Response[Any]:
    """Keep why doors stayed shut."""
    found = await round_queries.access_round(actor_of(request), round_id)
    return await submit(
        request,
        await read_form(request, RoundDebrief),
        action="door_visit.debriefed",
        write=lambda data, actor: round_actions.debrief_round(found, data, actor=actor),
        done=lambda _: redirect(home_of(round_id), m("The causes are noted.")),
        again=lambda form: _debrief(request, found, form),
    )


@post("/desk/rounds/{round_id:int}/close", opt={"who": STAFF})
async def close_round(request: Request, round_id: FromPath[int]) -> Response[Any]:
    """Say that a round was walked."""
    found = await round_queries.access_round(actor_of(request), round_id)
    return await submit(
        request,
        await read_form(request, ClosedRound),
        action="round.closed",
        write=lambda data, actor: round_actions.close_round(found, data, actor=actor),
        done=lambda _: redirect(
            home_of(round_id), m("The round is closed. Look into the doors that stayed shut.")
        ),
        again=lambda form: show(request, found, closing=form),
    )


@post("/desk/rounds/{round_id:int}/cancel", opt={"who": STAFF})
async def cancel_round(request: Request, round_id: FromPath[int]) -> Response[Any]:
    """Say that nobody walks a round."""
    found = await round_queries.access_round(actor_of(request), round_id)
    return await submit(
        request,
        await read_form(request, CancelledRound),
        action="round.cancelled",
        write=lambda data, actor: round_actions.cancel_round(found, data, actor=actor),
        done=lambda _: redirect(home_of(round_id), m("The round is cancelled.")),
        again=lambda form: show(request, found, cancelling=form),
    )


HANDLERS = [
    list_rounds,
    new_round,
    plan_round,
    show_round,
    print_round,
    walk_round,
    tap_doors,
    undo_tap,
    debrief_page,
    debrief_round,
    close_round,
    cancel_round,
]
