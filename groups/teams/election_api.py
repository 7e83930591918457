"""Elections and hand-overs as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from groups.teams import (
    election_actions,
    election_queries,
    handover_actions,
    handover_queries,
    handover_rules,
    leader_queries,
)
from groups.teams.election_schemas import (
    CandidateOut,
    CountedElection,
    EditedElection,
    ElectionCancelled,
    ElectionOut,
    ElectionPage,
    ElectionRow,
    HandOverLine,
    HandOverOut,
    ItemRemoved,
    NewCandidate,
    NewElection,
    NewHandOverItem,
    NewObserver,
    Publication,
    Receipt,
    TakingOver,
    Withdrew,
)
from programs.communities.queries import access_community
from server.web.access import STAFF, actor_of
from server.web.asked import Cursor
from server.web.forms import Created, created, written


@get("/api/communities/{community_id:int}/elections", opt={"who": STAFF})
async def list_elections(request: Request, community_id: FromPath[int], after: Cursor = "") -> ElectionPage:
    """The elections of a community, the newest first."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    found = await election_queries.list_elections(actor, community.id, cursor=after)
    return ElectionPage(msgspec.convert(found.rows, list[ElectionRow]), found.next)


@post("/api/communities/{community_id:int}/elections", opt={"who": STAFF})
async def plan_election(
    request: Request, community_id: FromPath[int], data: JSONBody[NewElection]
) -> Created:
    """Plan an election."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "election.planned", election_actions.plan_election, actor=actor)


@get("/api/elections/{election_id:int}", opt={"who": STAFF})
async def show_election(request: Request, election_id: FromPath[int]) -> ElectionOut:
    """An election with everybody who stands."""
    election = await election_queries.access_election(actor_of(request), election_id)
    candidates = [
        CandidateOut(
            id=row["id"],
            resident=row["resident"],
            name=row["name"],
            position=row["position"],
            votes=row["votes"],
            elected=bool(row["elected"]),
            withdrew_on=row["withdrew_on"],
            term=row["group_leader"],
        )
        for row in await election_queries.candidates_of(election.id)
    ]
    return ElectionOut(
        id=election.id,
        community=election.community,
        group=election.group,
        body=election.body,
        title=election.title,
        held_on=election.held_on,
        seats=election.seats,
        term_months=election.term_months,
        electors=election.electors,
        votes_cast=election.votes_cast,
        state=election.state,
        published_on=election.published_on,
        version=election.version,
        candidates=candidates,
        observers=len(
            election_queries.present(
                await election_queries.observers_of(election.id), held_on=election.held_on
            )
        ),
    )


@put("/api/elections/{election_id:int}", opt={"who": STAFF})
async def edit_election(
    request: Request, election_id: FromPath[int], data: JSONBody[EditedElection]
) -> Created:
    """Save what is said of an election; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    election = await election_queries.access_election(actor, election_id)
    return await written(election, data, "election.edited", election_actions.edit_election, actor=actor)


@post("/api/elections/{election_id:int}/candidates", opt={"who": STAFF})
async def add_candidate(
    request: Request, election_id: FromPath[int], data: JSONBody[NewCandidate]
) -> Created:
    """Enter one who stands."""
    actor = actor_of(request)
    election = await election_queries.access_election(actor, election_id)
    return await written(
        election, data, "election.candidate_added", election_actions.add_candidate, actor=actor
    )


@post("/api/election-candidates/{candidate_id:int}/withdrawal", opt={"who": STAFF})
async def withdraw_candidate(
    request: Request, candidate_id: FromPath[int], data: JSONBody[Withdrew]
) -> Created:
    """Enter that one stands no longer."""
    actor = actor_of(request)
    candidate, election = await election_queries.access_candidate(actor, candidate_id)
    return await created(
        data,
        actor=actor,
        action="election.candidate_withdrew",
        write=lambda: election_actions.withdraw_candidate(candidate, election, actor=actor),
    )


@post("/api/elections/{election_id:int}/observers", opt={"who": STAFF})
async def add_observer(request: Request, election_id: FromPath[int], data: JSONBody[NewObserver]) -> Created:
    """Enter a resident who watched."""
    actor = actor_of(request)
    election = await election_queries.access_election(actor, election_id)
    return await written(
        election, data, "election.observer_added", election_actions.add_observer, actor=actor
    )


