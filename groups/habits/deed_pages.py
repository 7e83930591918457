"""Small deeds: two fields on the street, the wall of the month, and the list in which staff hide an unfit one."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.habits import deed_actions, deed_figures, deed_queries
from groups.habits.deed_schemas import HiddenDeed, NewDeed, ShownDeed
from groups.habits.tables import SmallDeed
from programs.communities.queries import (
    access_community,
    building_options,
    community_options,
    public_community,
)
from programs.communities.tables import Community
from programs.method.queries import program_options
from server.accounts.door import link_to, visit_of
from server.lib import clock
from server.lib.days import month_of, read_month
from server.lib.i18n import _, m
from server.web.access import PUBLIC, STAFF, actor_of
from server.web.asked import asked_id, asked_month
from server.web.forms import Form, Write, read_form, submit
from server.web.pages import page, redirect
from server.web.paging import link
from server.web.qr import qr_image


def _month_of(request: Request) -> date:
    """The month that is asked for, this one at the latest."""
    now = clock.today().replace(day=1)
    return min(read_month(asked_month(request)) or now, now)


async def _wall(community_id: int, month: date, path: str, **around: int) -> dict[str, Any]:
    """The wall of a month, and where those of the month before it and of this month are read."""
    before = await deed_queries.month_before(community_id, month)
    return {
        "wall": deed_figures.wall(await deed_queries.wall_of(community_id, month), month=month),
        "over": month < clock.today().replace(day=1),
        "before": before,
        "before_url": link(path, **around, month=month_of(before)) if before else None,
        "now_url": link(path, **around),
    }


@get("/c/{slug:str}/deeds", opt={"who": PUBLIC})
async def street_form(request: Request, slug: FromPath[str]) -> Response[bytes]:
    """Two fields: what, and which building; beneath them the wall of the month. `?month=` shows one that is over."""
    community = await public_community(slug)
    return await _street(request, community, Form.blank(NewDeed, program=asked_id(request, "program")))


async def _street(request: Request, community: Community, form: Form[NewDeed]) -> Response[bytes]:
    month = _month_of(request)
    return page(
        request,
        "habits/deeds.html",
        community=community,
        form=form,
        buildings=await building_options(community.id),
        latest=await deed_queries.latest_on_wall(community.id, month),
        **await _wall(community.id, month, f"/c/{community.slug}/deeds"),
    )


@post("/c/{slug:str}/deeds", opt={"who": PUBLIC})
async def write_deed(request: Request, slug: FromPath[str]) -> Response[Any]:
    """Put a deed on the wall."""
    community = await public_community(slug)
    return await submit(
        request,
        await read_form(request, NewDeed),
        action="deed.written",
        actor=deed_actions.passer_by(community, _("A resident of the community")),
        write=lambda data, actor: deed_actions.write_deed(
            community, data, address=visit_of(request).address, actor=actor
        ),
        done=lambda _: redirect(f"/c/{community.slug}/deeds", m("Thank you! One more on the wall.")),
        again=lambda form: _street(request, community, form),
    )


async def street_section(community: Community) -> tuple[str, dict[str, Any]] | None:
    """The wall of the month on the community's page."""
    month = clock.today().replace(day=1)
    return "habits/deed_wall.html", await _wall(community.id, month, f"/c/{community.slug}/deeds")


@get("/desk/communities/{community_id:int}/deeds-poster", opt={"who": STAFF})
async def poster(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """An A4 poster with the code of the form; `?program=` says for which program the deeds count."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    programs = await program_options(actor, community.id)
    asked = asked_id(request, "program")
    chosen = asked if asked in dict(programs) else None
    address = link_to(request, link(f"/c/{community.slug}/deeds", program=chosen))
    return page(
        request,
        "habits/deeds_poster.html",
        community=community,
        address=address,
        code=qr_image(address),
        programs=programs if len(programs) > 1 else [],
        chosen=chosen,
        back_href=f"/desk/deeds?community={community.id}",
    )


@get("/desk/deeds", opt={"who": STAFF})
async def list_deeds(request: Request) -> Response[bytes]:
    """What neighbours wrote, the newest first, hidden ones too."""
    actor = actor_of(request)
    communities = await community_options(actor)
    community_id = asked_id(request, "community")
    if community_id is not None:
        await access_community(actor, community_id)
    elif len(communities) == 1:
        community_id = communities[0][0]
    found = await deed_queries.list_deeds(actor, community_id, cursor=request.query_params.get("after"))
    drawn = {}
    if community_id is not None:
        drawn = await _wall(community_id, _month_of(request), "/desk/deeds", community=community_id)
    return page(
        request,
        "habits/deed_list.html",
        found=found,
        **drawn,
        communities=communities,
        community_id=community_id,
        filters=Form.blank(Write, community=community_id),
        next_url=link("/desk/deeds", community=community_id, after=found.next) if found.next else None,
    )


@get("/desk/deeds/{deed_id:int}", opt={"who": STAFF})
async def show_deed_page(request: Request, deed_id: FromPath[int]) -> Response[bytes]:
    """One deed, by the id under which the ledger cites it, with the way to hide it."""
    deed = await deed_queries.access_deed(actor_of(request), deed_id)
    return await _deed(request, deed, Form.blank(HiddenDeed))


async def _deed(request: Request, deed: SmallDeed, form: Form[HiddenDeed]) -> Response[bytes]:
    return page(request, "habits/deed.html", deed=deed, form=form)


@post("/desk/deeds/{deed_id:int}/hiding", opt={"who": STAFF})
async def hide_deed(request: Request, deed_id: FromPath[int]) -> Response[Any]:
    """Take a deed off the wall."""
    deed = await deed_queries.access_deed(actor_of(request), deed_id)
    return await submit(
        request,
        await read_form(request, HiddenDeed),
        action="deed.hidden",
        write=lambda data, actor: deed_actions.hide_deed(deed, data, actor=actor),
        done=lambda _: redirect(f"/desk/deeds/{deed_id}", m("It stands on the wall no longer.")),
        again=lambda form: _deed(request, deed, form),
    )


@post("/desk/deeds/{deed_id:int}/showing", opt={"who": STAFF})
async def show_deed(request: Request, deed_id: FromPath[int]) -> Response[Any]:
    """Put a hidden deed back on the wall."""
    deed = await deed_queries.access_deed(actor_of(request), deed_id)
    return await submit(
        request,
        await read_form(request, ShownDeed),
        action="deed.shown",
        write=lambda data, actor: deed_actions.show_deed(deed, actor=actor),
        done=lambda _: redirect(f"/desk/deeds/{deed_id}", m("It stands on the wall again.")),
        again=lambda form: _deed(request, deed, form.on(HiddenDeed)),
    )


HANDLERS = [street_form, write_deed, poster, list_deeds, show_deed_page, hide_deed, show_deed]
