"""Services between neighbours: drafted, accepted by both sides, changed, ended (S86)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from incentives.reciprocity import agreement_queries as queries
from incentives.reciprocity import agreement_rules as rules
from incentives.reciprocity import proof_actions as proof
from incentives.reciprocity.agreement_schemas import Accepted, EditedAgreement, EndedAgreement, NewAgreement
from incentives.reciprocity.choices import GIVER_DUTIES, RECEIVER_DUTIES
from incentives.reciprocity.tables import Acceptance, ServiceAgreement, ServiceIncident
from programs.communities.tables import Community
from programs.method.queries import check_program
from programs.residents.key_actions import record_about
from programs.residents.ladder_follow_actions import acts_change
from programs.residents.place_queries import access_household, people_behind
from programs.residents.queries import resident_by_label, residents_by_ids
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day, check_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.records import changed_fields, check_version, next_version

# Duties are written in people's own words: the log says that they changed, the record says to what.
_OWN_WORDS = frozenset({"service", "giver_duties", "receiver_duties"})
_TEXT = ("service", "giver_duties", "receiver_duties")


async def draft(community: Community, data: NewAgreement, *, actor: Actor) -> int:
    """Write down a service to agree on; the id of the agreement."""
    check_planned_day(data.starts_on, field="starts_on")
    await check_program(data.program, community_id=community.id, actor=actor)
    giver_duties = rules.duties_of((str(GIVER_DUTIES[key]) for key in data.giver_ticked), data.giver_duties)
    receiver_duties = rules.duties_of(
        (str(RECEIVER_DUTIES[key]) for key in data.receiver_ticked), data.receiver_duties
    )
    _refuse(rules.refuse_duties(giver_duties, receiver_duties))
    async with write_transaction():
        giver, receiver = await _sides(community, data, actor=actor)
        agreement = ServiceAgreement(
            organisation=actor.organisation_id,
            community=community.id,
            program=data.program,
            giver=giver,
            receiver=receiver,
            household=data.household,
            service=data.service,
            giver_duties=giver_duties,
            receiver_duties=receiver_duties,
            starts_on=data.starts_on,
            created_at=clock.now(),
        )
        await agreement.save()
        await record("agreement.drafted", agreement, actor=actor)
        return int(agreement.id)


async def _sides(community: Community, data: NewAgreement, *, actor: Actor) -> tuple[int, int | None]:
    giver = data.giver or await resident_by_label(community.id, data.giver_name, field="giver_name")
    receiver = data.receiver or await resident_by_label(
        community.id, data.receiver_name, field="receiver_name"
    )
    _refuse(rules.refuse_sides(giver=giver, receiver=receiver, household=data.household))
    assert giver is not None
    for person, field in ((giver, "giver_name"), (receiver, "receiver_name")):
        if person is not None:
            [card] = await residents_by_ids(actor, [person], community.id, field=field)
            if card["moved_away_on"] is not None:
                raise Refused("agreements.moved_away", field=field, name=card["name"])
    if data.household is not None:
        household = await access_household(actor, data.household)
        if household.community != community.id:
            raise NotFound
        if giver in {person["id"] for person in await people_behind(household.id)}:
            raise Refused("agreements.gives_herself", field="giver_name")
    return giver, receiver


async def edit(agreement: ServiceAgreement, data: EditedAgreement, *, actor: Actor) -> int:
    """Save an agreement; a changed text stands as a draft until both sides accept it. Refused as stale when saved since."""
    check_planned_day(data.starts_on, field="starts_on")
    await check_program(data.program, community_id=agreement.community, actor=actor)
    giver_duties, receiver_duties = (
        rules.duties_of((), text) for text in (data.giver_duties, data.receiver_duties)
    )
    _refuse(rules.refuse_duties(giver_duties, receiver_duties))
    new: dict[str, Any] = {
        "service": data.service,
        "giver_duties": giver_duties,
        "receiver_duties": receiver_duties,
        "program": data.program,
        "starts_on": data.starts_on,
    }
    async with write_transaction():
        agreement = await lock(agreement)
        check_version(agreement, data.version, new)
        if code := rules.refuse_edit(agreement.state):
            raise Refused(code)
        changes, before = changed_fields(agreement, new), agreement.program
        if not changes:
            return int(agreement.id)
        if agreement.state == rules.ACTIVE and any(name in changes for name in _TEXT):
            new["state"] = rules.DRAFT
        since = await _active_since(agreement)
        act = (proof.AGREEMENT, agreement.id)
        async with acts_change(act, people=[agreement.giver], actor=actor):
            await ServiceAgreement.update(next_version(agreement, new)).where(
                ServiceAgreement.id == agreement.id
            )
        agreement = await lock(agreement)
        if before != agreement.program:
            await proof.move_all(agreement, before, since, actor=actor)
        elif "state" in new:
            await proof.take_back(proof.AGREEMENT, agreement.id, before, actor=actor)
        kept = {name: None if name in _OWN_WORDS else pair for name, pair in changes.items()}
        await record("agreement.edited", agreement, actor=actor, changes=kept)
        # The words to which both said yes are back: nobody can say yes to them twice.
        if agreement.state == rules.DRAFT and rules.is_agreed(await _sides_behind(agreement)):
            await _begin(agreement, actor=actor)
        return int(agreement.id)


async def accept(agreement: ServiceAgreement, data: Accepted, *, actor: Actor) -> int:
    """Note one side's yes to the text as it stands; with the second one the service runs. The agreement's id."""
    check_past_day(data.accepted_on, field="accepted_on")
    async with write_transaction():
        agreement = await lock(agreement)
        standing = await _sides_behind(agreement)
        code = rules.refuse_acceptance(
            agreement.state,
            data.side,
            standing,
            on=data.accepted_on,
            talked=await queries.talked_days(agreement.id),
        )
        if code:
            raise Refused(code, field="accepted_on" if code == "agreements.accepted_before_talk" else None)
        await Acceptance(
            organisation=actor.organisation_id,
            agreement=agreement.id,
            side=data.side,
            accepted_on=data.accepted_on,
            text_hash=await queries.current_hash(agreement),
            recorded_by=actor.user_id,
            created_at=clock.now(),
        ).save()
        await record("agreement.accepted", agreement, actor=actor, changes={"side": [None, data.side]})
        if rules.is_agreed([*standing, data.side]):
            await _begin(agreement, actor=actor)
        return int(agreement.id)


async def _sides_behind(agreement: ServiceAgreement) -> list[str]:
    """Which sides have said yes to the text as it stands."""
    return [row["side"] for row in await queries.acceptances_of(agreement) if row["holds"]]


async def _begin(agreement: ServiceAgreement, *, actor: Actor) -> None:
    """Both said yes: the service runs (again), and what hurt it is settled."""
    await ServiceAgreement.update(
        {ServiceAgreement.state: rules.ACTIVE, ServiceAgreement.version: agreement.version + 1}
    ).where(ServiceAgreement.id == agreement.id)
    await settle(agreement, await _active_since(agreement), actor=actor)
    await proof.of_agreement(agreement, await _active_since(agreement), actor=actor)


async def settle(agreement: ServiceAgreement, day: date, *, actor: Actor) -> None:
    """What hurt a service weighs on it no longer, in the caller's transaction."""
    unsettled = await ServiceIncident.objects().where(
        (ServiceIncident.agreement == agreement.id) & ServiceIncident.settled_on.is_null()
    )
    for incident in unsettled:
        await ServiceIncident.update(
            {ServiceIncident.settled_on: day, ServiceIncident.version: incident.version + 1}
        ).where(ServiceIncident.id == incident.id)
        await proof.take_back(proof.INCIDENT, incident.id, agreement.program, actor=actor)


