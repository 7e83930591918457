"""The ledger of decisions: written and laid open on the desk, read by everybody on the community's page (S89)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.teams.queries import group_options
from incentives.reciprocity import decision_actions as actions
from incentives.reciprocity import decision_queries as queries
from incentives.reciprocity import policy
from incentives.reciprocity.desk_queries import waiting
from incentives.reciprocity.leader_schemas import (
    DECISION_STATES,
    DECISION_TONES,
    NewDecision,
    PublishedDecision,
    VoidedDecision,
)
from incentives.reciprocity.tables import LeaderDecision
from programs.communities.queries import access_community, community_options, public_community
from programs.communities.tables import Community
from programs.method.queries import program_options
from programs.residents.queries import access_resident
from programs.residents.rules import label
from server.lib import clock
from server.lib.i18n import m
from server.web.access import PUBLIC, STAFF, actor_of
from server.web.asked import asked_id
from server.web.forms import Form, Write, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.paging import after_day, link

_LIST = "/desk/decisions"


@get(_LIST, opt={"who": STAFF})
async def list_decisions(request: Request) -> Response[bytes]:
    """The decisions of the reader's communities, the newest first."""
    actor, community_id = actor_of(request), asked_id(request, "community")
    if community_id is not None:
        await access_community(actor, community_id)
    found = await queries.list_decisions(
        actor, community_id=community_id, cursor=request.query_params.get("after")
    )
    return page(
        request,
        "reciprocity/decisions.html",
        found=found,
        states=DECISION_STATES,
        tones=DECISION_TONES,
        waiting=await waiting(actor, community_id),
        community_id=community_id,
        filters=Form.blank(Write, community=community_id),
        communities=await community_options(actor),
        new_url=link(f"{_LIST}/new", community=community_id),
        next_url=link(_LIST, community=community_id, after=found.next) if found.next else None,
    )


@get(f"{_LIST}/new", opt={"who": STAFF})
async def new_decision(request: Request) -> Response[Any]:
    """The form; in which community is asked first when neither address nor role say so."""
    actor = actor_of(request)
    resident_id = asked_id(request, "resident")
    resident = await access_resident(actor, resident_id) if resident_id is not None else None
    communities = await community_options(actor)
    community_id = resident.community if resident else asked_id(request, "community")
    if community_id is None and len(communities) == 1:
        community_id = communities[0][0]
    if community_id is None:
        return page(request, "reciprocity/choose.html", communities=communities, path=f"{_LIST}/new")
    community = await access_community(actor, community_id, to_edit=True)
    form = Form.blank(
        NewDecision,
        decided_on=clock.today(),
        who=label(resident.name, resident.phone_tail) if resident else None,
        group=asked_id(request, "group"),
    )
    return await _new_page(request, community, form)


async def _new_page(request: Request, community: Community, form: Form[NewDecision]) -> Response[bytes]:
    actor = actor_of(request)
    return page(
        request,
        "reciprocity/new_decision.html",
        community=community,
        form=form,
        groups=await group_options(actor, community.id),
        programs=await program_options(actor, community.id),
    )


@post("/desk/communities/{community_id:int}/decisions", opt={"who": STAFF})
async def write_down(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Write down a decision."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewDecision),
        action="decision.written",
        write=lambda data, actor: actions.write_down(community, data, actor=actor),
        done=lambda decision_id: redirect(
            f"{_LIST}/{decision_id}", m("Written down. Read it once more, then lay it open.")
        ),
        again=lambda form: _new_page(request, community, form),
    )


@get(f"{_LIST}/{{decision_id:int}}", opt={"who": STAFF})
async def show_decision(request: Request, decision_id: FromPath[int]) -> Response[bytes]:
    """A decision, whether it is laid open, and the way to do so."""
    return await _show(request, await queries.access_decision(actor_of(request), decision_id))


async def _show(
    request: Request,
    decision: LeaderDecision,
    *,
    publish_form: Form[PublishedDecision] | None = None,
    void_form: Form[VoidedDecision] | None = None,
) -> Response[bytes]:
    actor = actor_of(request)
    return page(
        request,
        "reciprocity/decision.html",
        card=await queries.decision_card(decision.id),
        states=DECISION_STATES,
        tones=DECISION_TONES,
        publish_form=publish_form or Form.blank(PublishedDecision),
        void_form=void_form or Form.blank(VoidedDecision),
        may_keep=policy.may_keep(actor, decision.community),
        history=await history_of("leader_decision", decision.id, actor=actor),
    )


@post(f"{_LIST}/{{decision_id:int}}/publication", opt={"who": STAFF})
async def publish(request: Request, decision_id: FromPath[int]) -> Response[Any]:
    """Lay a decision open."""
    decision = await queries.access_decision(actor_of(request), decision_id)
    return await submit(
        request,
        await read_form(request, PublishedDecision),
        action="decision.published",
        write=lambda data, actor: actions.publish(decision, data, actor=actor),
        done=lambda _: redirect(f"{_LIST}/{decision_id}", m("Everybody can read it now.")),
        again=lambda form: _show(request, decision, publish_form=form),
    )


@post(f"{_LIST}/{{decision_id:int}}/void", opt={"who": STAFF})
async def void(request: Request, decision_id: FromPath[int]) -> Response[Any]:
    """Take a decision back."""
    decision = await queries.access_decision(actor_of(request), decision_id)
    return await submit(
        request,
        await read_form(request, VoidedDecision),
        action="decision.voided",
        write=lambda data, actor: actions.void(decision, data, actor=actor),
        done=lambda _: redirect(f"{_LIST}/{decision_id}", m("The decision is taken back.")),
        again=lambda form: _show(request, decision, void_form=form),
    )


@get("/c/{slug:str}/decisions", opt={"who": PUBLIC})
async def street_page(request: Request, slug: FromPath[str]) -> Response[bytes]:
    """The decisions that were laid open, and what leaders declare. A name stands there only with consent."""
    community, cursor = await public_community(slug), request.query_params.get("after")
    found = await queries.open_decisions(community.id, cursor=cursor)
    return page(
        request,
        "reciprocity/street_decisions.html",
        community=community,
        decisions=found.rows,
        declarations=[] if after_day(cursor) else await queries.open_declarations(community.id),
        next_url=link(f"/c/{slug}/decisions", after=found.next) if found.next else None,
    )


async def street_section(community: Community) -> tuple[str, dict[str, Any]] | None:
    """The newest decisions for the community's page: what and when, and nobody's name."""
    count = await queries.count_open(community.id)
    if not count:
        return None
    newest = await queries.newest_open(community.id, most=3)
    return "reciprocity/street.html", {"decisions": newest, "count": count}


HANDLERS = [list_decisions, new_decision, write_down, show_decision, publish, void, street_page]
