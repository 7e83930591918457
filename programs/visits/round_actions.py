"""Planning rounds, noting their doors, and ending them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from programs.communities.tables import Building
from programs.method.queries import check_program
from programs.residents.queries import resident_by_label, residents_by_ids
from programs.visits import (
    door_actions,
    door_rows,
    procedure_actions,
    procedure_queries,
    round_queries,
)
from programs.visits import round_rules as rules
from programs.visits.door_schemas import Knock, RoundDebrief, TappedDoors, UndoneTap
from programs.visits.round_schemas import CancelledRound, ClosedRound, EditedRound, NewRound, RoundFields
from programs.visits.tables import Round, RoundDoor, Visit
from server import audit
from server.accounts.queries import colleague_options
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day, check_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused


async def plan_round(building: Building, data: NewRound, *, actor: Actor) -> int:
    """Plan a walk from door to door of a building; the id of its row."""
    check_planned_day(data.planned_on, field="planned_on")
    await check_program(data.program, community_id=building.community, actor=actor)
    async with write_transaction():
        building = await lock(building)
        people = await people_going(building.community, data, actor)
        doors = await doors_chosen(building.id, data)
        round_ = Round(
            organisation=actor.organisation_id,
            community=building.community,
            program=data.program,
            building=building.id,
            procedure_version=await version_asked(data, actor),
            scenario=data.scenario,
            purpose=data.purpose,
            planned_on=data.planned_on,
            companion_kind=data.companion_kind,
            companion_why=data.companion_why or "",
            created_at=clock.now(),
            **people,
        )
        await round_.save()
        await add_doors(round_, doors)
        await audit.record(
            "round.planned",
            "round",
            round_.id,
            actor=actor,
            program_id=data.program,
            changes={"doors": [None, len(doors)]},
        )
        return round_.id


async def doors_chosen(building_id: int, data: NewRound | EditedRound) -> list[int]:
    """The doors that a round of a building is to knock on, in the order of a walk; Refused when there is none."""
    since = clock.today() - timedelta(days=data.days) if data.doors == "unreached" else None
    known, doors = await round_queries.households_to_knock(building_id, unreached_since=since)
    if code := rules.refuse_doors(known=known, chosen=len(doors)):
        raise Refused(code, field="doors")
    return doors


async def add_doors(round_: Round, doors: Sequence[int]) -> None:
    """Put doors on a round, in the caller's transaction."""
    await RoundDoor.insert(
        *(
            RoundDoor(organisation=round_.organisation, round=round_.id, household=door, position=number)
            for number, door in enumerate(doors, start=1)
        )
    )


async def people_going(community_id: int, data: RoundFields, actor: Actor) -> dict[str, Any]:
    """The columns of who goes; Refused beside its field, or NotFound, when these cannot."""
    resident = data.visitor_resident or await resident_by_label(
        community_id, data.visitor_who, field="visitor_who"
    )
    companion = data.companion or await resident_by_label(
        community_id, data.companion_who, field="companion_who"
    )
    if fault := rules.refuse_people(
        account=data.visitor_account, resident=resident, companion=companion, kind=data.companion_kind
    ):
        raise Refused(fault[0], field=fault[1])
    await residents_by_ids(actor, [one for one in (resident, companion) if one is not None], community_id)
    if data.visitor_account is not None:
        colleagues = dict(await colleague_options(actor))
        if data.visitor_account not in colleagues:
            raise NotFound
    return {"visitor_account": data.visitor_account, "visitor_resident": resident, "companion": companion}


async def version_asked(data: RoundFields, actor: Actor) -> int | None:
    """The version of the procedure that a round follows."""
    if data.procedure is None:
        return await procedure_actions.version_for(data.scenario, actor=actor)
    procedure = await procedure_queries.access_procedure(actor, data.procedure)
    version = await procedure_queries.in_use(procedure.id)
    if version is None:
        raise Refused("visits.procedure_retired", field="procedure")
    return version


async def tap_doors(round_: Round, data: TappedDoors, *, actor: Actor) -> int:
    """Note one outcome for one or several doors of a round; how many."""
    if not data.households:
        raise Refused("visits.no_door_chosen", field="households")
    knocks = [
        Knock(
            household=household,
            outcome=data.outcome,
            steps_done=data.steps_done,
            skip_reason=data.skip_reason,
            again_on=data.again_on,
            resident=data.resident if len(data.households) == 1 else None,
            note=data.note,
            labels=data.labels,
            concern=data.concern,
            benefit=data.benefit,
        )
        for household in dict.fromkeys(data.households)
    ]
    return await log_doors(round_, knocks, actor=actor, visited_on=data.visited_on)


async def log_doors(
    round_: Round, outcomes: Sequence[Knock], *, actor: Actor, visited_on: date | None = None
) -> int:
    """Note what came of doors of a round, all of one day (today's when none is named); how many.

    Written set-wise, with their evidence. NotFound for a door that is not of the round.
    """
    day = visited_on or clock.today()
    check_past_day(day, field="visited_on")
    async with write_transaction():
        round_ = await lock(round_)
        if code := rules.refuse_walking(round_.state):
            raise Refused(code)
        await _check_knocks(round_, outcomes)
        ids = await door_rows.insert(await _rows(round_, outcomes, day, actor))
        by_visit = dict(zip(ids, outcomes, strict=True))
        await door_rows.add_concerns(by_visit, actor=actor)
        await door_actions.prove(
            {visit: ("door", knock, knock.resident) for visit, knock in by_visit.items()},
            round_.program,
            day,
            actor=actor,
        )
        await audit.record(
            "round.doors_logged",
            "round",
            round_.id,
            actor=actor,
            program_id=round_.program,
            changes={"doors": [None, len(ids)]},
        )
        return len(ids)


