"""Reading services between neighbours, for staff of their community."""

from __future__ import annotations

from datetime import date
from typing import Any

from incentives.reciprocity import agreement_rules as rules
from incentives.reciprocity import policy
from incentives.reciprocity.agreement_rules import Flow, Given
from incentives.reciprocity.tables import Exchange, ServiceAgreement, ServiceIncident
from programs.communities.queries import within_reach
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Forbidden, NotFound
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_id, cut

_CARD = (
    "SELECT a.id, a.community, c.name AS community_name, a.program, p.name AS program_name, a.giver,"
    " g.name AS giver_name, a.receiver, a.household, COALESCE(r.name, e.name || ' ' || b.name || ' ' || h.door)"
    " AS receiver_name, g.moved_away_on AS giver_moved, r.moved_away_on AS receiver_moved,"
    " a.service, a.giver_duties, a.receiver_duties, a.state, a.starts_on, a.ended_on, a.end_reason,"
    " a.version FROM service_agreement AS a JOIN community AS c ON c.id = a.community JOIN resident AS g ON g.id = a.giver"
    " LEFT JOIN program AS p ON p.id = a.program LEFT JOIN resident AS r ON r.id = a.receiver"
    " LEFT JOIN household AS h ON h.id = a.household LEFT JOIN building AS b ON b.id = h.building"
    " LEFT JOIN estate AS e ON e.id = b.estate"
)
_INCIDENT = (
    "SELECT i.id, i.agreement, i.kind, i.happened_on, i.what, i.feeling, i.talk_with, i.talk_by, i.talked_on,"
    " i.talk_note, i.settled_on, u.display_name AS recorded_by FROM service_incident AS i"
    " LEFT JOIN user_account AS u ON u.id = i.recorded_by"
)


async def access_agreement(actor: Actor, agreement_id: int, *, to_edit: bool = False) -> ServiceAgreement:
    """The only way from an id in an address to an agreement, for staff of its community."""
    agreement = await own_row(ServiceAgreement, agreement_id, actor)
    if "agreements" not in policy.seen(actor, agreement.community):
        raise NotFound
    if to_edit and not policy.may_keep(actor, agreement.community):
        raise Forbidden
    return agreement


async def access_exchange(actor: Actor, exchange_id: int) -> tuple[Exchange, ServiceAgreement]:
    """Something that was given, with its agreement, for who may write there."""
    exchange = await own_row(Exchange, exchange_id, actor)
    return exchange, await access_agreement(actor, exchange.agreement, to_edit=True)


async def access_incident(actor: Actor, incident_id: int) -> tuple[ServiceIncident, ServiceAgreement]:
    """An incident with its agreement, for who may write there."""
    incident = await own_row(ServiceIncident, incident_id, actor)
    return incident, await access_agreement(actor, incident.agreement, to_edit=True)


async def card_of(agreement_id: int) -> dict[str, Any]:
    """An agreement with the names of both sides."""
    [card] = await db.rows(f"{_CARD} WHERE a.id = {{}}", agreement_id)
    return card


