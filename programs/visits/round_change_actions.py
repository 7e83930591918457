"""Changing a plan before the walk, and walking on after a round was closed."""

from __future__ import annotations

from typing import Any

from programs.communities.tables import Building
from programs.method.queries import check_program
from programs.visits import round_actions
from programs.visits import round_rules as rules
from programs.visits.round_schemas import EditedRound, ReopenedRound
from programs.visits.tables import Round, RoundDoor
from server import audit
from server.accounts.queries import colleague_options
from server.lib.actor import Actor
from server.lib.checks import check_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.records import changed_fields, check_version, next_version


async def edit_round(round_: Round, building: Building, data: EditedRound, *, actor: Actor) -> int:
    """Change who walks where and when, while nobody has knocked on a door; stale when somebody saved first.

    NotFound for a building of another community.
    """
    if building.community != round_.community:
        raise NotFound
    check_planned_day(data.planned_on, field="planned_on")
    await check_program(data.program, community_id=building.community, actor=actor)
    async with write_transaction():
        round_ = await lock(round_)
        tried = await round_actions.tried_doors(round_)
        if code := rules.refuse_editing(state=round_.state, tried=tried):
            raise Refused(code)
        new: dict[str, Any] = {
            "building": building.id,
            "planned_on": data.planned_on,
            "scenario": data.scenario,
            "purpose": data.purpose,
            "program": data.program,
            "companion_kind": data.companion_kind,
            "companion_why": data.companion_why or "",
            **await round_actions.people_going(building.community, data, actor),
        }
        check_version(round_, data.version, new)
        if data.procedure is not None or data.scenario != round_.scenario:
            new["procedure_version"] = await round_actions.version_asked(data, actor)
        told = await _told(round_, new, actor)
        if data.doors != "kept" or building.id != round_.building:
            told["doors"] = await _choose_doors_anew(round_, building, data)
        if changed_fields(round_, new) or "doors" in told:
            await Round.update(next_version(round_, new)).where(Round.id == round_.id)
            await audit.record(
                "round.edited", "round", round_.id, actor=actor, program_id=data.program, changes=told
            )
        return round_.id


async def _told(round_: Round, new: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """What the log says of a change: colleagues by name, residents not at all."""
    changes = changed_fields(round_, new)
    told: dict[str, Any] = {
        name: changes[name] for name in ("planned_on", "companion_kind") if name in changes
    }
    if "building" in changes:
        names = {
            row["id"]: row["name"]
            for row in await Building.select(Building.id, Building.name).where(
                Building.id.is_in(changes["building"])
            )
        }
        told["building"] = [names[one] for one in changes["building"]]
    if "visitor_account" in changes:
        colleagues = dict(await colleague_options(actor))
        told["visitor"] = [colleagues.get(one) for one in changes["visitor_account"]]
    return told


async def _choose_doors_anew(round_: Round, building: Building, data: EditedRound) -> list[int]:
    doors = await round_actions.doors_chosen(building.id, data)
    before = await RoundDoor.count().where(RoundDoor.round == round_.id)
    await RoundDoor.delete().where(RoundDoor.round == round_.id)
    await round_actions.add_doors(round_, doors)
    return [before, len(doors)]


async def reopen_round(round_: Round, data: ReopenedRound, *, actor: Actor) -> int:
    """Let doors be noted on a closed round again; its visits and what they prove stand as they are."""
    async with write_transaction():
        round_ = await lock(round_)
        if code := rules.refuse_reopening(round_.state):
            raise Refused(code)
        await Round.update(next_version(round_, {"state": "planned", "closed_on": None})).where(
            Round.id == round_.id
        )
        await audit.record(
            "round.reopened", "round", round_.id, actor=actor, program_id=round_.program, reason=data.reason
        )
        return round_.id
