"""Asking neighbours to stand for a building, appointing them, ending their terms."""

from __future__ import annotations

from datetime import date

from programs.bodies import queries, rules
from programs.bodies.schemas import EndedTerm, NewLeader, NewRecruit
from programs.bodies.tables import BuildingLeader, Recruit
from programs.communities.queries import check_building
from programs.communities.tables import Building, Community
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.queries import check_program
from programs.residents.ladder_follow_actions import acts_change
from programs.residents.queries import resident_by_label, residents_by_ids
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day, check_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def _person(community_id: int, resident: int | None, who: str | None, actor: Actor) -> int:
    found = resident or await resident_by_label(community_id, who, field="who")
    if found is None:
        raise Refused("bodies.no_person", field="who")
    await residents_by_ids(actor, [found], community_id)
    return found


async def note_recruit(community: Community, data: NewRecruit, *, actor: Actor) -> int:
    """Note a step of a resident on the way to standing for a building; the id of its row."""
    check_past_day(data.reached_on, field="reached_on")
    await check_building(community.id, data.building)
    async with write_transaction():
        community = await lock(community)
        resident = await _person(community.id, data.resident, data.who, actor)
        if code := rules.refuse_step(await queries.step_of(resident), data.step):
            raise Refused(code, field="step")
        return await _take_step(
            community.id, resident, data.step, data.reached_on, data.building, data.note or "", actor=actor
        )


async def _take_step(
    community_id: int,
    resident: int,
    step: str,
    day: date,
    building: int | None,
    note: str,
    *,
    actor: Actor,
) -> int:
    recruit = Recruit(
        organisation=actor.organisation_id,
        community=community_id,
        resident=resident,
        building=building,
        step=step,
        reached_on=day,
        note=note,
        recorded_by=actor.user_id,
        created_at=clock.now(),
    )
    await recruit.save()
    await audit.record("recruit.noted", "resident", resident, actor=actor)
    return recruit.id


async def appoint(building: Building, data: NewLeader, *, actor: Actor) -> int:
    """Make a resident the leader of a building from a day; the id of the term."""
    check_planned_day(data.since, field="since")
    await check_program(data.program, community_id=building.community, actor=actor)
    async with write_transaction():
        building = await lock(building)
        resident = await _person(building.community, data.resident, data.who, actor)
        if await BuildingLeader.exists().where(
            (BuildingLeader.building == building.id) & BuildingLeader.ended_on.is_null()
        ):
            raise Refused("bodies.has_leader")
        term = BuildingLeader(
            organisation=actor.organisation_id,
            community=building.community,
            building=building.id,
            resident=resident,
            since=data.since,
            appointed_by=actor.user_id,
            created_at=clock.now(),
        )
        await term.save()
        await _take_step(
            building.community, resident, "building_leader", data.since, building.id, "", actor=actor
        )
        await ledger.record(
            [Entry(Kind.BUILDING_LEADER, data.since, 1, people=(resident,))],
            program_id=data.program,
            source_kind="building_leader",
            source_id=term.id,
            actor=actor,
        )
        await audit.record(
            "building_leader.appointed", "building_leader", term.id, actor=actor, program_id=data.program
        )
        return term.id


async def end_term(term: BuildingLeader, data: EndedTerm, *, actor: Actor) -> int:
    """End a term with the reason. She stays a volunteer, and no longer counts as in place (as S77 for group leaders)."""
    check_past_day(data.ended_on, field="ended_on")
    async with write_transaction():
        term = await lock(term)
        if term.ended_on is not None:
            raise Refused("bodies.term_ended")
        if code := rules.refuse_end(term.since, data.ended_on):
            raise Refused(code, field="ended_on")
        async with acts_change(
            ("building_leader", term.id), people=[term.resident], actor=actor, reason=data.reason
        ):
            await BuildingLeader.update(
                {
                    BuildingLeader.ended_on: data.ended_on,
                    BuildingLeader.end_reason: data.reason,
                    BuildingLeader.version: term.version + 1,
                }
            ).where(BuildingLeader.id == term.id)
        await _take_step(
            term.community, term.resident, "volunteer", data.ended_on, term.building, "", actor=actor
        )
        program = await queries.program_of_term(term.id)
        await ledger.reverse(
            program_id=program, source_kind="building_leader", source_id=term.id, actor=actor
        )
        await audit.record(
            "building_leader.ended",
            "building_leader",
            term.id,
            actor=actor,
            program_id=program,
            changes={"ended_on": [None, data.ended_on.isoformat()]},
            reason=data.reason,
        )
        return term.id
