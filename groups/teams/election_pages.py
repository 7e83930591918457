"""Pages of elections for staff, and the result on the street."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.teams import election_actions, election_figures, election_queries, queries
from groups.teams.choices import POSITIONS
from groups.teams.election_schemas import (
    CountedElection,
    EditedElection,
    ElectionCancelled,
    NewCandidate,
    NewElection,
    NewObserver,
    Publication,
    TakingOver,
    Withdrew,
)
from groups.teams.election_words import STATES, WAITS
from groups.teams.tables import Election
from programs.communities.queries import access_community, community_options
from programs.communities.tables import Community
from programs.residents.rules import label
from server.lib import clock
from server.lib.i18n import _, m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id, asked_text
from server.web.forms import Form, Write, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.paging import link


def home_of(election_id: int) -> str:
    """An election's own page."""
    return f"/desk/elections/{election_id}"


@get("/desk/elections", opt={"who": STAFF})
async def list_elections(request: Request) -> Response[bytes]:
    """The elections of the reader's communities."""
    actor = actor_of(request)
    communities = await community_options(actor)
    community_id = asked_id(request, "community")
    if community_id is None and len(communities) == 1:
        community_id = communities[0][0]
    found = await election_queries.list_elections(
        actor, community_id, cursor=request.query_params.get("after")
    )
    return page(
        request,
        "teams/elections.html",
        found=found,
        communities=communities,
        filters=Form.blank(Write, community=community_id),
        state_words=STATES,
        new_url=f"/desk/communities/{community_id}/elections/new" if community_id else None,
        next_url=link("/desk/elections", community=community_id, after=found.next) if found.next else None,
    )


