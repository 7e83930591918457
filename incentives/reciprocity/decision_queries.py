"""Reading the ledger of decisions: on the desk, and what everybody may read of it (S89)."""

from __future__ import annotations

from typing import Any

from incentives.reciprocity import leader_rules as rules
from incentives.reciprocity import policy
from incentives.reciprocity.tables import LeaderDecision
from programs.communities.queries import within_reach
from programs.residents.consent_queries import consenting
from programs.residents.tables import Purpose
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_day, after_id, cut

_ROW = (
    "SELECT d.id, d.community, c.name AS community_name, c.slug, c.public, d.program, p.name AS program_name,"
    ' d."group", g.name AS group_name, d.resident, r.name AS resident_name, d.decided_on, d.what, d.why,'
    " d.decided_with, d.cost_fen, d.published_on, d.voided_at, d.void_reason, u.display_name AS recorded_by"
    " FROM leader_decision AS d JOIN community AS c ON c.id = d.community LEFT JOIN program AS p ON p.id = d.program"
    ' LEFT JOIN community_group AS g ON g.id = d."group" LEFT JOIN resident AS r ON r.id = d.resident'
    " LEFT JOIN user_account AS u ON u.id = d.recorded_by"
)
_STREET = f"{_ROW} WHERE d.community = {{}} AND d.published_on IS NOT NULL"


async def access_decision(actor: Actor, decision_id: int) -> LeaderDecision:
    """The only way from an id in an address to a decision, for staff of its community."""
    decision = await own_row(LeaderDecision, decision_id, actor)
    if "decisions" not in policy.seen(actor, decision.community):
        raise NotFound
    return decision


async def decision_card(decision_id: int) -> dict[str, Any]:
    """A decision with names, and where it stands."""
    [card] = await db.rows(f"{_ROW} WHERE d.id = {{}}", decision_id)
    return _with_state(card)


async def list_decisions(
    actor: Actor, *, community_id: int | None = None, cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """The decisions of the actor's communities, the newest first."""
    where, values = within_reach(actor, "d", community_id)
    if last := after_id(cursor):
        where.append("d.id < {}")
        values.append(last)
    found = await db.rows(f"{_ROW} WHERE {' AND '.join(where)} ORDER BY d.id DESC LIMIT {PAGE + 1}", *values)
    return cut([_with_state(row) for row in found], "id")


async def decisions_of(resident_id: int) -> list[dict[str, Any]]:
    """The decisions that a person answers for, the newest first."""
    found = await db.rows(
        f"{_ROW} WHERE d.resident = {{}} ORDER BY d.decided_on DESC, d.id DESC", resident_id
    )
    return [_with_state(row) for row in found]


async def open_decisions(community_id: int, *, cursor: str | None = None) -> Slice[dict[str, Any]]:
    """What everybody reads: decisions that were laid open, the newest first, also those taken back since.

    A name stands there only while its person consents to be named.
    """
    where = _STREET
    values: list[Any] = [community_id]
    if last := after_day(cursor):
        where, values = f"{where} AND (d.decided_on, d.id) < ({{}}, {{}})", [*values, *last]
    found = await db.rows(f"{where} ORDER BY d.decided_on DESC, d.id DESC LIMIT {PAGE + 1}", *values)
    page = cut(found, "decided_on", "id")
    named = await _named([row["resident"] for row in page.rows if row["resident"]])
    shown = [
        {**_with_state(row), "resident_name": row["resident_name"] if row["resident"] in named else ""}
        for row in page.rows
    ]
    return Slice(shown, page.next)


async def newest_open(community_id: int, *, most: int) -> list[dict[str, Any]]:
    """The newest decisions that were laid open and stand."""
    return await db.rows(
        f"{_STREET} AND d.voided_at IS NULL ORDER BY d.decided_on DESC, d.id DESC LIMIT {{}}",
        community_id,
        most,
    )


async def count_open(community_id: int) -> int:
    """How many decisions of a community are laid open and stand."""
    found = await db.rows(
        "SELECT COUNT(*) AS n FROM leader_decision WHERE community = {} AND published_on IS NOT NULL"
        " AND voided_at IS NULL",
        community_id,
    )
    return int(found[0]["n"])


async def open_declarations(community_id: int) -> list[dict[str, Any]]:
    """The newest declaration of each leader who wants it open and consents to be named."""
    found = await db.rows(
        "SELECT d.resident, r.name, d.declared_on, d.contracts_with_relatives, d.paid_posts, d.public"
        " FROM interest_declaration AS d JOIN resident AS r ON r.id = d.resident WHERE d.community = {}"
        " AND r.erased_at IS NULL ORDER BY d.declared_on, d.id",
        community_id,
    )
    newest = {row["resident"]: row for row in found}
    named = await _named(list(newest))
    shown = [row for row in newest.values() if row["public"] and row["resident"] in named]
    return sorted(shown, key=lambda row: str(row["name"]))


async def _named(resident_ids: list[int]) -> set[int]:
    if not resident_ids:
        return set()
    return await consenting(resident_ids, Purpose.publicity, on=clock.today())


def _with_state(row: dict[str, Any]) -> dict[str, Any]:
    state = rules.decision_state(published_on=row["published_on"], voided=row["voided_at"] is not None)
    return {**row, "state": state}
