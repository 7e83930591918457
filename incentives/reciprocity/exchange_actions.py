"""What is given and what comes back, and what happens when a service is hurt (S86)."""

from __future__ import annotations

from incentives.reciprocity import agreement_rules as rules
from incentives.reciprocity import proof_actions as proof
from incentives.reciprocity.agreement_actions import record
from incentives.reciprocity.agreement_schemas import NewExchange, NewIncident, Talked, VoidedExchange
from incentives.reciprocity.tables import Exchange, ServiceAgreement, ServiceIncident
from programs.residents.ladder_follow_actions import acts_change
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day, check_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def note_exchange(agreement: ServiceAgreement, data: NewExchange, *, actor: Actor) -> int:
    """Note that one side gave something; its id. Refused unless the service runs."""
    check_past_day(data.given_on, field="given_on")
    async with write_transaction():
        # Locked, so that nothing slips in while an incident pauses the service.
        agreement = await lock(agreement)
        code = rules.refuse_exchange(agreement.state, on=data.given_on, starts_on=agreement.starts_on)
        if code:
            raise Refused(code, field="given_on" if code == "agreements.given_before_start" else None)
        exchange = Exchange(
            organisation=actor.organisation_id,
            agreement=agreement.id,
            given_by=data.given_by,
            what=data.what,
            minutes=data.minutes,
            given_on=data.given_on,
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await exchange.save()
        await proof.of_exchange(exchange, agreement.program, actor=actor)
        await record("exchange.noted", agreement, actor=actor, changes={"side": [None, data.given_by]})
        return int(exchange.id)


async def void_exchange(
    exchange: Exchange, agreement: ServiceAgreement, data: VoidedExchange, *, actor: Actor
) -> int:
    """Take back a note of something given, with a reason; the agreement's id."""
    async with write_transaction():
        agreement = await lock(agreement)
        exchange = await lock(exchange)
        if exchange.voided_at is not None:
            raise Refused("agreements.exchange_voided")
        act = (proof.AGREEMENT, agreement.id)
        async with acts_change(act, people=[agreement.giver], actor=actor, reason=data.reason):
            await Exchange.update({Exchange.voided_at: clock.now(), Exchange.void_reason: data.reason}).where(
                Exchange.id == exchange.id
            )
        await proof.take_back(proof.EXCHANGE, exchange.id, agreement.program, actor=actor)
        await record("exchange.voided", agreement, actor=actor, reason=data.reason)
        return int(agreement.id)


async def note_incident(agreement: ServiceAgreement, data: NewIncident, *, actor: Actor) -> int:
    """Note what hurt a service: it rests at once, and a talk is to come. The incident's id."""
    check_past_day(data.happened_on, field="happened_on")
    check_planned_day(data.talk_by, field="talk_by")
    if data.talk_by < data.happened_on:
        raise Refused("agreements.talked_too_early", field="talk_by")
    async with write_transaction():
        agreement = await lock(agreement)
        if code := rules.refuse_incident(agreement.state):
            raise Refused(code)
        incident = ServiceIncident(
            organisation=actor.organisation_id,
            agreement=agreement.id,
            kind=data.kind,
            happened_on=data.happened_on,
            what=data.what,
            feeling=data.feeling,
            talk_with=data.talk_with,
            talk_by=data.talk_by,
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await incident.save()
        await ServiceAgreement.update(
            {ServiceAgreement.state: rules.PAUSED, ServiceAgreement.version: agreement.version + 1}
        ).where(ServiceAgreement.id == agreement.id)
        await proof.take_back(proof.AGREEMENT, agreement.id, agreement.program, actor=actor)
        await proof.of_incident(incident, agreement.program, actor=actor)
        await record("agreement.paused", agreement, actor=actor, changes={"kind": [None, data.kind]})
        return int(incident.id)


async def note_talk(
    incident: ServiceIncident, agreement: ServiceAgreement, data: Talked, *, actor: Actor
) -> int:
    """Write down the talk; now both sides may accept again. The agreement's id."""
    check_past_day(data.talked_on, field="talked_on")
    async with write_transaction():
        agreement = await lock(agreement)
        incident = await lock(incident)
        if agreement.state == rules.ENDED:
            raise Refused("agreements.over")
        if incident.talked_on is not None:
            raise Refused("agreements.talked_already")
        if data.talked_on < incident.happened_on:
            raise Refused("agreements.talked_too_early", field="talked_on")
        await ServiceIncident.update(
            {
                ServiceIncident.talked_on: data.talked_on,
                ServiceIncident.talk_note: data.talk_note,
                ServiceIncident.version: incident.version + 1,
            }
        ).where(ServiceIncident.id == incident.id)
        await record("agreement.talked", agreement, actor=actor)
        return int(agreement.id)