async def _check_knocks(round_: Round, outcomes: Sequence[Knock]) -> None:
    doors = {
        row["household"]
        for row in await RoundDoor.select(RoundDoor.household).where(RoundDoor.round == round_.id)
    }
    if not doors.issuperset(knock.household for knock in outcomes):
        raise NotFound
    if len({knock.household for knock in outcomes}) < len(outcomes):
        raise Refused("visits.door_twice", field="households")
    version = await procedure_queries.version_by_id(round_.procedure_version)
    steps: list[dict[str, Any]] = version["steps"] if version else []
    for knock in outcomes:
        check_planned_day(knock.again_on, field="again_on")
        door_actions.refuse_outcome(steps, knock)
    await _check_residents(round_, [knock for knock in outcomes if knock.resident is not None])


async def _check_residents(round_: Round, named: Sequence[Knock]) -> None:
    if named:
        people = [knock.resident for knock in named if knock.resident is not None]
        await residents_by_ids(Actor.system(round_.organisation), people, round_.community)


async def _rows(round_: Round, outcomes: Sequence[Knock], day: date, actor: Actor) -> list[dict[str, Any]]:
    card = await round_queries.card_of(round_)
    common = {
        "organisation": round_.organisation,
        "community": round_.community,
        "program": round_.program,
        "building": round_.building,
        "round": round_.id,
        "procedure_version": round_.procedure_version,
        "scenario": round_.scenario,
        "purpose": round_.purpose,
        "mode": "door",
        "visited_on": day,
        "visitor_account": round_.visitor_account,
        "visitor_resident": round_.visitor_resident,
        # A resident's name stands in her own record only, so that it is forgotten with it.
        "visitor_name": card["account_name"] or "",
        "companion": round_.companion,
        "companion_kind": round_.companion_kind,
        "recorded_by": actor.user_id,
        "created_at": clock.now(),
    }
    now = f"{clock.local(clock.now()):%H:%M}" if day == clock.today() else ""
    return [
        {
            **common,
            "household": knock.household,
            "resident": knock.resident,
            **door_rows.columns_of(knock),
            "visited_at": knock.visited_at or now,
        }
        for knock in outcomes
    ]


async def undo_tap(round_: Round, data: UndoneTap, *, actor: Actor) -> int:
    """Take back the visit that was shown and all that the same tap wrote; how many."""
    async with write_transaction():
        round_ = await lock(round_)
        if code := rules.refuse_walking(round_.state):
            raise Refused(code)
        standing = await Visit.objects().where((Visit.round == round_.id) & Visit.voided_at.is_null())
        shown = next((visit for visit in standing if visit.id == data.visit), None)
        if shown is None:
            raise Refused("visits.door_voided")
        # A visit can also be taken back by itself, meanwhile.
        tapped = [visit for visit in standing if visit.created_at == shown.created_at]
        found = [await lock(visit) for visit in sorted(tapped, key=lambda visit: visit.id)]
        same = [visit for visit in found if visit.voided_at is None]
        if shown.id not in {visit.id for visit in same}:
            raise Refused("visits.door_voided")
        await door_actions.take_back(same, "", actor=actor)
        await audit.record(
            "round.undone",
            "round",
            round_.id,
            actor=actor,
            program_id=round_.program,
            changes={"doors": [len(same), None]},
        )
        return len(same)


async def debrief_round(round_: Round, data: RoundDebrief, *, actor: Actor) -> int:
    """Say why doors of a round stayed shut, the inner cause first (S03); how many doors."""
    if not data.visits:
        raise Refused("visits.no_door_chosen", field="visits")
    async with write_transaction():
        round_ = await lock(round_)
        wanted = set(data.visits)
        visits = await Visit.objects().where(
            (Visit.round == round_.id) & Visit.voided_at.is_null() & Visit.id.is_in(sorted(wanted))
        )
        if len(visits) != len(wanted):
            raise NotFound
        await door_actions.debrief_all(visits, data.causes, data.note or "", actor=actor)
        await audit.record("door_visit.debriefed", "round", round_.id, actor=actor, program_id=round_.program)
        return len(visits)


async def close_round(round_: Round, data: ClosedRound, *, actor: Actor) -> int:
    """Say that a round was walked; doors that nobody knocked on stay untried."""
    async with write_transaction():
        round_ = await lock(round_)
        if code := rules.refuse_closing(state=round_.state, tried=await tried_doors(round_)):
            raise Refused(code)
        await _end(round_, "walked", data.note or "")
        await audit.record("round.closed", "round", round_.id, actor=actor, program_id=round_.program)
        return round_.id


async def cancel_round(round_: Round, data: CancelledRound, *, actor: Actor) -> int:
    """Say that nobody walks a round, and why."""
    async with write_transaction():
        round_ = await lock(round_)
        if code := rules.refuse_cancelling(state=round_.state, tried=await tried_doors(round_)):
            raise Refused(code)
        await _end(round_, "cancelled", data.reason)
        await audit.record(
            "round.cancelled",
            "round",
            round_.id,
            actor=actor,
            program_id=round_.program,
            reason=data.reason,
        )
        return round_.id


async def tried_doors(round_: Round) -> int:
    """How many visits of a round stand."""
    return int(await Visit.count().where((Visit.round == round_.id) & Visit.voided_at.is_null()))


async def _end(round_: Round, state: str, note: str) -> None:
    await Round.update(
        {
            Round.state: state,
            Round.closed_on: clock.today(),
            Round.note: note,
            Round.version: round_.version + 1,
        }
    ).where(Round.id == round_.id)
