"""Elections: planned, watched, counted, laid open, and the terms that come of them (S39)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from groups.teams import election_queries, election_rules, leader_queries, queries, term_actions
from groups.teams.election_schemas import (
    CountedElection,
    EditedElection,
    ElectionCancelled,
    ElectionFields,
    NewCandidate,
    NewElection,
    NewObserver,
    Publication,
    TakingOver,
)
from groups.teams.schemas import NewTerm, TermEnd
from groups.teams.tables import Election, ElectionCandidate, ElectionObserver, Group
from programs.communities.tables import Community
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.residents.queries import residents_by_ids
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day, check_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.i18n import _, format_date
from server.lib.records import changed_fields, check_version, next_version


async def plan_election(community: Community, data: NewElection, *, actor: Actor) -> int:
    """Plan an election; the id of its row."""
    new = await _values(community.id, data, actor=actor)
    async with write_transaction():
        election = Election(organisation=actor.organisation_id, community=community.id, **new)
        await election.save()
        await _record("election.planned", election, actor=actor)
        return election.id


async def edit_election(election: Election, data: EditedElection, *, actor: Actor) -> int:
    """Save what is said of an election that is not counted yet."""
    new = await _values(election.community, data, actor=actor)
    async with write_transaction():
        before = await _lock_planned(election)
        check_version(before, data.version, new)
        changes = changed_fields(before, new)
        if {"group", "body"} & changes.keys() and await election_queries.candidates_of(before.id):
            raise Refused("teams.place_fixed", field="group")
        if changes:
            await Election.update(next_version(before, new)).where(Election.id == before.id)
            await _record("election.edited", before, actor=actor, changes=changes)
        return before.id


async def _values(community_id: int, data: ElectionFields, *, actor: Actor) -> dict[str, Any]:
    check_planned_day(data.held_on, field="held_on")
    if code := election_rules.refuse_place(group=data.group, body=data.body):
        raise Refused(code, field="group")
    if data.group is not None:
        group = await queries.access_group(actor, data.group)
        if group.community != community_id:
            raise NotFound
    return {
        "title": data.title,
        "held_on": data.held_on,
        "group": data.group,
        "body": data.body or "",
        "seats": data.seats,
        "term_months": data.term_months,
    }


async def add_candidate(election: Election, data: NewCandidate, *, actor: Actor) -> int:
    """Enter one who stands, perhaps again; the id of the candidacy."""
    async with write_transaction():
        election = await _lock_planned(election)
        await residents_by_ids(actor, [data.resident], election.community)
        if election.group is not None and await queries.member_since(election.group, data.resident) is None:
            raise Refused("teams.candidate_not_member", field="resident")
        known = [
            row
            for row in await election_queries.candidates_of(election.id)
            if row["resident"] == data.resident
        ]
        if any(row["withdrew_on"] is None for row in known):
            raise Refused("teams.stands_already", field="resident")
        if data.resident in [row["resident"] for row in await election_queries.observers_of(election.id)]:
            raise Refused("teams.candidate_observes", field="resident")
        position = data.position if election.group is not None else "leader"
        candidate_id = await _stand_again(known, position) or await _stand(election, data.resident, position)
        await _record("election.candidate_added", election, actor=actor)
        return candidate_id


async def _stand(election: Election, resident_id: int, position: str) -> int:
    candidate = ElectionCandidate(
        organisation=election.organisation, election=election.id, resident=resident_id, position=position
    )
    await candidate.save()
    return candidate.id


async def _stand_again(withdrawn: Sequence[Mapping[str, Any]], position: str) -> int | None:
    """Let one stand who had withdrawn; None when there is nobody."""
    for row in withdrawn:
        await ElectionCandidate.update(
            {ElectionCandidate.withdrew_on: None, ElectionCandidate.position: position}
        ).where(ElectionCandidate.id == row["id"])
        return int(row["id"])
    return None


async def withdraw_candidate(candidate: ElectionCandidate, election: Election, *, actor: Actor) -> int:
    """Enter that one stands no longer; the election's id."""
    async with write_transaction():
        election = await _lock_planned(election)
        candidate = await lock(candidate)
        if candidate.withdrew_on is not None:
            raise Refused("teams.withdrawn_already")
        await ElectionCandidate.update({ElectionCandidate.withdrew_on: clock.today()}).where(
            ElectionCandidate.id == candidate.id
        )
        await _record("election.candidate_withdrew", election, actor=actor)
        return election.id


