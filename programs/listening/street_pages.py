"""What a community's page offers residents without an account: say what troubles you, and see what becomes of it."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import access_community, building_options, public_community
from programs.communities.tables import Community
from programs.listening import case_actions, case_queries, street_actions, street_queries
from programs.listening.case_rules import state_of
from programs.listening.case_schemas import ConfirmedNeed
from programs.listening.schemas import CHANNELS
from programs.listening.street_schemas import StreetNeed
from programs.listening.tables import Need
from programs.method.rules import small_cell
from programs.residents.schemas import AGES
from server.accounts.door import link_to, visit_of
from server.lib import clock
from server.lib.i18n import _, format_number, m
from server.web.access import PUBLIC, STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect
from server.web.qr import qr_image

_FORM = "/c/{slug:str}/needs/new"
_FOLLOWED = "/c/{slug:str}/needs/{token:str}"


@get(_FORM, opt={"who": PUBLIC})
async def street_form(request: Request, slug: FromPath[str]) -> Response[bytes]:
    """The form: one box, and what may stay empty."""
    return await _form(request, await public_community(slug), Form.blank(StreetNeed))


async def _form(request: Request, community: Community, form: Form[StreetNeed]) -> Response[bytes]:
    return page(
        request,
        "listening/street_form.html",
        community=community,
        form=form,
        buildings=await building_options(community.id),
        ages=list(AGES.items()),
    )


@post(_FORM, opt={"who": PUBLIC})
async def send_in(request: Request, slug: FromPath[str]) -> Response[Any]:
    """Take down what troubles somebody, and lead to the private address."""
    community = await public_community(slug)
    form = await read_form(request, StreetNeed)
    token = street_actions.follow_token(form.op_id, community.id)
    return await submit(
        request,
        form,
        action="need.sent_in",
        actor=street_actions.passer_by(community, _("A resident of the community")),
        write=lambda data, actor: street_actions.send_in(
            community, data, address=visit_of(request).address, actor=actor
        ),
        done=lambda _: redirect(f"/c/{community.slug}/needs/{token}", m("Thank you. It has arrived.")),
        again=lambda form: _form(request, community, form),
    )


@get(_FOLLOWED, opt={"who": PUBLIC})
async def follow_up(request: Request, slug: FromPath[str], token: FromPath[str]) -> Response[bytes]:
    """What became of a note, for whoever has its address."""
    community = await public_community(slug)
    need = await street_queries.need_by_token(community, token)
    return await _follow(request, community, need, token, Form.blank(ConfirmedNeed))


async def _follow(
    request: Request, community: Community, need: Need, token: str, form: Form[ConfirmedNeed]
) -> Response[bytes]:
    kept = await case_queries.root_of(need)
    path = f"/c/{community.slug}/needs/{token}"
    return page(
        request,
        "listening/street_follow.html",
        community=community,
        need=need,
        kept=kept,
        own_state=state_of(need.to_dict()),
        state=state_of(kept.to_dict()),
        channels=CHANNELS,
        form=form,
        path=path,
        address=link_to(request, path),
    )


@post(_FOLLOWED, opt={"who": PUBLIC})
async def say_whether_solved(request: Request, slug: FromPath[str], token: FromPath[str]) -> Response[Any]:
    """What the person says to the answer."""
    community = await public_community(slug)
    need = await street_queries.need_by_token(community, token)
    kept = await case_queries.root_of(need)
    return await submit(
        request,
        await read_form(request, ConfirmedNeed),
        action="need.confirmed",
        actor=street_actions.passer_by(community, _("A resident of the community")),
        write=lambda data, actor: case_actions.confirm_need(kept, data, actor=actor),
        done=lambda _: redirect(f"/c/{community.slug}/needs/{token}", m("Thank you for telling us.")),
        again=lambda form: _follow(request, community, need, token, form),
    )


@get("/desk/communities/{community_id:int}/needs-poster", opt={"who": STAFF})
async def poster(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """An A4 poster with the code of the form."""
    community = await access_community(actor_of(request), community_id)
    address = link_to(request, f"/c/{community.slug}/needs/new")
    return page(
        request,
        "listening/poster.html",
        community=community,
        address=address,
        code=qr_image(address),
        back_href=f"/desk/needs/inbox?community={community.id}",
    )


async def street_section(community: Community) -> tuple[str, dict[str, Any]]:
    """The way to the form, and how many needs were raised and answered this year: no person, no small number."""
    raised, answered = await street_queries.year_of(community.id, clock.today().replace(month=1, day=1))
    shown = [small_cell(count) or format_number(count) for count in (raised, answered)]
    return "listening/street.html", {"raised": shown[0], "answered": shown[1], "any": raised > 0}


HANDLERS = [street_form, send_in, follow_up, say_whether_solved, poster]