async def list_agreements(
    actor: Actor, *, community_id: int | None = None, state: str = "", cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """The services of the actor's communities, the newest first; those that ended only when asked for."""
    where, values = within_reach(actor, "a", community_id)
    where.append("a.state = {}" if state else "a.state <> {}")
    values.append(state or rules.ENDED)
    if last := after_id(cursor):
        where.append("a.id < {}")
        values.append(last)
    found = await db.rows(f"{_CARD} WHERE {' AND '.join(where)} ORDER BY a.id DESC LIMIT {PAGE + 1}", *values)
    return cut(found, "id")


async def open_talks(actor: Actor, *, today: date, community_id: int | None = None) -> list[dict[str, Any]]:
    """The incidents that are not settled in the actor's communities, those whose talk is most overdue first."""
    where, values = within_reach(actor, "a", community_id)
    found = await db.rows(
        "SELECT i.id, i.agreement, i.kind, i.talk_with, i.talk_by, i.talked_on, i.settled_on, a.service,"
        " g.name AS giver_name FROM service_incident AS i JOIN service_agreement AS a ON a.id = i.agreement"
        f" JOIN resident AS g ON g.id = a.giver WHERE {' AND '.join(where)} AND i.settled_on IS NULL"
        " ORDER BY CASE WHEN i.talked_on IS NULL THEN 0 ELSE 1 END, i.talk_by, i.id",
        *values,
    )
    return [_with_talk(row, today) for row in found]


async def agreements_of(resident_id: int) -> list[dict[str, Any]]:
    """The services that a person gives or receives, also in her household, those that run first."""
    return await db.rows(
        f"{_CARD} WHERE a.giver = {{}} OR a.receiver = {{}} OR a.household ="
        " (SELECT household FROM resident WHERE id = {})"
        " ORDER BY CASE WHEN a.state = 'ended' THEN 1 ELSE 0 END, a.id DESC",
        resident_id,
        resident_id,
        resident_id,
    )


async def incidents_of(agreement_id: int, *, today: date) -> list[dict[str, Any]]:
    """What hurt a service, the newest first, each with its `talk`."""
    found = await db.rows(f"{_INCIDENT} WHERE i.agreement = {{}} ORDER BY i.id DESC", agreement_id)
    return [_with_talk(row, today) for row in found]


def _with_talk(row: dict[str, Any], today: date) -> dict[str, Any]:
    talk = rules.talk_state(
        talk_by=row["talk_by"], talked_on=row["talked_on"], settled_on=row["settled_on"], today=today
    )
    return {**row, "talk": talk}


async def exchanges_of(agreement_id: int) -> list[dict[str, Any]]:
    """What was given, the newest first, with what was taken back."""
    return await db.rows(
        "SELECT x.id, x.given_by, x.what, x.minutes, x.given_on, x.voided_at, x.void_reason,"
        " u.display_name AS recorded_by FROM service_exchange AS x"
        " LEFT JOIN user_account AS u ON u.id = x.recorded_by WHERE x.agreement = {}"
        " ORDER BY x.given_on DESC, x.id DESC",
        agreement_id,
    )


def flow_among(exchanges: list[dict[str, Any]], *, today: date) -> Flow:
    """How often each side gave lately, as far as it stands."""
    given = [Given(row["given_by"], row["given_on"]) for row in exchanges if row["voided_at"] is None]
    return rules.flow_of(given, today=today)


async def current_hash(agreement: ServiceAgreement) -> str:
    """What a yes of today is bound to."""
    [found] = await db.rows(
        "SELECT COUNT(*) AS talks FROM service_incident WHERE agreement = {}", agreement.id
    )
    return rules.text_hash(
        agreement.service, agreement.giver_duties, agreement.receiver_duties, int(found["talks"])
    )


async def acceptances_of(agreement: ServiceAgreement) -> list[dict[str, Any]]:
    """Every yes, the newest first; `holds` says whether it is to the agreement as it stands."""
    current = await current_hash(agreement)
    found = await db.rows(
        "SELECT y.id, y.side, y.accepted_on, y.text_hash, u.display_name AS recorded_by FROM agreement_acceptance AS y"
        " LEFT JOIN user_account AS u ON u.id = y.recorded_by WHERE y.agreement = {} ORDER BY y.id DESC",
        agreement.id,
    )
    return [{**row, "holds": row["text_hash"] == current} for row in found]


async def talked_days(agreement_id: int) -> list[date | None]:
    """When each incident of a service was talked over; None for a talk that is still to come."""
    found = await db.rows("SELECT talked_on FROM service_incident WHERE agreement = {}", agreement_id)
    return [row["talked_on"] for row in found]


async def givers_since(community_id: int, since: date) -> list[int]:
    """The neighbours of a community who gave a service on or after a day."""
    found = await db.rows(
        "SELECT DISTINCT a.giver FROM service_exchange AS x JOIN service_agreement AS a ON a.id = x.agreement"
        " WHERE a.community = {} AND x.given_by = 'giver' AND x.given_on >= {} AND x.voided_at IS NULL",
        community_id,
        since,
    )
    return [row["giver"] for row in found]