async def add_observer(election: Election, data: NewObserver, *, actor: Actor) -> int:
    """Enter a resident who watched; the id of the row. Who stands does not watch herself."""
    check_past_day(data.watched_on, field="watched_on")
    async with write_transaction():
        election = await _lock_open(election)
        if code := election_rules.refuse_watching(data.watched_on, held_on=election.held_on):
            raise Refused(code, field="watched_on", day=election.held_on)
        await residents_by_ids(actor, [data.resident], election.community)
        if data.resident in [row["resident"] for row in await election_queries.observers_of(election.id)]:
            raise Refused("teams.observes_already", field="resident")
        if data.resident in await _standing(election.id):
            raise Refused("teams.observer_stands", field="resident")
        observer = ElectionObserver(
            organisation=actor.organisation_id,
            election=election.id,
            resident=data.resident,
            watched_on=data.watched_on,
        )
        await observer.save()
        await _record("election.observer_added", election, actor=actor)
        return observer.id


async def remove_observer(election: Election, observer_id: int, *, actor: Actor) -> int:
    """Take an observer out who was entered by mistake; the election's id."""
    async with write_transaction():
        election = await _lock_open(election)
        observer = await ElectionObserver.objects().get(
            (ElectionObserver.id == observer_id) & (ElectionObserver.election == election.id)
        )
        if observer is None:
            raise NotFound
        await ElectionObserver.delete().where(ElectionObserver.id == observer.id)
        await _record("election.observer_removed", election, actor=actor)
        return election.id


async def _standing(election_id: int) -> list[int]:
    return [
        row["resident"]
        for row in await election_queries.candidates_of(election_id)
        if row["withdrew_on"] is None
    ]


async def count(election: Election, data: CountedElection, *, actor: Actor) -> int:
    """Enter the count, or correct it until it is published; the election's id. Refused as stale when saved since."""
    async with write_transaction():
        election = await _lock_open(election)
        new: dict[Any, Any] = {"votes_cast": data.votes_cast, "electors": data.electors}
        check_version(election, data.version, new)
        if clock.today() < election.held_on:
            raise Refused("teams.counted_before_day", field="votes", day=election.held_on)
        rows = await election_queries.candidates_of(election.id)
        standing = {row["id"]: row["position"] for row in rows if row["withdrew_on"] is None}
        votes = dict(zip(data.candidates, data.votes, strict=False))
        if fault := election_rules.refuse_count(
            standing=standing,
            votes=votes if len(data.candidates) == len(data.votes) else {},
            votes_cast=data.votes_cast,
            electors=data.electors,
            seats=election_rules.seats_of(of_group=election.group is not None, seats=election.seats),
        ):
            raise Refused(fault[0], field=fault[1])
        for candidate, given in sorted(votes.items()):
            await ElectionCandidate.update({ElectionCandidate.votes: given}).where(
                ElectionCandidate.id == candidate
            )
        new |= {"state": "counted", "counted_on": clock.today()}
        await Election.update(next_version(election, new)).where(Election.id == election.id)
        await _record(
            "election.counted", election, actor=actor, changes={"votes_cast": [None, data.votes_cast]}
        )
        return election.id


