"""Noting visits to doors, looking into them, and taking them back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from programs.communities.queries import check_building
from programs.communities.tables import Community
from programs.method import ledger
from programs.method.ledger import Entry
from programs.method.queries import check_program
from programs.residents.ladder_follow_actions import acts_change
from programs.residents.place_actions import household_of
from programs.residents.queries import resident_by_label, residents_by_ids
from programs.residents.rules import DOOR_LENGTH, door_of
from programs.visits import door_rows, procedure_actions, procedure_queries
from programs.visits import door_rules as rules
from programs.visits.door_schemas import Debrief, NewConcern, NewVisit, VoidedVisit
from programs.visits.tables import Visit, VisitCause, VisitConcern
from server import audit
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.checks import check_past_day, check_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def log_visit(community: Community, data: NewVisit, *, actor: Actor) -> int:
    """Note one visit, call, talk or letter outside of rounds; the id of its row."""
    check_past_day(data.visited_on, field="visited_on")
    check_planned_day(data.again_on, field="again_on")
    await check_building(community.id, data.building)
    await check_program(data.program, community_id=community.id, actor=actor)
    async with write_transaction():
        resident = data.resident or await resident_by_label(community.id, data.who, field="who")
        people = [one for one in (resident, data.companion) if one is not None]
        await residents_by_ids(actor, people, community.id)
        procedure = (
            await procedure_actions.version_for(data.scenario, actor=actor) if data.mode == "door" else None
        )
        version = await procedure_queries.version_by_id(procedure)
        refuse_outcome(version["steps"] if version else [], data)
        if data.causes and (code := rules.refuse_causes(data.causes, outcome=data.outcome)):
            raise Refused(code, field="causes")
        if not 0 < len(door_of(data.door)) <= DOOR_LENGTH:
            raise Refused("residents.door_too_long", field="door")
        household = await household_of(community.id, data.building, data.door, actor=actor)
        values = {
            **_common(community.id, data, actor),
            "household": household,
            "resident": resident,
            "procedure_version": procedure,
            "visitor_account": actor.user_id,
            "visitor_name": actor.name,
            "companion": data.companion,
            "companion_kind": data.companion_kind,
        }
        [visit_id] = await door_rows.insert([{**values, **door_rows.columns_of(data)}])
        await _add_causes([visit_id], data.causes, "", actor=actor)
        await door_rows.add_concerns({visit_id: data}, actor=actor)
        await prove({visit_id: (data.mode, data, resident)}, data.program, data.visited_on, actor=actor)
        await audit.record("door_visit.logged", "door_visit", visit_id, actor=actor, program_id=data.program)
        return visit_id


def _common(community_id: int, data: NewVisit, actor: Actor) -> dict[str, Any]:
    return {
        "organisation": actor.organisation_id,
        "community": community_id,
        "program": data.program,
        "building": data.building,
        "round": None,
        "scenario": data.scenario,
        "purpose": data.purpose,
        "mode": data.mode,
        "visited_on": data.visited_on,
        "visitor_resident": None,
        "recorded_by": actor.user_id,
        "created_at": clock.now(),
    }


def refuse_outcome(steps: list[dict[str, Any]], data: Any) -> None:
    """Raise Refused when an outcome lacks the agreed day, or an opened door its compulsory steps (S02)."""
    if code := rules.refuse_again(outcome=data.outcome, has_day=data.again_on is not None):
        raise Refused(code, field="again_on")
    code = rules.refuse_unticked(
        steps, data.steps_done, outcome=data.outcome, skip_reason=data.skip_reason or ""
    )
    if code:
        numbers = rules.missing_steps(steps, data.steps_done)
        raise Refused(code, field="steps_done", steps=" · ".join(steps[n - 1]["text"] for n in numbers))


async def prove(
    visits: dict[int, tuple[str, Any, int | None]], program_id: int | None, day: date, *, actor: Actor
) -> None:
    """Enter visits into the ledger: by id, the mode, what came of it and the resident when one is known."""
    await ledger.record_many(
        {
            visit_id: [
                Entry(
                    kind, day, quantity, facet, (resident,) if resident and data.outcome == "opened" else ()
                )
                for kind, quantity, facet in rules.proofs(
                    mode=mode, outcome=data.outcome, concerns=door_rows.concerns_in(data)
                )
            ]
            for visit_id, (mode, data, resident) in visits.items()
        },
        program_id=program_id,
        source_kind="door_visit",
        actor=actor,
    )


async def void_visit(visit: Visit, data: VoidedVisit, *, actor: Actor) -> int:
    """Take a visit back: it stays to be read, with the reason, and proves nothing any more."""
    async with write_transaction():
        visit = await lock(visit)
        if visit.voided_at is not None:
            raise Refused("visits.door_voided")
        await take_back([visit], data.reason, actor=actor)
        await audit.record(
            "door_visit.voided",
            "door_visit",
            visit.id,
            actor=actor,
            program_id=visit.program,
            reason=data.reason,
        )
        return visit.id


async def take_back(visits: list[Visit], reason: str, *, actor: Actor) -> None:
    """Void visits and reverse what they proved, within another action's transaction."""
    ids = [visit.id for visit in visits]
    acts = {("door_visit", visit.id) for visit in visits} | {("round", visit.round) for visit in visits}
    people = [one for visit in visits for one in (visit.resident, visit.visitor_resident, visit.companion)]
    async with acts_change(*acts, people=people, actor=actor, reason=reason):
        await Visit.update({Visit.voided_at: clock.now(), Visit.void_reason: reason}).where(
            Visit.id.is_in(ids)
        )
        for visit in visits:
            await ledger.reverse(
                program_id=visit.program, source_kind="door_visit", source_id=visit.id, actor=actor
            )