@get("/desk/communities/{community_id:int}/elections/new", opt={"who": STAFF})
async def new_election(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The form for a new election; `?group=` fills it in."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    group_id = asked_id(request, "group")
    group = await queries.access_group(actor, group_id) if group_id else None
    form = Form.blank(
        NewElection,
        group=group_id,
        title=_("Election of the leader of %(name)s", name=group.name) if group else "",
        held_on=clock.today(),
        seats=1,
        term_months=12,
    )
    return await _form_page(request, "teams/new_election.html", form, community)


@post("/desk/communities/{community_id:int}/elections", opt={"who": STAFF})
async def plan_election(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Plan an election."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewElection),
        action="election.planned",
        write=lambda data, actor: election_actions.plan_election(community, data, actor=actor),
        done=lambda election_id: redirect(
            home_of(election_id), m("The election is planned. Now enter who stands and who observes.")
        ),
        again=lambda form: _form_page(request, "teams/new_election.html", form, community),
    )


async def _form_page(
    request: Request, template: str, form: Form[Any], community: Community, **context: Any
) -> Response[bytes]:
    groups = await queries.group_options(actor_of(request), community.id)
    form.call_theirs({"group": dict(groups)})
    return page(request, template, form=form, community=community, groups=groups, **context)


@get("/desk/elections/{election_id:int}", opt={"who": STAFF})
async def show_election(request: Request, election_id: FromPath[int]) -> Response[bytes]:
    """An election: who stands, who observes, the count, and what became of it."""
    return await show(request, await election_queries.access_election(actor_of(request), election_id))


async def show(
    request: Request,
    election: Election,
    *,
    candidate_form: Form[NewCandidate] | None = None,
    observer_form: Form[NewObserver] | None = None,
    count_form: Form[CountedElection] | None = None,
    take_form: Form[TakingOver] | None = None,
    take_of: int | None = None,
    fault: Form[Any] | None = None,
) -> Response[bytes]:
    """An election's page, with the faults of a form on it when there are some; `take_form` is the candidate's `take_of`."""
    actor, today = actor_of(request), clock.today()
    candidates = await election_queries.candidates_of(election.id)
    observers = await election_queries.observers_of(election.id)
    elected = [row for row in candidates if row["elected"]]
    waits = {
        row["id"]: wait
        for row in elected
        if row["group_leader"] is None
        and (wait := await election_queries.what_waits(election, row, since=today)) is not None
    }
    standing = [row for row in candidates if row["withdrew_on"] is None]
    taken = {row["resident"] for row in [*standing, *observers]}
    return page(
        request,
        "teams/election.html",
        election=election,
        community=await access_community(actor, election.community),
        group=await queries.access_group(actor, election.group) if election.group else None,
        candidates=candidates,
        standing=standing,
        observers=observers,
        present=election_queries.present(observers, held_on=election.held_on),
        outcome=election_queries.outcome_of(election, candidates),
        elected=elected,
        waits=waits,
        wait_words=WAITS,
        until=election_queries.term_of_body(election),
        composition=election_figures.composition([row["age_band"] for row in elected or standing]),
        text=asked_text(request),
        people=await _people(request, election, taken),
        neighbours=await _neighbours(request, election, taken),
        search=Form.blank(Write, q=asked_text(request)),
        candidate_form=candidate_form or Form.blank(NewCandidate, position="leader"),
        observer_form=observer_form or Form.blank(NewObserver, watched_on=min(today, election.held_on)),
        count_form=count_form or _count_form(election, standing),
        take_form=take_form or Form.blank(TakingOver),
        take_of=take_of,
        blank_taking=Form.blank(TakingOver, since=today),
        fault=fault or Form.blank(Write),
        positions=list(POSITIONS.items()),
        position_words=POSITIONS,
        state_words=STATES,
        history=await history_of("election", election.id, actor=actor),
    )


def _count_form(election: Election, standing: list[dict[str, Any]]) -> Form[CountedElection]:
    votes = ["" if row["votes"] is None else str(row["votes"]) for row in standing]
    return Form.blank(
        CountedElection,
        votes=votes,
        votes_cast=election.votes_cast,
        electors=election.electors,
        version=election.version,
    )


async def _people(request: Request, election: Election, besides: Collection[int]) -> list[tuple[int, str]]:
    """Who may stand: the members of the group, or for a body the neighbours."""
    if election.group is None:
        return await _neighbours(request, election, besides)
    members = await queries.members_of(election.group)
    return [(resident, label(name, tail)) for resident, name, tail in members if resident not in besides]


async def _neighbours(
    request: Request, election: Election, besides: Collection[int]
) -> list[tuple[int, str]]:
    found = await queries.neighbours(election.community, "1 = 1", text=asked_text(request))
    return [
        (row["id"], label(row["name"], row["last_four"]))
        for row in found[: queries.LONGEST_LIST]
        if row["id"] not in besides
    ]


@get("/desk/elections/{election_id:int}/edit", opt={"who": STAFF})
async def edit_form(request: Request, election_id: FromPath[int]) -> Response[bytes]:
    """The form in which an election is edited."""
    election = await election_queries.access_election(actor_of(request), election_id)
    return await _edit_page(request, election, Form.of(EditedElection, election))


@post("/desk/elections/{election_id:int}/edit", opt={"who": STAFF})
async def edit_election(request: Request, election_id: FromPath[int]) -> Response[Any]:
    """Save what is said of an election."""
    election = await election_queries.access_election(actor_of(request), election_id)
    return await submit(
        request,
        await read_form(request, EditedElection),
        action="election.edited",
        write=lambda data, actor: election_actions.edit_election(election, data, actor=actor),
        done=lambda _: redirect(home_of(election_id), m("Saved.")),
        again=lambda form: _edit_page(request, election, form),
    )


async def _edit_page(request: Request, election: Election, form: Form[EditedElection]) -> Response[bytes]:
    community = await access_community(actor_of(request), election.community)
    return await _form_page(request, "teams/edit_election.html", form, community, election=election)


@post("/desk/elections/{election_id:int}/candidates", opt={"who": STAFF})
async def add_candidate(request: Request, election_id: FromPath[int]) -> Response[Any]:
    """Enter one who stands."""
    election = await election_queries.access_election(actor_of(request), election_id)
    return await submit(
        request,
        await read_form(request, NewCandidate),
        action="election.candidate_added",
        write=lambda data, actor: election_actions.add_candidate(election, data, actor=actor),
        done=lambda _: redirect(home_of(election_id), m("Entered.")),
        again=lambda form: show(request, election, candidate_form=form),
    )


@post("/desk/election-candidates/{candidate_id:int}/withdrawal", opt={"who": STAFF})
async def withdraw_candidate(request: Request, candidate_id: FromPath[int]) -> Response[Any]:
    """Enter that one stands no longer."""
    candidate, election = await election_queries.access_candidate(actor_of(request), candidate_id)
    return await submit(
        request,
        await read_form(request, Withdrew),
        action="election.candidate_withdrew",
        write=lambda data, actor: election_actions.withdraw_candidate(candidate, election, actor=actor),
        done=lambda _: redirect(home_of(election.id), m("Noted.")),
        again=lambda form: show(request, election, fault=form),
    )


@post("/desk/elections/{election_id:int}/observers", opt={"who": STAFF})
async def add_observer(request: Request, election_id: FromPath[int]) -> Response[Any]:
    """Enter a resident who watched."""
    election = await election_queries.access_election(actor_of(request), election_id)
    return await submit(
        request,
        await read_form(request, NewObserver),
        action="election.observer_added",
        write=lambda data, actor: election_actions.add_observer(election, data, actor=actor),
        done=lambda _: redirect(home_of(election_id), m("Entered.")),
        again=lambda form: show(request, election, observer_form=form),
    )


@post("/desk/elections/{election_id:int}/observers/{observer_id:int}/removal", opt={"who": STAFF})
async def remove_observer(
    request: Request, election_id: FromPath[int], observer_id: FromPath[int]
) -> Response[Any]:
    """Take an observer out who was entered by mistake."""
    election = await election_queries.access_election(actor_of(request), election_id)
    return await submit(
        request,
        await read_form(request, Withdrew),
        action="election.observer_removed",
        write=lambda data, actor: election_actions.remove_observer(election, observer_id, actor=actor),
        done=lambda _: redirect(home_of(election.id), m("Noted.")),
        again=lambda form: show(request, election, fault=form),
    )


@post("/desk/elections/{election_id:int}/count", opt={"who": STAFF})
async def count_election(request: Request, election_id: FromPath[int]) -> Response[Any]:
    """Enter the count."""
    election = await election_queries.access_election(actor_of(request), election_id)
    return await submit(
        request,
        await read_form(request, CountedElection),
        action="election.counted",
        write=lambda data, actor: election_actions.count(election, data, actor=actor),
        done=lambda _: redirect(home_of(election_id), m("The count is entered.")),
        again=lambda form: show(request, election, count_form=form),
    )


@post("/desk/elections/{election_id:int}/publication", opt={"who": STAFF})
async def publish_election(request: Request, election_id: FromPath[int]) -> Response[Any]:
    """Lay the result open."""
    election = await election_queries.access_election(actor_of(request), election_id)
    return await submit(
        request,
        await read_form(request, Publication),
        action="election.published",
        write=lambda data, actor: election_actions.publish(election, data, actor=actor),
        done=lambda _: redirect(home_of(election_id), m("The result is published.")),
        again=lambda form: show(request, election, fault=form),
    )


@post("/desk/election-candidates/{candidate_id:int}/taking-over", opt={"who": STAFF})
async def take_over(request: Request, candidate_id: FromPath[int]) -> Response[Any]:
    """An elected leader takes over."""
    candidate, election = await election_queries.access_candidate(actor_of(request), candidate_id)
    return await submit(
        request,
        await read_form(request, TakingOver),
        action="election.taken_over",
        write=lambda data, actor: election_actions.take_over(candidate, election, data, actor=actor),
        done=lambda _: redirect(home_of(election.id), m("The term has begun.")),
        again=lambda form: show(request, election, take_form=form, take_of=candidate_id),
    )


@post("/desk/elections/{election_id:int}/cancellation", opt={"who": STAFF})
async def cancel_election(request: Request, election_id: FromPath[int]) -> Response[Any]:
    """Call an election off."""
    election = await election_queries.access_election(actor_of(request), election_id)
    return await submit(
        request,
        await read_form(request, ElectionCancelled),
        action="election.cancelled",
        write=lambda data, actor: election_actions.cancel_election(election, data, actor=actor),
        done=lambda _: redirect(home_of(election_id), m("The election is called off.")),
        again=lambda form: show(request, election, fault=form),
    )


HANDLERS = [
    list_elections,
    new_election,
    plan_election,
    show_election,
    edit_form,
    edit_election,
    add_candidate,
    withdraw_candidate,
    add_observer,
    remove_observer,
    count_election,
    publish_election,
    take_over,
    cancel_election,
]
