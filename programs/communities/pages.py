"""Pages about places, for staff, and the page that a community shows to the street."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response
from markupsafe import Markup

from programs.communities import actions, policy, queries
from programs.communities.schemas import EditedCommunity, NewBuilding, NewCommunity, NewEstate
from programs.communities.tables import Community
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.i18n import Message, m
from server.lib.late_entries import Entries
from server.web import kept
from server.web.access import PLANNERS, PUBLIC, STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect, render_part
from server.web.ways import Way, ways_from

Section = Callable[[Community], Awaitable[tuple[str, dict[str, Any]] | None]]


class Part(msgspec.Struct, frozen=True):
    """What a room shows on a community's page, under a name that a neighbour looks for.

    `section` gives None when there is nothing to show. `does` is the page on which something is done, after the
    community's own address. `names_people` says that consent decides what is shown: such a page
    holds until the next write.
    """

    key: str
    name: Message
    icon: str
    section: Section
    does: str = ""
    names_people: bool = False


# What rooms above show on a community's page; the ceiling fills it in, top to bottom.
PARTS: Entries[Part] = Entries(__name__)

DeskSection = Callable[[Actor, Community], Awaitable[tuple[str, dict[str, Any]]]]

# What rooms above show first on a community's page on the desk; the ceiling fills it in.
DESK_SECTIONS: Entries[DeskSection] = Entries(__name__)

# Where staff go on from a community's page; the ceiling fills it in.
WAYS: Entries[Way] = Entries(__name__)


def _home(community_id: int) -> str:
    return f"/desk/communities/{community_id}"


@get("/desk/communities", opt={"who": STAFF})
async def list_communities(request: Request) -> Response[bytes]:
    """The communities in which the reader works."""
    actor = actor_of(request)
    return page(
        request,
        "communities/list.html",
        communities=await queries.communities_of(actor),
        may_add=policy.may_add_community(actor),
    )


@get("/desk/communities/new", opt={"who": PLANNERS})
async def new_community(request: Request) -> Response[bytes]:
    """The form for a new community."""
    return page(request, "communities/new.html", form=Form.blank(NewCommunity))


@post("/desk/communities", opt={"who": PLANNERS})
async def open_community(request: Request) -> Response[Any]:
    """Open work in a community."""
    return await submit(
        request,
        await read_form(request, NewCommunity),
        action="community.opened",
        write=lambda data, actor: actions.open_community(data, actor=actor),
        done=lambda community_id: redirect(_home(community_id), m("The community is open.")),
        again=lambda form: page(request, "communities/new.html", form=form),
    )


@get("/desk/communities/{community_id:int}", opt={"who": STAFF})
async def show_community(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """A community with its estates and buildings."""
    community = await queries.access_community(actor_of(request), community_id)
    return await _show(request, community)


async def _show(
    request: Request,
    community: Community,
    estate_form: Form[NewEstate] | None = None,
    building_form: Form[NewBuilding] | None = None,
) -> Response[bytes]:
    actor = actor_of(request)
    estates = await queries.estates_with_buildings(community.id)
    parts = [await section(actor, community) for section in DESK_SECTIONS]
    return page(
        request,
        "communities/show.html",
        community=community,
        sections=[render_part(request, template, **context) for template, context in parts],
        ways=ways_from(WAYS, community=community.id),
        estates=estates,
        estate_options=[(estate["id"], estate["name"]) for estate in estates],
        estate_form=estate_form or Form.blank(NewEstate),
        building_form=building_form or Form.blank(NewBuilding),
        may_edit=policy.may_edit_community(actor, community.id),
        history=await history_of("community", community.id, actor=actor),
    )


@get("/desk/communities/{community_id:int}/edit", opt={"who": STAFF})
async def edit_form(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The form in which a community is edited."""
    community = await queries.access_community(actor_of(request), community_id, to_edit=True)
    return page(
        request, "communities/edit.html", community=community, form=Form.of(EditedCommunity, community)
    )


@post("/desk/communities/{community_id:int}/edit", opt={"who": STAFF})
async def edit_community(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Save a community."""
    community = await queries.access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedCommunity),
        action="community.edited",
        write=lambda data, actor: actions.edit_community(community, data, actor=actor),
        done=lambda _: redirect(_home(community_id), m("Saved.")),
        again=lambda form: page(request, "communities/edit.html", community=community, form=form),
    )


@post("/desk/communities/{community_id:int}/estates", opt={"who": STAFF})
async def add_estate(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Add an estate."""
    community = await queries.access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewEstate),
        action="estate.added",
        write=lambda data, actor: actions.add_estate(community, data, actor=actor),
        done=lambda _: redirect(_home(community_id), m("The estate is added.")),
        again=lambda form: _show(request, community, estate_form=form),
    )


@post("/desk/communities/{community_id:int}/buildings", opt={"who": STAFF})
async def add_building(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Add a building to one of the community's estates."""
    actor = actor_of(request)
    community = await queries.access_community(actor, community_id, to_edit=True)

    async def add(data: NewBuilding, actor: Actor) -> int:
        estate = await queries.access_estate(actor, data.estate, community_id=community_id)
        return await actions.add_building(community, estate, data, actor=actor)

    return await submit(
        request,
        await read_form(request, NewBuilding),
        action="building.added",
        write=add,
        done=lambda _: redirect(_home(community_id), m("The building is added.")),
        again=lambda form: _show(request, community, building_form=form),
    )


@get("/c/{slug:str}", opt={"who": PUBLIC})
async def street_page(request: Request, slug: FromPath[str]) -> Response[bytes]:
    """What is on, groups to join and the figures of a community's programs: no account, and no name without consent.

    In large print it is a list of ways, each to a page of its own: one task a page.
    """
    before = await kept.state()
    community = await queries.public_community(slug)
    shown = [(part, found) for part in PARTS if (found := await part.section(community)) is not None]
    whole = page(
        request,
        "communities/street.html",
        community=community,
        ways=[(part.key, part.name, part.icon, part.does) for part, _found in shown],
        sections=[(part.key, _rendered(request, community, found)) for part, found in shown],
    )
    named = any(part.names_people for part, _found in shown)
    return kept.keep(request, whole, only_in=before if named else None)


@get("/c/{slug:str}/parts/{key:str}", opt={"who": PUBLIC})
async def street_part(request: Request, slug: FromPath[str], key: FromPath[str]) -> Response[bytes]:
    """One part of a community's page by itself."""
    community = await queries.public_community(slug)
    part = next((part for part in PARTS if part.key == key), None)
    found = await part.section(community) if part else None
    if part is None or found is None:
        raise NotFound
    return page(
        request,
        "communities/street_part.html",
        community=community,
        name=part.name,
        section=_rendered(request, community, found),
    )


def _rendered(request: Request, community: Community, found: tuple[str, dict[str, Any]]) -> Markup:
    template, context = found
    return render_part(request, template, community=community, **context)


HANDLERS = [
    list_communities,
    new_community,
    open_community,
    show_community,
    edit_form,
    edit_community,
    add_estate,
    add_building,
    street_page,
    street_part,
]
