"""Pages on which people are nominated, and a nomination goes its way."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.activities.list_queries import Filters, list_activities
from groups.compacts import clause_queries
from groups.teams.queries import group_options
from incentives.recognition import actions, award_actions, queries, words
from incentives.recognition.award_pages import ceremony_choices
from incentives.recognition.forms import NominationForms
from incentives.recognition.honour_queries import honour_options
from incentives.recognition.schemas import Agreed, Declined, GivenAward, NewNomination, NewReview, TakenBack
from incentives.recognition.tables import Nomination
from programs.communities.queries import access_community
from programs.communities.tables import Community
from programs.method.queries import only_program, program_options
from programs.residents.key_queries import reader_of
from programs.residents.law_schemas import HOWS
from programs.residents.photo_queries import photo_cards
from server.intake import limits
from server.lib import clock
from server.lib.i18n import format_date, m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_text
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.paging import link

_NEW = "/desk/communities/{community_id:int}/nominations/new"


def home_of(nomination_id: int) -> str:
    """The address of a nomination's page."""
    return f"/desk/nominations/{nomination_id}"


@get("/desk/communities/{community_id:int}/nominations", opt={"who": STAFF})
async def list_nominations(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """A community's nominations, of one state or of all."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    asked = request.query_params.get("state", "")
    state = asked if asked in words.STATES else ""
    path = f"/desk/communities/{community.id}/nominations"
    found = await queries.list_nominations(
        community.id, state=state, cursor=request.query_params.get("after")
    )
    return page(
        request,
        "recognition/nominations.html",
        community=community,
        rows=found.rows,
        state=state,
        states=words.STATES,
        next_url=link(path, state=state or None, after=found.next) if found.next else None,
    )


@get(_NEW, opt={"who": STAFF})
async def nomination_form(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The form in which somebody is nominated."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    form = Form.blank(
        NewNomination,
        who=asked_text(request, "who"),
        deed_on=clock.today(),
        program=await only_program(actor, community.id),
    )
    return await _form(request, community, form)


async def _form(request: Request, community: Community, form: Form[NewNomination]) -> Response[bytes]:
    actor = actor_of(request)
    found = await list_activities(actor, Filters(community=community.id, last=clock.today()))
    return page(
        request,
        "recognition/nominate.html",
        community=community,
        honours=await honour_options(actor),
        groups=await group_options(actor, community.id),
        programs=await program_options(actor, community.id),
        activities=[
            (row["id"], f"{format_date(row['held_on'], 'short')} {row['title']}") for row in found.rows
        ],
        clauses=await clause_queries.clause_choices(actor, community.id),
        form=form,
    )


@post(_NEW, opt={"who": STAFF})
async def nominate(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Nominate somebody, or a group."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewNomination),
        action="nomination.made",
        write=lambda data, actor: actions.nominate(community, data, actor=actor),
        done=lambda row: redirect(home_of(row), m("Nominated. Two people review it next.")),
        again=lambda form: _form(request, community, form),
    )


@get("/desk/nominations/{nomination_id:int}", opt={"who": STAFF})
async def show_nomination(request: Request, nomination_id: FromPath[int]) -> Response[bytes]:
    """A nomination with its evidence, its reviews, and what comes next."""
    nomination = await queries.access_nomination(actor_of(request), nomination_id)
    return await show(request, nomination, NominationForms())


async def show(request: Request, nomination: Nomination, forms: NominationForms) -> Response[bytes]:
    """A nomination's page, with the faults of the form that was sent from it."""
    actor = actor_of(request)
    card = await queries.card_of(nomination.id)
    return page(
        request,
        "recognition/nomination.html",
        card=card,
        reviews=await queries.reviews_of(nomination.id),
        clause=await clause_queries.cited_clause(card["compact"], card["clause_key"]),
        photos=await photo_cards(await queries.photos_of(nomination.id)),
        most=limits.PHOTOS_AT_ONCE,
        most_mb=limits.PHOTO_BYTES // 1_000_000,
        child=await queries.is_child(nomination.resident),
        ceremonies=await ceremony_choices(actor, nomination.community),
        states=words.STATES,
        proposed_by=words.PROPOSED_BY,
        shown=[(key, word, words.SHOWN_HINTS[key]) for key, word in words.SHOWN.items()],
        hows=list(HOWS.items()),
        forms=forms,
        history=await history_of(
            "nomination",
            nomination.id,
            actor=actor,
            words={"state": {key: word for key, (word, _tone) in words.STATES.items()}, "vote": words.VOTES},
            read=await reader_of(nomination.resident or 0),
        ),
    )


@post("/desk/nominations/{nomination_id:int}/reviews", opt={"who": STAFF})
async def review(request: Request, nomination_id: FromPath[int]) -> Response[Any]:
    """Say yes or no, or write down a neighbour's."""
    nomination = await queries.access_nomination(actor_of(request), nomination_id)
    return await submit(
        request,
        await read_form(request, NewReview),
        action="nomination.reviewed",
        write=lambda data, actor: actions.review(nomination, data, actor=actor),
        done=lambda row: redirect(home_of(row), m("The review is written down.")),
        again=lambda form: show(request, nomination, NominationForms(review=form)),
    )


@post("/desk/nominations/{nomination_id:int}/agreed", opt={"who": STAFF})
async def agree(request: Request, nomination_id: FromPath[int]) -> Response[Any]:
    """Write down the yes of the person, a guardian, or the group."""
    nomination = await queries.access_nomination(actor_of(request), nomination_id)
    return await submit(
        request,
        await read_form(request, Agreed),
        action="nomination.agreed",
        write=lambda data, actor: actions.agree(nomination, data, actor=actor),
        done=lambda row: redirect(home_of(row), m("Written down. The award can be given.")),
        again=lambda form: show(request, nomination, NominationForms(agree=form)),
    )


@post("/desk/nominations/{nomination_id:int}/award", opt={"who": STAFF})
async def give_award(request: Request, nomination_id: FromPath[int]) -> Response[Any]:
    """Give the award that the person agreed to."""
    nomination = await queries.access_nomination(actor_of(request), nomination_id)
    return await submit(
        request,
        await read_form(request, GivenAward),
        action="award.given",
        write=lambda data, actor: award_actions.give_award(nomination, data, actor=actor),
        done=lambda row: redirect(f"/desk/awards/{row}", m("Given. The certificate has its number.")),
        again=lambda form: show(request, nomination, NominationForms(award=form)),
    )


@post("/desk/nominations/{nomination_id:int}/declined", opt={"who": STAFF})
async def decline(request: Request, nomination_id: FromPath[int]) -> Response[Any]:
    """Write down that the person would rather not."""
    nomination = await queries.access_nomination(actor_of(request), nomination_id)
    return await submit(
        request,
        await read_form(request, Declined),
        action="nomination.declined",
        write=lambda data, actor: actions.decline(nomination, data, actor=actor),
        done=lambda row: redirect(home_of(row), m("Written down. Nobody asks again.")),
        again=lambda form: show(request, nomination, NominationForms(decline=form)),
    )


@post("/desk/nominations/{nomination_id:int}/taken-back", opt={"who": STAFF})
async def take_back(request: Request, nomination_id: FromPath[int]) -> Response[Any]:
    """Take a nomination back."""
    nomination = await queries.access_nomination(actor_of(request), nomination_id)
    return await submit(
        request,
        await read_form(request, TakenBack),
        action="nomination.taken_back",
        write=lambda data, actor: actions.take_back(nomination, data, actor=actor),
        done=lambda row: redirect(home_of(row), m("The nomination is taken back.")),
        again=lambda form: show(request, nomination, NominationForms(take_back=form)),
    )


HANDLERS = [
    list_nominations,
    nomination_form,
    nominate,
    show_nomination,
    review,
    agree,
    give_award,
    decline,
    take_back,
]