async def _active_since(agreement: ServiceAgreement) -> date:
    """The day of the later yes to the text as it stands; the first day of the service while there is none."""
    days = [row["accepted_on"] for row in await queries.acceptances_of(agreement) if row["holds"]]
    return max(days, default=agreement.starts_on)


async def end(agreement: ServiceAgreement, data: EndedAgreement, *, actor: Actor) -> int:
    """End a service with a reason. What was given stays counted; a talk that was to come is no longer awaited."""
    check_past_day(data.ended_on, field="ended_on")
    async with write_transaction():
        agreement = await lock(agreement)
        if agreement.state == rules.ENDED:
            raise Refused("agreements.over")
        if agreement.state != rules.DRAFT and data.ended_on < agreement.starts_on:
            raise Refused("agreements.ended_before_start", field="ended_on")
        await close(agreement, data.ended_on, data.reason, actor=actor)
        return int(agreement.id)


async def close(agreement: ServiceAgreement, day: date, reason: str, *, actor: Actor) -> None:
    """End a service in the caller's transaction."""
    await ServiceAgreement.update(
        {
            ServiceAgreement.state: rules.ENDED,
            ServiceAgreement.ended_on: day,
            ServiceAgreement.end_reason: reason,
            ServiceAgreement.version: agreement.version + 1,
        }
    ).where(ServiceAgreement.id == agreement.id)
    await settle(agreement, day, actor=actor)
    await proof.take_back(proof.AGREEMENT, agreement.id, agreement.program, actor=actor)
    changes = {"state": [agreement.state, rules.ENDED]}
    await record("agreement.ended", agreement, actor=actor, changes=changes, reason=reason)


def _refuse(fault: tuple[str, str] | None) -> None:
    if fault:
        raise Refused(fault[1], field=fault[0])


async def record(
    action: str,
    agreement: ServiceAgreement,
    *,
    actor: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """The log's entry about a service, sealed under the key of who gives it."""
    await record_about(
        action,
        "service_agreement",
        agreement.id,
        resident_id=agreement.giver,
        actor=actor,
        program_id=agreement.program,
        changes=changes,
        reason=reason,
    )
