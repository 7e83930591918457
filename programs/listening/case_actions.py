"""The three steps of a need: who looks after it, what was done, what the person was told and says to it (S20)."""

from __future__ import annotations

from datetime import date
from typing import Any

from programs.listening import case_queries, case_rules, proof_actions
from programs.listening.case_rules import State
from programs.listening.case_schemas import (
    AnsweredNeed,
    ConfirmedNeed,
    FollowedNeed,
    HandledNeed,
    ReopenedNeed,
    SetDeadlines,
)
from programs.listening.tables import CaseDeadlines, Need
from server import audit
from server.accounts.queries import check_colleague, colleague
from server.accounts.tables import Organisation
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day, check_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import changed_fields, check_version, next_version


async def follow_need(need: Need, data: FollowedNeed, *, actor: Actor) -> int:
    """Make somebody responsible, until when; refused as stale when somebody saved first."""
    check_planned_day(data.handle_by, field="handle_by")
    check_planned_day(data.answer_by, field="answer_by")
    if code := case_rules.refuse_deadlines(handle_by=data.handle_by, answer_by=data.answer_by):
        raise Refused(code, field="answer_by")
    new = {"owner": data.owner, "handle_by": data.handle_by, "answer_by": data.answer_by}
    async with write_transaction():
        name = await check_colleague(data.owner, actor=actor, field="owner")
        need = await lock(need)
        check_version(need, data.version, new)
        if code := case_rules.refuse_following(_state(need)):
            raise Refused(code)
        changes = changed_fields(need, new)
        if "owner" in changes:
            changes["owner"] = [await colleague(need.owner, actor=actor), name or None]
        if changes:
            await _step(need, new, "need.followed", changes=changes, actor=actor)
        return need.id


async def handle_need(need: Need, data: HandledNeed, *, actor: Actor) -> int:
    """Say what was done; with an answer in it, the person was told on the same day."""
    check_past_day(data.handled_on, field="handled_on")
    async with write_transaction():
        need = await lock(need)
        _refuse(case_rules.refuse_handling(_state(need), on=data.handled_on, raised_on=need.raised_on))
        if data.answer and data.answered_how is None:
            raise Refused("needs.answered_how_missing", field="answered_how")
        promise = await case_queries.promise_of(actor.organisation_id)
        new: dict[str, Any] = {
            "handled_on": data.handled_on,
            "handled_how": data.handled_how,
            "confirmed": None,
            "confirmed_on": None,
            "answer_by": need.answer_by or promise.from_day(data.handled_on)[1],
        }
        if data.answer:
            new |= _answered(data.handled_on, data.answer, data.answered_how)
        days: list[str] = [name for name in ("handled_on", "answered_on") if name in new]
        changes: dict[str, list[Any]] = {name: [None, str(data.handled_on)] for name in days}
        await _step(need, new, "need.handled", changes=changes, actor=actor)
        return need.id


async def answer_need(need: Need, data: AnsweredNeed, *, actor: Actor) -> int:
    """Record what the person was told; only now the need is finished."""
    check_past_day(data.answered_on, field="answered_on")
    async with write_transaction():
        need = await lock(need)
        _refuse(case_rules.refuse_answering(_state(need), on=data.answered_on, handled_on=need.handled_on))
        new = _answered(data.answered_on, data.answer, data.answered_how)
        changes = {"answered_on": [None, str(data.answered_on)]}
        await _step(need, new, "need.answered", changes=changes, actor=actor)
        return need.id


async def confirm_need(need: Need, data: ConfirmedNeed, *, actor: Actor) -> int:
    """What the person says to the answer. “Not solved” opens the need again, with new deadlines."""
    async with write_transaction():
        need = await lock(need)
        if code := case_rules.refuse_confirming(_state(need)):
            raise Refused(code)
        today = clock.today()
        if data.solved == "yes":
            new: dict[str, Any] = {"confirmed": True, "confirmed_on": today, "unsolved_why": ""}
            await _step(need, new, "need.confirmed", changes={}, actor=actor)
        else:
            said = {
                "confirmed": False,
                "confirmed_on": today,
                "unsolved_why": " ".join((data.why or "").split()),
            }
            new = {**await _afresh(need, today), **said}
            await _step(need, new, "need.not_solved", changes=_taken_back(need), actor=actor)
        return need.id


async def reopen_need(need: Need, data: ReopenedNeed, *, actor: Actor) -> int:
    """Take the steps back that were recorded by mistake or did not hold."""
    async with write_transaction():
        need = await lock(need)
        if code := case_rules.refuse_reopening(_state(need)):
            raise Refused(code)
        said = {"confirmed": None, "confirmed_on": None, "unsolved_why": ""}
        new = {**await _afresh(need, clock.today()), **said}
        changes = _taken_back(need)
        await _step(need, new, "need.reopened", changes=changes, actor=actor, reason=data.reason)
        return need.id


async def set_deadlines(data: SetDeadlines, *, actor: Actor) -> int:
    """Set the NGO's own days; deadlines that were promised stay. The id of the organisation."""
    if data.answer_days < data.handle_days:
        raise Refused("needs.answer_before_handling", field="answer_days")
    async with write_transaction():
        organisation = await lock(Organisation(id=actor.organisation_id))
        before = await case_queries.promise_of(organisation.id)
        row = await case_queries.deadlines_row(organisation.id)
        row = row or CaseDeadlines(organisation=organisation.id, version=0)
        row.handle_days, row.answer_days, row.version = data.handle_days, data.answer_days, row.version + 1
        await row.save()
        changes = {
            name: [getattr(before, name), getattr(data, name)]
            for name in ("handle_days", "answer_days")
            if getattr(before, name) != getattr(data, name)
        }
        if changes:
            await audit.record(
                "need.deadlines_set", "organisation", organisation.id, actor=actor, changes=changes
            )
        return int(organisation.id)


def _state(need: Need) -> State:
    return case_rules.state_of(need.to_dict())


def _refuse(fault: tuple[str | None, str] | None) -> None:
    if fault:
        raise Refused(fault[1], field=fault[0])


def _answered(on: date, answer: str, how: str | None) -> dict[str, Any]:
    return {
        "answered_on": on,
        "answer": answer,
        "answered_how": how,
        "confirmed": None,
        "confirmed_on": None,
    }


async def _afresh(need: Need, today: date) -> dict[str, Any]:
    """The first step once more, with new deadlines; what was said last time stays to be read."""
    promise = await case_queries.promise_of(need.organisation)
    handle_by, answer_by = promise.from_day(today)
    return {"handled_on": None, "answered_on": None, "handle_by": handle_by, "answer_by": answer_by}


def _taken_back(need: Need) -> dict[str, list[Any]]:
    days = {name: getattr(need, name) for name in ("handled_on", "answered_on")}
    return {name: [str(day), None] for name, day in days.items() if day is not None}


async def _step(
    need: Need,
    new: dict[str, Any],
    action: str,
    *,
    changes: dict[str, list[Any]],
    actor: Actor,
    reason: str | None = None,
) -> None:
    """Save a step, let the ledger follow, and write who did it. Texts about people are not logged."""
    await Need.update(next_version(need, new)).where(Need.id == need.id)
    for name, value in new.items():
        setattr(need, name, value)
    await proof_actions.prove_steps(need, actor=actor)
    await audit.record(
        action, "need", need.id, actor=actor, program_id=need.program, changes=changes, reason=reason
    )
