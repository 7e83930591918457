"""Pages on which a ceremony is prepared, run and shown in the hall."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.activities import (
    ceremony_actions,
    ceremony_paper_pages,
    ceremony_queries,
    ceremony_rules,
    queries,
)
from groups.activities.ceremony_schemas import EditedCeremony, NewCeremony, NewItem, PlannedCeremony
from groups.activities.ceremony_words import KITS, NAME_ORDERS, NO_RANKING, PURPOSES
from groups.activities.choices import options
from groups.activities.tables import Activity, Ceremony
from groups.teams.queries import group_options
from programs.communities.queries import access_community
from programs.communities.tables import Community
from programs.method.queries import only_program, program_options
from server.lib.actor import Actor
from server.lib.i18n import m
from server.lib.ids import new_op_id
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect

_NEW = "/desk/communities/{community_id:int}/ceremonies/new"
_OF_ACTIVITY = "/desk/activities/{activity_id:int}/ceremony"


def home_of(ceremony_id: int) -> str:
    """The address of a ceremony's page."""
    return f"/desk/ceremonies/{ceremony_id}"


@get("/desk/communities/{community_id:int}/ceremonies", opt={"who": STAFF})
async def list_ceremonies(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The ceremonies of a community, and how ready each is."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    return page(
        request,
        "activities/ceremonies.html",
        community=community,
        rows=await ceremony_queries.list_ceremonies(actor, community.id),
        purposes=PURPOSES,
    )


