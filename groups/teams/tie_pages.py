"""Who draws whom: the circles of a community, one circle drawn, and what hangs on one person (S64)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.teams import queries, tie_actions, tie_figures, tie_queries, tie_rules
from groups.teams.tie_schemas import TIES, NewTie, TieEnd
from programs.communities.queries import access_community
from programs.communities.tables import Community
from programs.residents.queries import access_resident
from programs.residents.tables import Resident
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect


@get("/desk/communities/{community_id:int}/ties", opt={"who": STAFF})
async def show_ties(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The circles of a community, the largest first, and the single points of failure named."""
    community = await access_community(actor_of(request), community_id)
    return await _ties(request, community, Form.blank(NewTie, since=clock.today()))


async def _ties(
    request: Request, community: Community, form: Form[NewTie], fault: Form[Any] | None = None
) -> Response[bytes]:
    network = await tie_queries.network_of(community.id)
    circles = [(person, network.circle(person)) for person in sorted(network.watched())]
    return page(
        request,
        "teams/ties.html",
        community=community,
        form=form,
        fault=fault or Form.blank(TieEnd, ended_on=clock.today()),
        circles=sorted(circles, key=lambda pair: (-len(pair[1].around), pair[0])),
        risks=network.risks(),
        names=network.names,
        named=network.named,
        ties=await tie_queries.ties_of(community.id),
        tie_words=TIES,
        kinds=list(TIES.items()),
        groups=await queries.group_options(actor_of(request), community.id),
        today_day=clock.today(),
    )


@post("/desk/communities/{community_id:int}/ties", opt={"who": STAFF})
async def add_tie(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Enter a tie."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewTie),
        action="tie.added",
        write=lambda data, actor: tie_actions.add_tie(community, data, actor=actor),
        done=lambda _: redirect(f"/desk/communities/{community_id}/ties", m("The tie is entered.")),
        again=lambda form: _ties(request, community, form),
    )


@post("/desk/ties/{tie_id:int}/end", opt={"who": STAFF})
async def end_tie(request: Request, tie_id: FromPath[int]) -> Response[Any]:
    """Enter that a tie holds no longer."""
    actor = actor_of(request)
    tie = await tie_queries.access_tie(actor, tie_id)
    community = await access_community(actor, tie.community)
    return await submit(
        request,
        await read_form(request, TieEnd),
        action="tie.ended",
        write=lambda data, actor: tie_actions.end_tie(tie, data, actor=actor),
        done=lambda community_id: redirect(f"/desk/communities/{community_id}/ties", m("Noted.")),
        again=lambda form: _ties(request, community, Form.blank(NewTie, since=clock.today()), form),
    )


@get("/desk/residents/{resident_id:int}/circle", opt={"who": STAFF})
async def show_circle(request: Request, resident_id: FromPath[int]) -> Response[bytes]:
    """One circle: drawn, in numbers, and what would break without the one in the middle."""
    resident = await access_resident(actor_of(request), resident_id)
    network = await tie_queries.network_of(resident.community)
    circle = network.circle(resident.id)
    return page(
        request,
        "teams/circle.html",
        resident=resident,
        circle=circle,
        followers=[
            (
                network.names.get(one, ""),
                sorted(network.names.get(each, "") for each in circle.around if circle.drawn_by[each] == one),
            )
            for one in (resident.id, *circle.near)
        ],
        chart=tie_figures.drawn(resident.id, network),
        names=network.names,
        named=network.named,
        leaderless=tie_rules.leaderless_without(resident.id, network.groups),
        cut_off=tie_rules.cut_off_without(
            resident.id, tie_rules.links_between(network.edges, network.groups)
        ),
    )


async def resident_section(actor: Actor, resident: Resident) -> tuple[str, dict[str, Any]]:
    """The way to somebody's circle, for the person's page."""
    return "teams/resident_circle.html", {}


HANDLERS = [show_ties, add_tie, end_tie, show_circle]
