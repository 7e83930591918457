"""Noting, sorting and taking back needs. The ledger follows each of them in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from programs.communities.tables import Community
from programs.listening import case_queries, proof_actions, rules, street_rules
from programs.listening.queries import check_parts, check_place, class_label, group_cited, holds_others
from programs.listening.schemas import NewNeed, SortedNeed, VoidedNeed
from programs.listening.tables import Need, NeedCitation, NeedClass
from programs.method.tables import Program
from programs.residents.ladder_follow_actions import acts_change
from programs.residents.queries import resident_by_label
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import check_version


async def note_need(community: Community, data: NewNeed, *, actor: Actor, concern: int | None = None) -> int:
    """Note a need that was heard; the id of its row. NotFound when it points to what is not of this community.

    From now on it is owed an answer within the NGO's own days, unless it is a tally. `concern` is what was heard on
    a visit, when the need comes from there.
    """
    check_past_day(data.raised_on, field="raised_on")
    await check_parts(actor, community, data)
    async with write_transaction():
        promise = await case_queries.promise_of(actor.organisation_id)
        handle_by, answer_by = promise.from_day(clock.today(), quantity=data.quantity)
        need = Need(
            organisation=actor.organisation_id,
            community=community.id,
            program=data.program,
            need_class=data.need_class,
            building=data.building,
            resident=data.resident or await resident_by_label(community.id, data.who, field="who"),
            channel=data.channel,
            complaint=data.complaint,
            quantity=data.quantity,
            raised_on=data.raised_on,
            text=data.text,
            willing=street_rules.willing_said(data.willing),
            age_band=data.age_band,
            concern=concern,
            handle_by=handle_by,
            answer_by=answer_by,
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await need.save()
        await proof_actions.prove(need, actor=actor)
        await audit.record("need.raised", "need", need.id, actor=actor, program_id=need.program)
        return need.id


async def sort_need(need: Need, data: SortedNeed, *, actor: Actor) -> int:
    """Put a need into a class and a program; its evidence moves along. Refused as stale when somebody sorted first."""
    new = {"need_class": data.need_class, "program": data.program}
    await check_place(actor, need.community, **new)
    async with write_transaction():
        need = await lock(need)
        check_version(need, data.version, new)
        leaves = need.program != data.program
        if code := rules.refuse_sorting(
            voided=need.voided_at is not None,
            merged=need.merged_into is not None,
            leaves_program=leaves,
            cited=leaves and await group_cited(need.id),
        ):
            raise Refused(code)
        changes = await _changes_in_words(need, new)
        if changes:
            async with acts_change(("need", need.id), people=[need.resident], actor=actor):
                await proof_actions.unprove(
                    need, program_id=need.program, actor=actor, kinds=proof_actions.OWN
                )
                need.need_class, need.program, need.version = (
                    data.need_class,
                    data.program,
                    need.version + 1,
                )
                await need.save(columns=[Need.need_class, Need.program, Need.version])
                await proof_actions.prove(need, actor=actor)
            await audit.record(
                "need.sorted", "need", need.id, actor=actor, program_id=need.program, changes=changes
            )
        return need.id


async def void_need(need: Need, data: VoidedNeed, *, actor: Actor) -> int:
    """Take a need back: it stays to be read, with the reason, and proves nothing any more."""
    async with write_transaction():
        need = await lock(need)
        if code := rules.refuse_voiding(
            voided=need.voided_at is not None,
            merged=need.merged_into is not None,
            holds_others=await holds_others(need.id),
        ):
            raise Refused(code)
        async with acts_change(("need", need.id), people=[need.resident], actor=actor, reason=data.reason):
            await NeedCitation.delete().where(NeedCitation.need == need.id)
            await proof_actions.unprove(need, program_id=need.program, actor=actor)
            await Need.update(
                {Need.voided_at: clock.now(), Need.void_reason: data.reason, Need.version: need.version + 1}
            ).where(Need.id == need.id)
        await audit.record(
            "need.voided", "need", need.id, actor=actor, program_id=need.program, reason=data.reason
        )
        return need.id


async def _changes_in_words(need: Need, new: Mapping[str, int | None]) -> dict[str, list[Any]]:
    """What changes, by the names that stood there then: classes and programs may be renamed later."""
    changes: dict[str, list[Any]] = {}
    if need.need_class != new["need_class"]:
        changes["need_class"] = [await _class_words(need.need_class), await _class_words(new["need_class"])]
    if need.program != new["program"]:
        changes["program"] = [await _program_words(need.program), await _program_words(new["program"])]
    return changes


async def _class_words(class_id: int | None) -> str | None:
    if class_id is None:
        return None
    [found] = await NeedClass.select(NeedClass.name, NeedClass.parent.name).where(NeedClass.id == class_id)
    return class_label(found["name"], found["parent.name"])


async def _program_words(program_id: int | None) -> str | None:
    if program_id is None:
        return None
    [found] = await Program.select(Program.name).where(Program.id == program_id)
    return str(found["name"])
