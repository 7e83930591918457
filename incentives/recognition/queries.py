"""Reading nominations, who reviewed them, and what waits."""

from __future__ import annotations

from typing import Any

from incentives.recognition import policy
from incentives.recognition.tables import Nomination
from programs.residents import consent_rules
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_id, cut

WAITING = ("proposed", "approved", "agreed")
_ROW = (
    "SELECT n.id, n.community, n.program, n.honour AS honour_id, h.name AS honour, n.resident,"
    ' n."group", COALESCE(r.name, g.name) AS who, n.deed, n.deed_on, n.compact, n.clause_key, n.activity,'
    " n.proposed_by, n.proposer, p.name AS proposer_name, n.proposed_on, n.state, n.decided_on, n.decision_note,"
    " n.shown_as, n.public_name, n.agreed_on, n.version, u.display_name AS recorded_by_name, a.id AS award,"
    " (SELECT COUNT(*) FROM nomination_review AS v WHERE v.nomination = n.id AND v.in_favour) AS in_favour,"
    " (SELECT COUNT(*) FROM nomination_review AS v WHERE v.nomination = n.id AND NOT v.in_favour) AS against"
    " FROM nomination AS n JOIN honour AS h ON h.id = n.honour LEFT JOIN resident AS r ON r.id = n.resident"
    ' LEFT JOIN community_group AS g ON g.id = n."group" LEFT JOIN resident AS p ON p.id = n.proposer'
    " LEFT JOIN user_account AS u ON u.id = n.recorded_by LEFT JOIN award AS a ON a.nomination = n.id"
)


async def access_nomination(actor: Actor, nomination_id: int) -> Nomination:
    """The only way from an id in an address to a Nomination, for staff of its community."""
    nomination = await own_row(Nomination, nomination_id, actor)
    if not policy.may_handle(actor, nomination.community):
        raise NotFound
    return nomination


async def card_of(nomination_id: int) -> dict[str, Any]:
    """A nomination with its names, of a row that was reached through its door."""
    [card] = await db.rows(f"{_ROW} WHERE n.id = {{}}", nomination_id)
    return card


async def waiting_in(community_id: int) -> list[dict[str, Any]]:
    """The nominations of a community that wait for somebody, the oldest first."""
    return await db.rows(
        f"{_ROW} WHERE n.community = {{}} AND n.state IN ({db.marks(WAITING)}) ORDER BY n.id",
        community_id,
        *WAITING,
    )


async def list_nominations(
    community_id: int, *, state: str = "", cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """A community's nominations, the newest first."""
    where: list[str] = ["n.community = {}"]
    values: list[Any] = [community_id]
    if state:
        where.append("n.state = {}")
        values.append(state)
    if last := after_id(cursor):
        where.append("n.id < {}")
        values.append(last)
    found = await db.rows(f"{_ROW} WHERE {' AND '.join(where)} ORDER BY n.id DESC LIMIT {PAGE + 1}", *values)
    return cut(found, "id")


async def nominations_of(resident_id: int) -> list[dict[str, Any]]:
    """For what a person was nominated, the newest first."""
    return await db.rows(f"{_ROW} WHERE n.resident = {{}} ORDER BY n.id DESC", resident_id)


async def nominated_by(actor: Actor, group_id: int) -> list[dict[str, Any]]:
    """What the actor nominated out of a group that she leads: its members, and the group itself."""
    return await db.rows(
        f"{_ROW} WHERE n.organisation = {{}} AND n.recorded_by = {{}} AND n.proposed_by = 'leader'"
        ' AND (n."group" = {} OR n.resident IN (SELECT m.resident FROM group_membership AS m WHERE m."group" = {}))'
        " ORDER BY n.id DESC LIMIT 20",
        actor.organisation_id,
        actor.user_id,
        group_id,
        group_id,
    )


async def reviews_of(nomination_id: int) -> list[dict[str, Any]]:
    """Who said yes or no, in order: `name`, `in_favour`, `note`, `reviewed_on`."""
    return await db.rows(
        "SELECT v.id, v.in_favour, v.note, v.reviewed_on, v.reviewer, v.reviewer_resident,"
        " COALESCE(r.name, u.display_name) AS name FROM nomination_review AS v"
        " LEFT JOIN user_account AS u ON u.id = v.reviewer LEFT JOIN resident AS r ON r.id = v.reviewer_resident"
        " WHERE v.nomination = {} ORDER BY v.id",
        nomination_id,
    )


async def honoured_by(nomination: Nomination) -> set[int]:
    """The people whom a nomination honours: the person, or the present members of the group."""
    if nomination.resident is not None:
        return {nomination.resident}
    found = await db.rows(
        'SELECT resident FROM group_membership WHERE "group" = {} AND left_on IS NULL', nomination.group
    )
    return {row["resident"] for row in found}


async def known_as(resident: int | None, account: int | None) -> tuple[set[int], set[int]]:
    """The residents and the accounts that are the same person as these: whoever led a group through an account."""
    found = await db.rows(
        "SELECT resident, account FROM group_leader WHERE account IS NOT NULL AND (resident = {} OR account = {})",
        resident,
        account,
    )
    people = {row["resident"] for row in found} | ({resident} if resident is not None else set())
    accounts = {row["account"] for row in found} | ({account} if account is not None else set())
    return people, accounts


async def is_child(resident_id: int | None) -> bool:
    """Whether a guardian speaks for the person."""
    found = await db.rows("SELECT age_band FROM resident WHERE id = {}", resident_id or 0)
    return bool(found) and consent_rules.is_child(found[0]["age_band"])


async def photos_of(nomination_id: int) -> list[int]:
    """The photos that show the deed."""
    found = await db.rows(
        "SELECT photo FROM nomination_photo WHERE nomination = {} ORDER BY id", nomination_id
    )
    return [row["photo"] for row in found]