@post("/api/elections/{election_id:int}/observers/{observer_id:int}/removal", opt={"who": STAFF})
async def remove_observer(
    request: Request, election_id: FromPath[int], observer_id: FromPath[int], data: JSONBody[Withdrew]
) -> Created:
    """Take an observer out who was entered by mistake."""
    actor = actor_of(request)
    election = await election_queries.access_election(actor, election_id)
    return await created(
        data,
        actor=actor,
        action="election.observer_removed",
        write=lambda: election_actions.remove_observer(election, observer_id, actor=actor),
    )


@post("/api/elections/{election_id:int}/count", opt={"who": STAFF})
async def count_election(
    request: Request, election_id: FromPath[int], data: JSONBody[CountedElection]
) -> Created:
    """Enter the count."""
    actor = actor_of(request)
    election = await election_queries.access_election(actor, election_id)
    return await written(election, data, "election.counted", election_actions.count, actor=actor)


@post("/api/elections/{election_id:int}/publication", opt={"who": STAFF})
async def publish_election(
    request: Request, election_id: FromPath[int], data: JSONBody[Publication]
) -> Created:
    """Lay the result open; refused when the count was corrected since `version`."""
    actor = actor_of(request)
    election = await election_queries.access_election(actor, election_id)
    return await written(election, data, "election.published", election_actions.publish, actor=actor)


@post("/api/election-candidates/{candidate_id:int}/taking-over", opt={"who": STAFF})
async def take_over(request: Request, candidate_id: FromPath[int], data: JSONBody[TakingOver]) -> Created:
    """An elected leader takes over."""
    actor = actor_of(request)
    candidate, election = await election_queries.access_candidate(actor, candidate_id)
    return await created(
        data,
        actor=actor,
        action="election.taken_over",
        write=lambda: election_actions.take_over(candidate, election, data, actor=actor),
    )


@post("/api/elections/{election_id:int}/cancellation", opt={"who": STAFF})
async def cancel_election(
    request: Request, election_id: FromPath[int], data: JSONBody[ElectionCancelled]
) -> Created:
    """Call an election off."""
    actor = actor_of(request)
    election = await election_queries.access_election(actor, election_id)
    return await written(election, data, "election.cancelled", election_actions.cancel_election, actor=actor)


@get("/api/group-leaders/{term_id:int}/hand-over", opt={"who": STAFF})
async def show_hand_over(request: Request, term_id: FromPath[int]) -> HandOverOut:
    """A hand-over list, and the kinds that are still open."""
    term, _group = await leader_queries.access_term(actor_of(request), term_id)
    return HandOverOut(
        term=term.id,
        missing=list(handover_rules.missing(await handover_queries.plain_items(term.id))),
        items=[
            HandOverLine(**{**row, "none_held": bool(row["none_held"])})
            for row in await handover_queries.items_of(term.id)
        ],
    )


@post("/api/group-leaders/{term_id:int}/hand-over", opt={"who": STAFF})
async def add_item(request: Request, term_id: FromPath[int], data: JSONBody[NewHandOverItem]) -> Created:
    """Put a line on a hand-over list."""
    actor = actor_of(request)
    term, group = await leader_queries.access_term(actor, term_id)
    return await created(
        data,
        actor=actor,
        action="group.hand_over_added",
        write=lambda: handover_actions.add_item(term, group, data, actor=actor),
    )


@post("/api/hand-over-items/{item_id:int}/receipt", opt={"who": STAFF})
async def receive(request: Request, item_id: FromPath[int], data: JSONBody[Receipt]) -> Created:
    """Enter that a thing was received."""
    actor = actor_of(request)
    item, term, group = await handover_queries.access_item(actor, item_id)
    return await created(
        data,
        actor=actor,
        action="group.hand_over_received",
        write=lambda: handover_actions.receive(item, term, group, data, actor=actor),
    )


@post("/api/group-leaders/{term_id:int}/hand-over/{item_id:int}/removal", opt={"who": STAFF})
async def remove_item(
    request: Request, term_id: FromPath[int], item_id: FromPath[int], data: JSONBody[ItemRemoved]
) -> Created:
    """Take a line off that was a mistake."""
    actor = actor_of(request)
    term, group = await leader_queries.access_term(actor, term_id)
    return await created(
        data,
        actor=actor,
        action="group.hand_over_removed",
        write=lambda: handover_actions.remove_item(term, group, item_id, actor=actor),
    )


HANDLERS = [
    list_elections,
    plan_election,
    show_election,
    edit_election,
    add_candidate,
    withdraw_candidate,
    add_observer,
    remove_observer,
    count_election,
    publish_election,
    take_over,
    cancel_election,
    show_hand_over,
    add_item,
    receive,
    remove_item,
]