async def publish(election: Election, data: Publication, *, actor: Actor) -> int:
    """Lay the result open; the election's id. Refused when the count was corrected since it was read.

    Whoever nothing stands in the way of begins the term at once.

    The public learns the result whether or not the one before has handed over; the successor's term waits for that.
    """
    async with write_transaction():
        election = await lock(election)
        if election.version != data.version:
            raise Refused("teams.count_changed")
        rows = await election_queries.candidates_of(election.id)
        found = election_queries.outcome_of(election, rows)
        observers = election_queries.present(
            await election_queries.observers_of(election.id), held_on=election.held_on
        )
        if code := election_rules.refuse_publication(
            election.state,
            observers=[row["resident"] for row in observers],
            standing=await _standing(election.id),
            found=found,
        ):
            raise Refused(code)
        today = clock.today()
        await ElectionCandidate.update({ElectionCandidate.elected: True}).where(
            ElectionCandidate.id.is_in(list(found.elected))
        )
        new: dict[Any, Any] = {"state": "published", "published_on": today}
        await Election.update(next_version(election, new)).where(Election.id == election.id)
        group = await _group_of(election)
        await ledger.record(
            [Entry(Kind.ELECTION_PUBLISHED, today, 1)],
            program_id=group.program if group else None,
            source_kind="election",
            source_id=election.id,
            actor=actor,
        )
        await _record(
            "election.published", election, actor=actor, changes={"elected": [None, len(found.elected)]}
        )
        if group is not None:
            for row in rows:
                ready = row["id"] in found.elected
                if ready and await election_queries.what_waits(election, row, since=today) is None:
                    await _begin_term(election, group, row, today, op_id=data.op_id, actor=actor)
        return election.id


async def take_over(
    candidate: ElectionCandidate, election: Election, data: TakingOver, *, actor: Actor
) -> int:
    """An elected leader takes over: the term before ends, hers begins; the election's id."""
    check_past_day(data.since, field="since")
    async with write_transaction():
        election = await lock(election)
        candidate = await lock(candidate)
        group = await _group_of(election)
        if election.state != "published" or not candidate.elected or group is None:
            raise Refused("teams.not_elected")
        if candidate.group_leader is not None:
            raise Refused("teams.took_over_already")
        if code := election_rules.refuse_taking_over(data.since, held_on=election.held_on):
            raise Refused(code, field="since", day=election.held_on)
        [row] = [
            one for one in await election_queries.candidates_of(election.id) if one["id"] == candidate.id
        ]
        await _begin_term(election, group, row, data.since, op_id=data.op_id, actor=actor)
        return election.id


async def _begin_term(
    election: Election, group: Group, row: Mapping[str, Any], since: date, *, op_id: str, actor: Actor
) -> None:
    """End who held the position, and confirm the elected, by the same actions as without an election."""
    for term in await leader_queries.open_terms(group.id):
        # Who is elected leader was perhaps deputy until now.
        if term.position == row["position"] or term.resident == row["resident"]:
            reason = _("Election of %(day)s", day=format_date(election.held_on))
            ended_on = max(since, term.since)
            await term_actions.end_term(
                term, group, TermEnd(op_id=op_id, ended_on=ended_on, reason=reason), actor=actor
            )
    new = NewTerm(
        op_id=op_id,
        position=row["position"],
        resident=row["resident"],
        chosen_how="elected",
        since=since,
        votes_for=row["votes"],
        votes_cast=election.votes_cast,
        until=election_rules.term_end(since, election.term_months),
    )
    term_id = await term_actions.confirm_term(group, new, actor=actor)
    await ElectionCandidate.update({ElectionCandidate.group_leader: term_id}).where(
        ElectionCandidate.id == row["id"]
    )
    await _record("election.taken_over", election, actor=actor)


async def cancel_election(election: Election, data: ElectionCancelled, *, actor: Actor) -> int:
    """Call an election off that is not published."""
    async with write_transaction():
        election = await _lock_open(election)
        new: dict[Any, Any] = {
            "state": "cancelled",
            "cancelled_on": clock.today(),
            "cancel_reason": data.reason,
        }
        await Election.update(next_version(election, new)).where(Election.id == election.id)
        await _record("election.cancelled", election, actor=actor, reason=data.reason)
        return election.id


async def _lock_planned(election: Election) -> Election:
    election = await lock(election)
    if election.state != "planned":
        raise Refused("teams.election_moved_on")
    return election


async def _lock_open(election: Election) -> Election:
    election = await lock(election)
    if election.state not in {"planned", "counted"}:
        raise Refused("teams.election_over")
    return election


async def _group_of(election: Election) -> Group | None:
    return await Group.objects().get(Group.id == election.group) if election.group is not None else None


async def _record(
    action: str,
    election: Election,
    *,
    actor: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    await audit.record(action, "election", election.id, actor=actor, changes=changes, reason=reason)
