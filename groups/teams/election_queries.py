"""Reading elections: who stands, who watched, what became of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import msgspec

from groups.teams import election_rules, handover_queries, leader_queries, queries, rules
from groups.teams.tables import Election, ElectionCandidate
from programs.communities.queries import within_reach
from programs.residents.consent_queries import consenting
from programs.residents.tables import Purpose
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_id, cut

_ROW = (
    'SELECT e.id, e.community, e."group", e.body, e.title, e.held_on, e.state, e.published_on, g.name AS group_name'
    ' FROM election AS e LEFT JOIN community_group AS g ON g.id = e."group"'
)


async def access_election(actor: Actor, election_id: int) -> Election:
    """The only way from an id in an address to an election, for staff of its community."""
    election = await own_row(Election, election_id, actor)
    if not actor.works_in(election.community):
        raise NotFound
    return election


async def access_candidate(actor: Actor, candidate_id: int) -> tuple[ElectionCandidate, Election]:
    """One who stands, with the election."""
    candidate = await own_row(ElectionCandidate, candidate_id, actor)
    return candidate, await access_election(actor, candidate.election)


async def list_elections(
    actor: Actor, community_id: int | None = None, *, cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """The elections of the actor's communities, the newest first."""
    where, values = within_reach(actor, "e", community_id)
    if last := after_id(cursor):
        where.append("e.id < {}")
        values.append(last)
    found = await db.rows(f"{_ROW} WHERE {' AND '.join(where)} ORDER BY e.id DESC LIMIT {PAGE + 1}", *values)
    return cut(found, "id")


async def elections_of_group(group_id: int) -> list[dict[str, Any]]:
    """The elections of a group that were not called off, the newest first."""
    return await db.rows(
        f"{_ROW} WHERE e.\"group\" = {{}} AND e.state <> 'cancelled' ORDER BY e.id DESC LIMIT 10", group_id
    )


async def elections_ahead_in(program_id: int) -> list[dict[str, Any]]:
    """The elections in a program's groups that are planned, or counted and not published, the earliest first."""
    return await db.rows(
        f"{_ROW} WHERE g.program = {{}} AND e.state IN ('planned', 'counted') ORDER BY e.held_on, e.id",
        program_id,
    )


async def candidates_of(election_id: int) -> list[dict[str, Any]]:
    """Who stands, those who withdrew at the end; with the most votes first once they are counted."""
    return await db.rows(
        "SELECT c.id, c.resident, r.name, r.phone_tail, r.age_band, c.position, c.votes, c.elected, c.withdrew_on,"
        " c.group_leader FROM election_candidate AS c JOIN resident AS r ON r.id = c.resident WHERE c.election = {}"
        " ORDER BY CASE WHEN c.withdrew_on IS NULL THEN 0 ELSE 1 END, CASE c.position WHEN 'leader' THEN 0 ELSE 1 END,"
        " COALESCE(c.votes, -1) DESC, c.id",
        election_id,
    )


async def observers_of(election_id: int) -> list[dict[str, Any]]:
    """Who watched."""
    return await db.rows(
        "SELECT o.id, o.resident, r.name, o.watched_on FROM election_observer AS o"
        " JOIN resident AS r ON r.id = o.resident WHERE o.election = {} ORDER BY o.id",
        election_id,
    )


def present(observers: Sequence[dict[str, Any]], *, held_on: date) -> list[dict[str, Any]]:
    """Those of `observers_of` who saw it: whoever was entered before the election was put off has watched nothing."""
    return [
        row for row in observers if election_rules.refuse_watching(row["watched_on"], held_on=held_on) is None
    ]


def outcome_of(election: Election, candidates: Sequence[dict[str, Any]]) -> election_rules.Outcome:
    """Who is elected by the votes as they stand."""
    ballots = [
        election_rules.Ballot(row["id"], row["position"], row["votes"] or 0)
        for row in candidates
        if row["withdrew_on"] is None
    ]
    seats = election_rules.seats_of(of_group=election.group is not None, seats=election.seats)
    return election_rules.outcome(ballots, seats)


def term_of_body(election: Election) -> date | None:
    """Until when those sit whom an election of a body put there; None for a group, and before it is published."""
    if election.published_on is None or election.group is not None:
        return None
    return election_rules.term_end(election.published_on, election.term_months)


