"""Who was thanked how often in which of the four kinds: per person and per group (S71)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from incentives.recognition import balance_rules, care_queries, care_rules
from server.lib import clock, db

# Each counts what stands, by resident or by group.
_COUNTED: Mapping[str, str] = {
    "publicity": "SELECT {by} AS who, COUNT(*) AS n FROM publicity_item AS t WHERE t.community = {{}}"
    " AND t.voided_at IS NULL AND {by} IS NOT NULL GROUP BY {by}",
    "care": "SELECT {by} AS who, COUNT(*) AS n FROM care_talk AS t WHERE t.community = {{}}"
    " AND t.voided_at IS NULL GROUP BY {by}",
    "honour": "SELECT {by} AS who, COUNT(*) AS n FROM award AS a JOIN nomination AS t ON t.id = a.nomination"
    " WHERE a.community = {{}} AND a.revoked_on IS NULL AND {by} IS NOT NULL GROUP BY {by}",
    "example": "SELECT {by} AS who, COUNT(*) AS n FROM role_model_story AS t WHERE t.community = {{}}"
    " AND t.published_on IS NOT NULL AND t.taken_down_on IS NULL GROUP BY {by}",
}
# Talks and stories are about people and never about a group as such.
_OF_GROUPS = ("publicity", "honour")
_PEOPLE = (
    "SELECT r.id, r.name FROM resident AS r WHERE r.community = {} AND r.erased_at IS NULL AND r.moved_away_on IS NULL"
    ' AND (r.id IN (SELECT m.resident FROM group_membership AS m JOIN community_group AS g ON g.id = m."group"'
    " WHERE g.community = {} AND g.closed_on IS NULL AND m.left_on IS NULL)"
    " OR r.id IN (SELECT t.resident FROM attendance AS t JOIN activity AS a ON a.id = t.activity"
    " WHERE a.community = {} AND a.held_on >= {} AND a.state = 'held' AND a.voided_at IS NULL AND t.role = 'volunteer')"
)


async def people_thanked(
    community_id: int, *, group_id: int | None = None, asked: str = ""
) -> list[dict[str, Any]]:
    """The people who do something here, each with `counts`, `missing` and `followers`; who lacks most comes first."""
    counts = {kind: await _counted(kind, "t.resident", community_id) for kind in balance_rules.KINDS}
    thanked = {resident for found in counts.values() for resident in found}
    known = sorted(thanked.union(await care_queries.helpers(community_id)))
    where, values = _PEOPLE, [community_id, community_id, community_id]
    since: Any = clock.today() - timedelta(days=care_rules.ACTIVE_DAYS)
    where += f" OR r.id IN ({db.marks(known)}))" if known else ")"
    if group_id is not None:
        where += ' AND r.id IN (SELECT m.resident FROM group_membership AS m WHERE m."group" = {} AND m.left_on IS NULL)'
    people = await db.rows(where, *values, since, *known, *([group_id] if group_id is not None else []))
    followers = await _followers(community_id)
    return _ordered(
        [{**row, "followers": followers.get(row["id"], 0), **_row(row["id"], counts)} for row in people],
        asked,
    )


async def groups_thanked(community_id: int) -> list[dict[str, Any]]:
    """The open groups, each with what it was thanked for itself, and its members with it."""
    own = {
        kind: await _counted(kind, 't."group"', community_id) if kind in _OF_GROUPS else {}
        for kind in balance_rules.KINDS
    }
    theirs = {kind: await _counted(kind, "t.resident", community_id) for kind in balance_rules.KINDS}
    groups = await db.rows(
        "SELECT id, name FROM community_group WHERE community = {} AND closed_on IS NULL", community_id
    )
    members: dict[int, list[int]] = {}
    for row in await db.rows(
        'SELECT m."group", m.resident FROM group_membership AS m JOIN community_group AS g ON g.id = m."group"'
        " WHERE g.community = {} AND m.left_on IS NULL",
        community_id,
    ):
        members.setdefault(row["group"], []).append(row["resident"])
    together = {
        kind: {
            group["id"]: own[kind].get(group["id"], 0)
            + sum(theirs[kind].get(resident, 0) for resident in members.get(group["id"], ()))
            for group in groups
        }
        for kind in balance_rules.KINDS
    }
    return _ordered([{**group, **_row(group["id"], together)} for group in groups], "")


async def counts_of(resident_id: int, community_id: int) -> dict[str, int]:
    """How often one person was thanked in each kind."""
    return {
        kind: (await _counted(kind, "t.resident", community_id)).get(resident_id, 0)
        for kind in balance_rules.KINDS
    }


async def _counted(kind: str, by: str, community_id: int) -> dict[int, int]:
    found = await db.rows(_COUNTED[kind].format(by=by), community_id)
    return {row["who"]: int(row["n"]) for row in found}


async def _followers(community_id: int) -> dict[int, int]:
    found = await db.rows(
        "SELECT because_of, COUNT(*) AS n FROM follower WHERE community = {} AND voided_at IS NULL GROUP BY because_of",
        community_id,
    )
    return {row["because_of"]: int(row["n"]) for row in found}


def _row(who: int, counts: Mapping[str, Mapping[int, int]]) -> dict[str, Any]:
    own = {kind: counts[kind].get(who, 0) for kind in balance_rules.KINDS}
    return {"counts": own, "missing": balance_rules.missing(own)}


def _ordered(rows: Sequence[dict[str, Any]], asked: str) -> list[dict[str, Any]]:
    kept = [row for row in rows if balance_rules.lacks(row["counts"], asked)]
    return sorted(kept, key=lambda row: (*balance_rules.urgency(row["counts"]), row["name"], row["id"]))
