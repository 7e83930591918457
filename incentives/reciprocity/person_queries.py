"""What this room knows of one person: for her way up the ladder, and for the copy that she may ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

from incentives.reciprocity.agreement_queries import agreements_of, incidents_of
from incentives.reciprocity.choices import FEELINGS, INCIDENTS, STATES
from incentives.reciprocity.decision_queries import decisions_of
from incentives.reciprocity.leader_queries import (
    declarations_of,
    load_checks_of,
    pressures_of,
    support_for,
)
from incentives.reciprocity.leader_schemas import HEAVINESS, PRESSURES
from incentives.reciprocity.own_queries import corrections_of, letters_of, ratings_of
from programs.residents.ladder_queries import LadderAct
from programs.residents.own_queries import OwnLine
from programs.residents.tables import LadderStep
from server.lib import clock, db
from server.lib.i18n import _, m

_SERVICE = m("Services between neighbours")
_OWN = m("The own page")
_LEADING = m("Standing by leaders")


async def acts_of(resident_id: int) -> list[LadderAct]:
    """What shows that a resident helps: each service in which she gave something (S28, S86)."""
    found = await db.rows(
        "SELECT a.id, a.service, a.program, MIN(x.given_on) AS day FROM service_agreement AS a"
        " JOIN service_exchange AS x ON x.agreement = a.id AND x.given_by = 'giver' AND x.voided_at IS NULL"
        " WHERE a.giver = {} GROUP BY a.id, a.service, a.program ORDER BY a.id",
        resident_id,
    )
    return [
        LadderAct(
            step=LadderStep.helps,
            on=date.fromisoformat(str(row["day"])),  # a day out of MIN is text on SQLite
            title=row["service"],
            href=f"/desk/agreements/{row['id']}",
            source_kind="service_agreement",
            source_id=row["id"],
            program=row["program"],
        )
        for row in found
    ]


async def held_of(resident_id: int) -> list[OwnLine]:
    """All that is kept here of a person, for her own copy (PIPL article 45)."""
    return [*await _services(resident_id), *await _own(resident_id), *await _leading(resident_id)]


async def _services(resident_id: int) -> list[OwnLine]:
    lines = []
    for row in await agreements_of(resident_id):
        sides = f"{row['giver_name']} → {row['receiver_name']}"
        lines.append(OwnLine(_SERVICE, f"{row['service']} ({sides})", STATES[row["state"]], row["starts_on"]))
        lines.append(OwnLine(_SERVICE, m("Duties of who gives"), row["giver_duties"]))
        lines.append(OwnLine(_SERVICE, m("Duties of who receives"), row["receiver_duties"]))
        if resident_id in {row["giver"], row["receiver"]}:  # who only lives there was not part of it
            lines += await _incidents(row, gives=resident_id == row["giver"])
    return lines


async def _incidents(agreement: dict[str, Any], *, gives: bool) -> list[OwnLine]:
    return [
        OwnLine(_SERVICE, INCIDENTS[row["kind"]], _told(row, gives=gives), row["happened_on"])
        for row in await incidents_of(agreement["id"], today=clock.today())
    ]


def _told(incident: dict[str, Any], *, gives: bool) -> str:
    """What was noted of an incident; how it felt is told to her alone who gives the service."""
    feeling = str(FEELINGS[incident["feeling"]]) if gives and incident["feeling"] else ""
    return " · ".join(part for part in (incident["what"], feeling, incident["talk_note"]) if part)


async def _own(resident_id: int) -> list[OwnLine]:
    lines = [
        OwnLine(
            _OWN,
            m("What it means to me"),
            " · ".join(filter(None, (str(row["rating"]), row["note"]))),
            row["rated_on"],
        )
        for row in await ratings_of(resident_id)
    ]
    for row in await corrections_of(resident_id):
        lines.append(OwnLine(_OWN, row["text"], row["answer"], row["asked_on"]))
    lines += [
        OwnLine(_OWN, m("Service letter"), row["code"], row["issued_on"])
        for row in await letters_of(resident_id)
    ]
    return lines


async def _leading(resident_id: int) -> list[OwnLine]:
    lines = []
    for row in await declarations_of(resident_id):
        says = _(
            "contracts with relatives: %(contracts)s, paid posts: %(posts)s",
            contracts=row["contracts_with_relatives"],
            posts=row["paid_posts"],
        )
        lines.append(
            OwnLine(
                _LEADING, m("Declaration of interests"), f"{says} {row['note']}".strip(), row["declared_on"]
            )
        )
    for row in await decisions_of(resident_id):
        lines.append(OwnLine(_LEADING, m("Decision"), row["what"], row["decided_on"]))
    for row in await pressures_of(resident_id):
        says = f"{row['what']} {row['clarification']}".strip()
        lines.append(OwnLine(_LEADING, PRESSURES[row["kind"]], says, row["happened_on"]))
    for row in await load_checks_of(resident_id):
        lines.append(OwnLine(_LEADING, HEAVINESS[row["heaviness"]], row["note"], row["checked_on"]))
    for row in await support_for(resident_id):
        lines.append(OwnLine(_LEADING, row["title"], row["done_note"], row["due_on"]))
    return lines