@get(_NEW, opt={"who": STAFF})
async def plan_form(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The form for a ceremony to come."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    asked = request.query_params.get("purpose")
    purpose = asked if asked in PURPOSES else "recognition"
    program = await only_program(actor, community.id)
    return await _plan(request, community, Form.blank(PlannedCeremony, purpose=purpose, program=program))


async def _plan(request: Request, community: Community, form: Form[PlannedCeremony]) -> Response[bytes]:
    actor = actor_of(request)
    return page(
        request,
        "activities/ceremony_new.html",
        community=community,
        programs=await program_options(actor, community.id),
        groups=await group_options(actor, community.id),
        purposes=options(PURPOSES),
        form=form,
    )


@post(_NEW, opt={"who": STAFF})
async def plan_ceremony(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Put a ceremony into the calendar."""
    community = await access_community(actor_of(request), community_id, to_edit=True)

    async def plan(data: PlannedCeremony, actor: Actor) -> int:
        setting = await queries.access_setting(
            actor, community.id, program_id=data.program, group_id=data.group
        )
        return await ceremony_actions.plan_ceremony(setting, data, actor=actor)

    return await submit(
        request,
        await read_form(request, PlannedCeremony),
        action="ceremony.made",
        write=plan,
        done=lambda ceremony_id: redirect(home_of(ceremony_id), m("The ceremony is in the calendar.")),
        again=lambda form: _plan(request, community, form),
    )


@get(_OF_ACTIVITY, opt={"who": STAFF})
async def make_form(request: Request, activity_id: FromPath[int]) -> Response[Any]:
    """The ceremony of an activity, or the form that makes it one."""
    activity = await queries.access_activity(actor_of(request), activity_id, to_edit=True)
    ceremony_id = await ceremony_queries.ceremony_of_activity(activity.id)
    if ceremony_id is not None:
        return redirect(home_of(ceremony_id))
    return _make(request, activity, Form.blank(NewCeremony, purpose="recognition"))


def _make(request: Request, activity: Activity, form: Form[NewCeremony]) -> Response[bytes]:
    return page(
        request,
        "activities/ceremony_make.html",
        activity=activity,
        purposes=options(PURPOSES),
        form=form,
    )


@post(_OF_ACTIVITY, opt={"who": STAFF})
async def make_ceremony(request: Request, activity_id: FromPath[int]) -> Response[Any]:
    """Make an activity a ceremony."""
    activity = await queries.access_activity(actor_of(request), activity_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewCeremony),
        action="ceremony.made",
        write=lambda data, actor: ceremony_actions.make_ceremony(activity, data, actor=actor),
        done=lambda ceremony_id: redirect(
            home_of(ceremony_id), m("It is a ceremony now. Look at its lines.")
        ),
        again=lambda form: _make(request, activity, form),
    )


@get("/desk/ceremonies/{ceremony_id:int}", opt={"who": STAFF})
async def show_ceremony(request: Request, ceremony_id: FromPath[int]) -> Response[bytes]:
    """What happens when, what is ready, who is honoured and where they sit."""
    ceremony = await ceremony_queries.access_ceremony(actor_of(request), ceremony_id, to_edit=True)
    return await show(request, ceremony)


async def show(
    request: Request,
    ceremony: Ceremony,
    form: Form[EditedCeremony] | None = None,
    item_form: Form[NewItem] | None = None,
) -> Response[bytes]:
    """A ceremony's page, with the faults of the form that was sent from it."""
    honoured = await ceremony_queries.honoured_at(ceremony.id, ceremony.name_order)
    lines, things = await ceremony_queries.items_of(ceremony.id)
    seats = ceremony_queries.seats_of_honour(honoured, ceremony.guests)
    return page(
        request,
        "activities/ceremony.html",
        ceremony=await ceremony_queries.card_of(ceremony.id),
        lines=lines,
        things=things,
        launched=await ceremony_queries.launched_at(ceremony.id),
        honoured=[(one, ceremony_queries.read_as(one)) for one in honoured],
        seats=seats,
        cards=ceremony_rules.files_of_cards(len(seats), most=ceremony_paper_pages.CARDS_IN_A_FILE),
        kits=KITS,
        kit_options=options(KITS),
        purposes=options(PURPOSES),
        name_orders=options(NAME_ORDERS),
        no_ranking=NO_RANKING[ceremony.name_order],
        form=form or Form.of(EditedCeremony, ceremony),
        item_form=item_form or Form.blank(NewItem),
        new_op_id=new_op_id,
        history=await history_of(
            "ceremony",
            ceremony.id,
            actor=actor_of(request),
            words={"purpose": PURPOSES, "name_order": NAME_ORDERS},
        ),
    )


@post("/desk/ceremonies/{ceremony_id:int}/edit", opt={"who": STAFF})
async def edit_ceremony(request: Request, ceremony_id: FromPath[int]) -> Response[Any]:
    """Save what a ceremony is for, its seats and guests."""
    ceremony = await ceremony_queries.access_ceremony(actor_of(request), ceremony_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedCeremony),
        action="ceremony.edited",
        write=lambda data, actor: ceremony_actions.edit_ceremony(ceremony, data, actor=actor),
        done=lambda _: redirect(home_of(ceremony_id), m("Saved.")),
        again=lambda form: show(request, ceremony, form=form),
    )


@post("/desk/ceremonies/{ceremony_id:int}/items", opt={"who": STAFF})
async def add_item(request: Request, ceremony_id: FromPath[int]) -> Response[Any]:
    """Add a line to the running order, or a thing to have ready."""
    ceremony = await ceremony_queries.access_ceremony(actor_of(request), ceremony_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewItem),
        action="ceremony.item_added",
        write=lambda data, actor: ceremony_actions.add_item(ceremony, data, actor=actor),
        done=lambda _: redirect(home_of(ceremony_id), m("It stands there now.")),
        again=lambda form: show(request, ceremony, item_form=form),
    )


@get("/desk/ceremonies/{ceremony_id:int}/screen", opt={"who": STAFF})
async def screen(request: Request, ceremony_id: FromPath[int]) -> Response[bytes]:
    """For the hall: one of the honoured at a time, in huge letters; before the first the title, after the last thanks."""
    ceremony = await ceremony_queries.access_ceremony(actor_of(request), ceremony_id, to_edit=True)
    honoured = await ceremony_queries.honoured_at(ceremony.id, ceremony.name_order)
    number = min(asked_id(request, "n") or 0, len(honoured) + 1)
    shown = honoured[number - 1] if 0 < number <= len(honoured) else None
    return page(
        request,
        "activities/ceremony_screen.html",
        ceremony=await ceremony_queries.card_of(ceremony.id),
        shown=shown,
        reading=ceremony_queries.read_as(shown) if shown else "",
        number=number,
        count=len(honoured),
        no_ranking=NO_RANKING[ceremony.name_order] if honoured else "",
    )


HANDLERS = [
    list_ceremonies,
    plan_form,
    plan_ceremony,
    make_form,
    make_ceremony,
    show_ceremony,
    edit_ceremony,
    add_item,
    screen,
]
