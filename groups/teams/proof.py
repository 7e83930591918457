"""What groups prove. Each row rests on one record, so that taking the record back takes the evidence back.

A group and its members count from the day they began, and go on counting when it closes: it was formed. That a leader
or deputy is in place counts while the term runs and is taken back when it ends, whoever comes next: the gates ask who is
there, not who once was (S77).
"""

from __future__ import annotations

from groups.teams import rules
from groups.teams.tables import CommunityLeader, Group, GroupLeader, GroupTask, Membership
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from server.lib.actor import Actor


async def of_group(group: Group, *, actor: Actor) -> None:
    """The group formed."""
    entries = [Entry(Kind.GROUP_FORMED, group.formed_on, 1)]
    await ledger.record(
        entries, program_id=group.program, source_kind="group", source_id=group.id, actor=actor
    )


async def of_stay(stay: Membership, program_id: int | None, *, actor: Actor) -> None:
    """A resident joined."""
    entries = [Entry(Kind.GROUP_JOINED, stay.joined_on, 1, people=(stay.resident,))]
    await ledger.record(
        entries, program_id=program_id, source_kind="membership", source_id=stay.id, actor=actor
    )


async def of_term(term: GroupLeader, program_id: int | None, *, actor: Actor) -> None:
    """A leader or deputy is in place."""
    kind = Kind.LEADER_CONFIRMED if term.position == "leader" else Kind.DEPUTY_NAMED
    entries = [Entry(kind, term.since, 1)]
    await ledger.record(
        entries, program_id=program_id, source_kind="group_leader", source_id=term.id, actor=actor
    )


async def of_community_leader(entry: CommunityLeader, *, actor: Actor) -> None:
    """A community leader is confirmed by both criteria (S63)."""
    if entry.confirmed_on is None:
        return
    entries = [Entry(Kind.CAPABLE_CONFIRMED, entry.confirmed_on, 1)]
    await ledger.record(
        entries, program_id=entry.program, source_kind="community_leader", source_id=entry.id, actor=actor
    )


async def of_task(task: GroupTask, *, actor: Actor) -> None:
    """A group took a class of complaints as its task (S78)."""
    await _of_task(task, Entry(Kind.TASK_TAKEN, task.taken_on, 1), actor=actor)


async def of_plan(task: GroupTask, *, actor: Actor) -> None:
    """A member wrote the plan of a task (S78)."""
    if task.planned_on is not None:
        await _of_task(task, Entry(Kind.TASK_PLANNED, task.planned_on, 1), actor=actor)


async def _of_task(task: GroupTask, entry: Entry, *, actor: Actor) -> None:
    await ledger.record(
        [entry], program_id=task.program, source_kind="group_task", source_id=task.id, actor=actor
    )


async def after_task(before: GroupTask, after: GroupTask, *, actor: Actor) -> None:
    """Bring the evidence of an edited or planned task in line."""
    moved = before.program != after.program
    if moved or before.taken_on != after.taken_on:
        await _take_back_task(before, Kind.TASK_TAKEN, actor=actor)
        await of_task(after, actor=actor)
    if moved or before.planned_on != after.planned_on:
        await _take_back_task(before, Kind.TASK_PLANNED, actor=actor)
        await of_plan(after, actor=actor)


async def _take_back_task(task: GroupTask, kind: Kind, *, actor: Actor) -> None:
    await ledger.reverse(
        program_id=task.program, source_kind="group_task", source_id=task.id, actor=actor, kinds=[kind]
    )


async def take_back(source_kind: str, source_id: int, program_id: int | None, *, actor: Actor) -> None:
    """What a record of this room proved counts no longer."""
    await ledger.reverse(program_id=program_id, source_kind=source_kind, source_id=source_id, actor=actor)


async def after_edit(before: Group, after: Group, *, actor: Actor) -> None:
    """Bring the evidence of an edited group in line: another day of forming, or another program for all it proves."""
    if (before.program, before.formed_on) == (after.program, after.formed_on):
        return
    await take_back("group", before.id, before.program, actor=actor)
    await of_group(after, actor=actor)
    if before.program == after.program:
        return
    for stay in await Membership.objects().where(Membership.group == before.id).order_by(Membership.id):
        if rules.counts(stay.joined_on, stay.left_on):
            await take_back("membership", stay.id, before.program, actor=actor)
            await of_stay(stay, after.program, actor=actor)
    for term in await GroupLeader.objects().where(
        (GroupLeader.group == before.id) & GroupLeader.ended_on.is_null()
    ):
        await take_back("group_leader", term.id, before.program, actor=actor)
        await of_term(term, after.program, actor=actor)