class Wait(msgspec.Struct, frozen=True):
    """Why one who was elected cannot take over yet: `unfit`, or `handover` until the list of `term` is complete."""

    why: str
    term: int | None = None


async def what_waits(election: Election, row: dict[str, Any], *, since: date) -> Wait | None:
    """What is in the way of one who was elected; None when nothing is."""
    if election.group is None:
        return None
    entry = await leader_queries.entry_of_resident(row["resident"])
    member_since = await queries.member_since(election.group, row["resident"])
    standing = entry["standing"] if entry else None
    if rules.refuse_leader(row["position"], standing=standing, member_since=member_since, since=since):
        return Wait("unfit")
    open_list = await handover_queries.open_predecessor(
        election.group, position=row["position"], successor=row["resident"]
    )
    return Wait("handover", open_list["id"]) if open_list else None


async def published_lately(community_id: int, *, since: date, on: date) -> list[dict[str, Any]]:
    """The results that a community lays open, each with its `elected`: names only of those who agreed to publicity."""
    found = await db.rows(
        f"{_ROW} WHERE e.community = {{}} AND e.state = 'published' AND e.published_on >= {{}}"
        " ORDER BY e.published_on DESC, e.id DESC LIMIT 5",
        community_id,
        since,
    )
    return [{**row, **await _shown(row["id"], held_on=row["held_on"], on=on)} for row in found]


async def bodies_elected_in(program_ids: Collection[int]) -> list[dict[str, Any]]:
    """The newest election of each body where these programs work, while no next one is under way.

    For each program: `program`, the body's `name`, `published_on`, `term_months`.
    """
    if not program_ids:
        return []
    return await db.rows(
        "SELECT p.id AS program, e.body AS name, e.published_on, e.term_months FROM election AS e"
        " JOIN program AS p ON p.community = e.community WHERE e.\"group\" IS NULL AND e.state = 'published'"
        f" AND p.id IN ({db.marks(program_ids)})"
        " AND NOT EXISTS (SELECT 1 FROM election AS n WHERE n.community = e.community AND n.body = e.body"
        " AND n.id > e.id AND n.state <> 'cancelled') ORDER BY e.id, p.id",
        *program_ids,
    )


async def _shown(election_id: int, *, held_on: date, on: date) -> dict[str, Any]:
    [numbers] = await db.rows("SELECT votes_cast, electors FROM election WHERE id = {}", election_id)
    elected = [row for row in await candidates_of(election_id) if row["elected"]]
    agreed = await _agreed({row["resident"] for row in elected}, on=on)
    return {
        **numbers,
        "elected": [
            {
                "position": row["position"],
                "votes": row["votes"],
                "name": row["name"] if row["resident"] in agreed else "",
            }
            for row in elected
        ],
        "observers": len(present(await observers_of(election_id), held_on=held_on)),
    }


async def _agreed(resident_ids: Collection[int], *, on: date) -> set[int]:
    return await consenting(resident_ids, Purpose.publicity, on=on) if resident_ids else set()


async def ages_of_members(group_id: int) -> list[str | None]:
    """The age bands of a group's present members."""
    found = await db.rows(
        'SELECT r.age_band FROM group_membership AS m JOIN resident AS r ON r.id = m.resident WHERE m."group" = {}'
        " AND m.left_on IS NULL",
        group_id,
    )
    return [row["age_band"] for row in found]


_ENDING = (
    'SELECT t."group", g.name, g.program, t.position, t.until FROM group_leader AS t'
    ' JOIN community_group AS g ON g.id = t."group" WHERE t.ended_on IS NULL AND g.closed_on IS NULL'
    " AND t.until IS NOT NULL AND t.until <= {}"
)


async def terms_that_end(group_ids: Collection[int], *, until: date) -> list[dict[str, Any]]:
    """The terms of these groups that end by a day, the earliest first: `group`, its `name`, `position`, `until`."""
    if not group_ids:
        return []
    return await db.rows(
        f'{_ENDING} AND t."group" IN ({db.marks(group_ids)}) ORDER BY t.until, t.id', until, *group_ids
    )


async def terms_that_end_in(program_ids: Collection[int], *, until: date) -> list[dict[str, Any]]:
    """`terms_that_end` for all groups of these programs."""
    if not program_ids:
        return []
    return await db.rows(
        f"{_ENDING} AND g.program IN ({db.marks(program_ids)}) ORDER BY t.until, t.id", until, *program_ids
    )
