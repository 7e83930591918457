"""The inbox of what residents sent: taken in or set aside, and who of them would join in."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import access_community, community_options
from programs.listening import list_pages, queries, street_actions, street_queries
from programs.listening.queries import NeedFilter
from programs.listening.schemas import CHANNELS
from programs.listening.street_schemas import SetAside, TakenIn
from programs.listening.tables import Need
from programs.method.queries import program_options
from programs.residents.schemas import AGES
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.forms import Form, Write, read_form, submit
from server.web.pages import page, redirect
from server.web.paging import link

_HOME = "/desk/needs/inbox"


@get(_HOME, opt={"who": STAFF})
async def show_inbox(request: Request) -> Response[bytes]:
    """What waits, the oldest first."""
    return await _inbox(request, Form.blank(Write))


async def _inbox(request: Request, form: Form[Any], need: Need | None = None) -> Response[bytes]:
    """The inbox; `need` is the note whose form came back, and stands on the page wherever it is in the list."""
    actor, community_id = actor_of(request), asked_id(request, "community")
    found = await street_queries.list_inbox(actor, community_id, cursor=request.query_params.get("after"))
    rows = found.rows
    if need is not None and need.id not in {row["id"] for row in rows}:
        rows = [await queries.card_of(need), *rows]
    places = {row["community"] for row in rows}
    programs = {place: await program_options(actor, place) for place in places}
    return page(
        request,
        "listening/inbox.html",
        rows=rows,
        forms={row["id"]: form if need and row["id"] == need.id else Form.blank(Write) for row in rows},
        form=form,
        programs=programs,
        classes=await queries.class_options(actor.organisation_id),
        communities=await community_options(actor),
        ages=AGES,
        channels=CHANNELS,
        tabs=await list_pages.tabs_of(actor, community_id, None),
        next_url=link(_HOME, community=community_id, after=found.next) if found.next else None,
    )


@post("/desk/needs/{need_id:int}/taking-in", opt={"who": STAFF})
async def take_in(request: Request, need_id: FromPath[int]) -> Response[Any]:
    """Take a note in."""
    need = await queries.access_need(actor_of(request), need_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, TakenIn),
        action="need.taken_in",
        write=lambda data, actor: street_actions.take_in(need, data, actor=actor),
        done=lambda _: redirect(_HOME, m("Taken in. It counts from now on and is owed an answer.")),
        again=lambda form: _inbox(request, form, need),
    )


@post("/desk/needs/{need_id:int}/setting-aside", opt={"who": STAFF})
async def set_aside(request: Request, need_id: FromPath[int]) -> Response[Any]:
    """Set a note aside."""
    need = await queries.access_need(actor_of(request), need_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, SetAside),
        action="need.set_aside",
        write=lambda data, actor: street_actions.set_aside(need, data, actor=actor),
        done=lambda _: redirect(_HOME, m("Set aside. Whoever sent it reads your reason.")),
        again=lambda form: _inbox(request, form, need),
    )


@get("/desk/needs/willing", opt={"who": STAFF})
async def show_willing(request: Request) -> Response[bytes]:
    """Those who would do something about it with others, by what they care about: groups grow from them."""
    actor, community_id = actor_of(request), asked_id(request, "community")
    communities = await community_options(actor)
    chosen = NeedFilter(community=community_id, willing=True)
    found = await queries.list_needs(actor, chosen, cursor=request.query_params.get("after"))
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in found.rows:
        groups.setdefault(row["class_label"], []).append(row)
    return page(
        request,
        "listening/willing.html",
        groups=groups,
        chosen=await access_community(actor, community_id) if community_id is not None else None,
        communities=communities,
        ages=AGES,
        tabs=await list_pages.tabs_of(actor, community_id, None),
        next_url=link("/desk/needs/willing", community=community_id, after=found.next)
        if found.next
        else None,
    )


HANDLERS = [show_inbox, take_in, set_aside, show_willing]
