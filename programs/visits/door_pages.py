"""Pages of one visit: noted in a line, read, looked into, taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import access_community, building_options, community_options
from programs.communities.tables import Community
from programs.method.queries import only_program, program_options
from programs.visits import door_actions, door_queries, procedure_queries, words
from programs.visits.door_schemas import Debrief, NewConcern, NewVisit, VoidedVisit
from programs.visits.tables import Visit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.lib.late_entries import Entries
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id, asked_text
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect, render_part
from server.web.paging import link

Section = Callable[[int, Actor], Awaitable[tuple[str, dict[str, Any]]]]

# What rooms above show on a visit's page; the ceiling fills it in, top to bottom.
SECTIONS: Entries[Section] = Entries(__name__)


def _home(visit_id: int) -> str:
    return f"/desk/door-visits/{visit_id}"


@get("/desk/door-visits", opt={"who": STAFF})
async def list_visits(request: Request) -> Response[bytes]:
    """Visits, calls and talks, newest first."""
    actor = actor_of(request)
    ids = {name: asked_id(request, name) for name in ("community", "building", "program")}
    found = await door_queries.list_visits(
        actor,
        community_id=ids["community"],
        building_id=ids["building"],
        program_id=ids["program"],
        cursor=request.query_params.get("after"),
    )
    next_url = link("/desk/door-visits", **ids, after=found.next) if found.next else None
    return page(
        request,
        "visits/door_visits.html",
        found=found,
        words=words,
        program=ids["program"],
        next_url=next_url,
    )


@get("/desk/door-visits/new", opt={"who": STAFF})
async def new_visit(request: Request) -> Response[Any]:
    """The form for one visit, call or talk."""
    actor = actor_of(request)
    asked = asked_id(request, "community")
    if asked is None:
        communities = await community_options(actor)
        if len(communities) != 1:
            return page(request, "visits/choose_community.html", communities=communities)
        asked = communities[0][0]
    community = await access_community(actor, asked, to_edit=True)
    form = Form.blank(
        NewVisit,
        building=asked_id(request, "building"),
        door=asked_text(request, "door")[:20],
        mode=asked_text(request, "mode") or "phone",
        outcome="opened",
        purpose="concern",
        scenario="first_visit",
        visited_on=clock.today(),
        program=await only_program(actor, community.id),
    )
    return await _form_page(request, community, form)


async def _form_page(request: Request, community: Community, form: Form[NewVisit]) -> Response[bytes]:
    actor = actor_of(request)
    version = await procedure_queries.newest_for(actor, str(form.values.get("scenario") or "first_visit"))
    return page(
        request,
        "visits/door_visit_new.html",
        community=community,
        form=form,
        words=words,
        procedure=await procedure_queries.version_by_id(version),
        buildings=await building_options(community.id),
        programs=await program_options(actor, community.id),
    )


@post("/desk/communities/{community_id:int}/door-visits", opt={"who": STAFF})
async def log_visit(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Note one visit, call or talk."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewVisit),
        action="door_visit.logged",
        write=lambda data, actor: door_actions.log_visit(community, data, actor=actor),
        done=lambda visit_id: redirect(_home(visit_id), m("Noted.")),
        again=lambda form: _form_page(request, community, form),
    )


@get("/desk/door-visits/{visit_id:int}", opt={"who": STAFF})
async def show_visit(request: Request, visit_id: FromPath[int]) -> Response[bytes]:
    """One visit, with the version of the procedure that it used."""
    visit = await door_queries.access_visit(actor_of(request), visit_id)
    return await _show(request, visit)


async def _show(
    request: Request,
    visit: Visit,
    *,
    voiding: Form[VoidedVisit] | None = None,
    debriefing: Form[Debrief] | None = None,
    hearing: Form[NewConcern] | None = None,
) -> Response[bytes]:
    actor = actor_of(request)
    card = await door_queries.card_of(visit)
    parts: Sequence[tuple[str, dict[str, Any]]] = [await section(visit.id, actor) for section in SECTIONS]
    return page(
        request,
        "visits/door_visit.html",
        card=card,
        words=words,
        procedure=await procedure_queries.version_by_id(visit.procedure_version),
        voiding=voiding or Form.blank(VoidedVisit),
        debriefing=debriefing or Form.blank(Debrief, causes=[row["code"] for row in card["causes"]]),
        hearing=hearing or Form.blank(NewConcern),
        sections=[render_part(request, template, card=card, **context) for template, context in parts],
        history=await history_of("door_visit", visit.id, actor=actor),
    )


@post("/desk/door-visits/{visit_id:int}/void", opt={"who": STAFF})
async def void_visit(request: Request, visit_id: FromPath[int]) -> Response[Any]:
    """Take a visit back."""
    visit = await door_queries.access_visit(actor_of(request), visit_id)
    return await submit(
        request,
        await read_form(request, VoidedVisit),
        action="door_visit.voided",
        write=lambda data, actor: door_actions.void_visit(visit, data, actor=actor),
        done=lambda _: redirect(_home(visit_id), m("The visit is taken back.")),
        again=lambda form: _show(request, visit, voiding=form),
    )


@post("/desk/door-visits/{visit_id:int}/causes", opt={"who": STAFF})
async def debrief(request: Request, visit_id: FromPath[int]) -> Response[Any]:
    """Say why the door stayed shut."""
    visit = await door_queries.access_visit(actor_of(request), visit_id)
    return await submit(
        request,
        await read_form(request, Debrief),
        action="door_visit.debriefed",
        write=lambda data, actor: door_actions.debrief(visit, data, actor=actor),
        done=lambda _: redirect(_home(visit_id), m("The causes are noted.")),
        again=lambda form: _show(request, visit, debriefing=form),
    )


@post("/desk/door-visits/{visit_id:int}/concerns", opt={"who": STAFF})
async def note_concern(request: Request, visit_id: FromPath[int]) -> Response[Any]:
    """Note what the household cares about."""
    visit = await door_queries.access_visit(actor_of(request), visit_id)
    return await submit(
        request,
        await read_form(request, NewConcern),
        action="door_visit.concern_noted",
        write=lambda data, actor: door_actions.note_concern(visit, data, actor=actor),
        done=lambda _: redirect(_home(visit_id), m("The concern is noted.")),
        again=lambda form: _show(request, visit, hearing=form),
    )


HANDLERS = [
    list_visits,
    new_visit,
    log_visit,
    show_visit,
    void_visit,
    debrief,
    note_concern,
]
