"""Reading a volunteer's own page: by its private link, and what is known of her service (S90)."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from incentives.reciprocity import own_rules as rules
from incentives.reciprocity.own_rules import Helped, LetterFacts, Role
from incentives.reciprocity.tables import OwnLink
from programs.residents.tables import Resident
from server.accounts.tables import Organisation
from server.lib import clock, db
from server.lib.ids import token_hash

_HELPED = (
    "SELECT a.id, a.title, a.held_on, a.volunteer_minutes, a.volunteers FROM attendance AS t"
    " JOIN activity AS a ON a.id = t.activity WHERE t.resident = {} AND t.role = 'volunteer'"
    " AND a.state = 'held' AND a.voided_at IS NULL ORDER BY a.held_on DESC, a.id DESC"
)
_GAVE = (
    "SELECT x.what, x.minutes, x.given_on, a.service FROM service_exchange AS x"
    " JOIN service_agreement AS a ON a.id = x.agreement WHERE x.voided_at IS NULL"
    " AND ((a.giver = {} AND x.given_by = 'giver') OR (a.receiver = {} AND x.given_by = 'receiver'))"
    " ORDER BY x.given_on DESC, x.id DESC"
)
_ROLES = (
    "SELECT t.position AS kind, g.name AS place, t.since, t.ended_on FROM group_leader AS t"
    ' JOIN community_group AS g ON g.id = t."group" WHERE t.resident = {}'
    " AND (t.ended_on IS NULL OR t.ended_on <> t.since)"
    " UNION ALL SELECT 'building_leader' AS kind, e.name || ' ' || b.name AS place, l.since, l.ended_on"
    " FROM building_leader AS l JOIN building AS b ON b.id = l.building JOIN estate AS e ON e.id = b.estate"
    " WHERE l.resident = {} AND (l.ended_on IS NULL OR l.ended_on <> l.since)"
    " UNION ALL SELECT 'community_leader' AS kind, c.name AS place, k.confirmed_on AS since, NULL AS ended_on"
    " FROM community_leader AS k JOIN community AS c ON c.id = k.community"
    " WHERE k.resident = {} AND k.confirmed_on IS NOT NULL"
)
_THANKED = (
    "SELECT h.name AS what, w.awarded_on AS day, 'honour' AS kind, w.code FROM award AS w"
    " JOIN nomination AS n ON n.id = w.nomination JOIN honour AS h ON h.id = n.honour"
    " WHERE n.resident = {} AND w.revoked_on IS NULL"
    " UNION ALL SELECT p.title AS what, p.shown_on AS day, 'publicity' AS kind, '' AS code FROM publicity_item AS p"
    " WHERE p.resident = {} AND p.voided_at IS NULL"
    " UNION ALL SELECT s.title AS what, s.published_on AS day, 'example' AS kind, '' AS code FROM role_model_story AS s"
    " WHERE s.resident = {} AND s.published_on IS NOT NULL AND s.taken_down_on IS NULL"
)
_HABITS = (
    "SELECT c.title, c.days, y.joined_on, y.completed_on, y.left_on,"
    " (SELECT COUNT(*) FROM habit_tick AS t WHERE t.entry = y.id AND t.done) AS ticks"
    " FROM habit_entry AS y JOIN habit_challenge AS c ON c.id = y.challenge"
    " WHERE y.resident = {} AND c.cancelled_on IS NULL ORDER BY y.id DESC"
)


class Deed(msgspec.Struct, frozen=True):
    """One thing that she did: what, on which day, and within which service for how long."""

    what: str
    on: date
    within: str = ""
    minutes: int | None = None


class Service(msgspec.Struct, frozen=True):
    """What a person has done for others: activities at which she helped, help that she gave, what she was."""

    activities: list[dict[str, Any]]
    given: list[dict[str, Any]]
    roles: list[Role]

    @property
    def helped(self) -> list[Helped]:
        return [
            Helped(row["held_on"], row["volunteer_minutes"], row["volunteers"]) for row in self.activities
        ]

    @property
    def deeds(self) -> list[Deed]:
        """All of it, the newest first."""
        found = [Deed(row["title"], row["held_on"]) for row in self.activities]
        found += [Deed(row["what"], row["given_on"], row["service"], row["minutes"]) for row in self.given]
        return sorted(found, key=lambda deed: deed.on, reverse=True)

    @property
    def minutes(self) -> int:
        return rules.minutes_of(self.helped) + sum(row["minutes"] or 0 for row in self.given)


async def person_at(token: str) -> Resident | None:
    """Whose the open link with this token is; None for a wrong, expired, closed or erased one alike."""
    wanted = token_hash(token)
    link = await OwnLink.objects().get(OwnLink.token_hash == wanted)
    if link is None or not rules.same_hash(link.token_hash, wanted):
        return None
    if not rules.opens(until=link.until, revoked_on=link.revoked_on, today=clock.today()):
        return None
    return await Resident.objects().get(
        (Resident.id == link.resident)
        & Resident.erased_at.is_null()
        & Resident.organisation.closed_at.is_null()
    )


async def service_of(resident_id: int) -> Service:
    """All that counts as her service."""
    roles = await db.rows(_ROLES, resident_id, resident_id, resident_id)
    return Service(
        activities=await db.rows(_HELPED, resident_id),
        given=await db.rows(_GAVE, resident_id, resident_id),
        roles=[
            Role(row["kind"], row["place"], _day(row["since"]), _day_or_none(row["ended_on"]))
            for row in sorted(roles, key=lambda row: str(row["since"]))
        ],
    )


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _day_or_none(value: Any) -> date | None:
    return None if value is None else _day(value)


async def facts_of(resident: Resident, service: Service) -> LetterFacts:
    """What a letter of today would say."""
    [place] = await db.rows("SELECT name FROM community WHERE id = {}", resident.community)
    organisation = await Organisation.objects().get(Organisation.id == resident.organisation)
    days = [row["held_on"] for row in service.activities] + [row["given_on"] for row in service.given]
    since, until = rules.span_of(days, service.roles, today=clock.today())
    return LetterFacts(
        name=resident.name,
        community=place["name"],
        organisation=organisation.name if organisation else "",
        since=since,
        until=until,
        minutes=service.minutes,
        activities=len(service.activities),
        services=tuple(dict.fromkeys(row["service"] for row in service.given)),
        roles=tuple(service.roles),
    )


async def thanks_of(resident_id: int) -> list[dict[str, Any]]:
    """How she was thanked, the newest first: honours that stand, where she was shown, her story. No talk of care."""
    found = await db.rows(_THANKED, resident_id, resident_id, resident_id)
    rows = [{**row, "day": _day(row["day"])} for row in found]
    return sorted(rows, key=lambda row: row["day"], reverse=True)


async def habits_of(resident_id: int) -> list[dict[str, Any]]:
    """The habits that she took on, with how many days she kept."""
    return await db.rows(_HABITS, resident_id)


async def ratings_of(resident_id: int) -> list[dict[str, Any]]:
    """What she said it means to her, in time."""
    return await db.rows(
        "SELECT id, rated_on, rating, note FROM meaning_rating WHERE resident = {} ORDER BY rated_on, id",
        resident_id,
    )


async def corrections_of(resident_id: int) -> list[dict[str, Any]]:
    """What she asked to be corrected, and the answers, the newest first."""
    found = await db.rows(
        "SELECT id, text, asked_on, corrected, answer, answered_on FROM correction_request WHERE resident = {}"
        " ORDER BY id DESC",
        resident_id,
    )
    return [{**row, "due_on": rules.due_on(row["asked_on"])} for row in found]


async def letters_of(resident_id: int) -> list[dict[str, Any]]:
    """Her service letters, the newest first."""
    return await db.rows(
        "SELECT id, code, issued_on, revoked_on, revoke_reason FROM service_letter WHERE resident = {}"
        " ORDER BY id DESC",
        resident_id,
    )


async def link_of(resident_id: int) -> dict[str, Any] | None:
    """The link that opens a person's own page today, if there is one."""
    found = await db.rows(
        "SELECT id, made_on, until FROM own_link WHERE resident = {} AND revoked_on IS NULL AND until >= {}"
        " ORDER BY id DESC LIMIT 1",
        resident_id,
        clock.today(),
    )
    return found[0] if found else None
