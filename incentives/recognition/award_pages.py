"""Pages of awards: given, shown as the person allows it, revoked for good."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.activities.ceremony_queries import ceremony_options
from groups.compacts import clause_queries
from incentives.recognition import award_actions, award_queries, policy, queries, words
from incentives.recognition.schemas import EditedAward, RevokedAward
from incentives.recognition.tables import Award
from programs.communities.queries import access_community
from programs.residents.key_queries import reader_of
from programs.residents.photo_queries import photo_cards
from server.accounts.door import link_to
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.paging import link


async def ceremony_choices(actor: Actor, community_id: int) -> list[tuple[int, str]]:
    """The ceremonies at which an award may be handed over."""
    return await ceremony_options(actor, community_id, "recognition")


@get("/desk/communities/{community_id:int}/awards", opt={"who": STAFF})
async def list_awards(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """What was given in a community, revoked ones marked."""
    community = await access_community(actor_of(request), community_id)
    found = await award_queries.list_awards(community.id, cursor=request.query_params.get("after"))
    path = f"/desk/communities/{community.id}/awards"
    return page(
        request,
        "recognition/awards.html",
        community=community,
        rows=found.rows,
        classes=words.REVOKE_CLASSES,
        next_url=link(path, after=found.next) if found.next else None,
    )


@get("/desk/awards/{award_id:int}", opt={"who": STAFF})
async def show_award(request: Request, award_id: FromPath[int]) -> Response[bytes]:
    """An award: its number, the address that verifies it, how the person is shown."""
    award = await award_queries.access_award(actor_of(request), award_id)
    return await _show(request, award)


async def _show(
    request: Request,
    award: Award,
    form: Form[EditedAward] | None = None,
    revoke_form: Form[RevokedAward] | None = None,
) -> Response[bytes]:
    actor = actor_of(request)
    card = await award_queries.card_of(award.id)
    blank = Form.blank(
        EditedAward,
        version=award.version,
        shown_as=card["shown_as"],
        public_name=card["public_name"],
        ceremony=award.ceremony,
    )
    return page(
        request,
        "recognition/award.html",
        card=card,
        nomination=await queries.card_of(award.nomination),
        proposed_by=words.PROPOSED_BY,
        photos=await photo_cards(await queries.photos_of(award.nomination)),
        clause=await clause_queries.cited_clause(card["compact"], card["clause_key"]),
        ceremonies=await ceremony_choices(actor, award.community),
        shown=[(key, word, words.SHOWN_HINTS[key]) for key, word in words.SHOWN.items()],
        classes=words.REVOKE_CLASSES,
        class_options=words.options(words.REVOKE_CLASSES),
        may_revoke=policy.may_revoke(actor, award.community) and award.revoked_on is None,
        address=link_to(request, f"/verify/{award.code}"),
        form=form or blank,
        revoke_form=revoke_form or Form.blank(RevokedAward),
        history=await history_of(
            "award",
            award.id,
            actor=actor,
            words={"revoke_class": words.REVOKE_CLASSES, "shown_as": words.SHOWN},
            read=await reader_of(card["resident"] or 0),
        ),
    )


@post("/desk/awards/{award_id:int}/edit", opt={"who": STAFF})
async def edit_award(request: Request, award_id: FromPath[int]) -> Response[Any]:
    """Save the ceremony of an award and how the person is shown."""
    award = await award_queries.access_award(actor_of(request), award_id)
    return await submit(
        request,
        await read_form(request, EditedAward),
        action="award.edited",
        write=lambda data, actor: award_actions.edit_award(award, data, actor=actor),
        done=lambda _: redirect(f"/desk/awards/{award_id}", m("Saved.")),
        again=lambda form: _show(request, award, form=form),
    )


@post("/desk/awards/{award_id:int}/revoke", opt={"who": PLANNERS})
async def revoke_award(request: Request, award_id: FromPath[int]) -> Response[Any]:
    """Revoke an award for good."""
    award = await award_queries.access_award(actor_of(request), award_id, to_revoke=True)
    return await submit(
        request,
        await read_form(request, RevokedAward),
        action="award.revoked",
        write=lambda data, actor: award_actions.revoke_award(award, data, actor=actor),
        done=lambda _: redirect(f"/desk/awards/{award_id}", m("Revoked. It shows everywhere from now on.")),
        again=lambda form: _show(request, award, revoke_form=form),
    )


HANDLERS = [list_awards, show_award, edit_award, revoke_award]