async def debrief(visit: Visit, data: Debrief, *, actor: Actor) -> int:
    """Say why a door stayed shut, the inner cause first (S03); replaces what was said before."""
    async with write_transaction():
        visit = await lock(visit)
        if visit.voided_at is not None:
            raise Refused("visits.door_voided")
        await debrief_all([visit], data.causes, data.note or "", actor=actor)
        await audit.record(
            "door_visit.debriefed", "door_visit", visit.id, actor=actor, program_id=visit.program
        )
        return visit.id


async def debrief_all(visits: list[Visit], causes: Iterable[str], note: str, *, actor: Actor) -> None:
    """The same causes for some visits, within another action's transaction."""
    codes = list(dict.fromkeys(causes))
    for visit in visits:
        if code := rules.refuse_causes(codes, outcome=visit.outcome):
            raise Refused(code, field="causes")
    ids = [visit.id for visit in visits]
    await VisitCause.delete().where(VisitCause.visit.is_in(ids))
    await _add_causes(ids, codes, note, actor=actor)


async def _add_causes(visit_ids: list[int], codes: Iterable[str], note: str, *, actor: Actor) -> None:
    values: list[Any] = []
    for visit_id in visit_ids:
        for code in dict.fromkeys(codes):
            values += [actor.organisation_id, visit_id, code, note, actor.user_id, clock.now()]
    if values:
        await db.execute(
            "INSERT INTO visit_cause (organisation, visit, code, note, recorded_by, created_at) VALUES "
            + db.tuples(len(values) // 6, 6),
            *values,
        )


async def note_concern(visit: Visit, data: NewConcern, *, actor: Actor) -> int:
    """Note what a household cares about, after the visit; the id of the concern."""
    async with write_transaction():
        visit = await lock(visit)
        if visit.voided_at is not None:
            raise Refused("visits.door_voided")
        concern = VisitConcern(
            organisation=actor.organisation_id,
            visit=visit.id,
            text=data.text,
            benefit=data.benefit,
            created_at=clock.now(),
        )
        await concern.save()
        await ledger.record(
            [Entry(rules.Kind.CONCERN_HEARD, visit.visited_on, 1)],
            program_id=visit.program,
            source_kind="door_visit",
            source_id=visit.id,
            actor=actor,
        )
        await audit.record(
            "door_visit.concern_noted", "door_visit", visit.id, actor=actor, program_id=visit.program
        )
        return concern.id
