"""What services between neighbours prove. Each row of evidence rests on one record and goes when it goes."""

from __future__ import annotations

from datetime import date

from incentives.reciprocity.tables import Exchange, ServiceAgreement, ServiceIncident
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from server.lib.actor import Actor

AGREEMENT, EXCHANGE, INCIDENT, DECISION = (
    "service_agreement",
    "service_exchange",
    "service_incident",
    "leader_decision",
)


async def of_agreement(agreement: ServiceAgreement, day: date, *, actor: Actor) -> None:
    """Both sides have accepted a service, as of that day."""
    await ledger.record(
        [Entry(Kind.AGREEMENT_ACTIVE, day, 1)],
        program_id=agreement.program,
        source_kind=AGREEMENT,
        source_id=agreement.id,
        actor=actor,
    )


async def of_exchange(exchange: Exchange, program_id: int | None, *, actor: Actor) -> None:
    """Something was given; what took no time proves no minutes."""
    await ledger.record(
        [Entry(Kind.SERVICE_GIVEN, exchange.given_on, exchange.minutes or 0, exchange.given_by)],
        program_id=program_id,
        source_kind=EXCHANGE,
        source_id=exchange.id,
        actor=actor,
    )


async def of_incident(incident: ServiceIncident, program_id: int | None, *, actor: Actor) -> None:
    """A service was hurt, and it is not settled."""
    await ledger.record(
        [Entry(Kind.SERVICE_INCIDENT, incident.happened_on, 1)],
        program_id=program_id,
        source_kind=INCIDENT,
        source_id=incident.id,
        actor=actor,
    )


async def take_back(source_kind: str, source_id: int, program_id: int | None, *, actor: Actor) -> None:
    """What rested on one record counts no longer."""
    await ledger.reverse(program_id=program_id, source_kind=source_kind, source_id=source_id, actor=actor)


async def move_all(
    agreement: ServiceAgreement, before: int | None, active_since: date, *, actor: Actor
) -> None:
    """A service belongs to another program now, and all that it proves."""
    await take_back(AGREEMENT, agreement.id, before, actor=actor)
    if agreement.state == "active":
        await of_agreement(agreement, active_since, actor=actor)
    given = await Exchange.objects().where(
        (Exchange.agreement == agreement.id) & Exchange.voided_at.is_null()
    )
    for exchange in given:
        await take_back(EXCHANGE, exchange.id, before, actor=actor)
        await of_exchange(exchange, agreement.program, actor=actor)
    unsettled = await ServiceIncident.objects().where(
        (ServiceIncident.agreement == agreement.id) & ServiceIncident.settled_on.is_null()
    )
    for incident in unsettled:
        await take_back(INCIDENT, incident.id, before, actor=actor)
        await of_incident(incident, agreement.program, actor=actor)
