"""Who leads a group: confirmed, and ended with a reason. The terms of the past stay written (S77)."""

from __future__ import annotations

from datetime import date

from groups.teams import leader_queries, proof, queries, rules
from groups.teams.actions import check_open, record
from groups.teams.handover_actions import check_handed_over
from groups.teams.schemas import NewTerm, TermAccount, TermEnd
from groups.teams.tables import CommunityLeader, Group, GroupLeader
from programs.residents.ladder_follow_actions import acts_change
from programs.residents.queries import residents_by_ids
from server.accounts.actions import add_role, end_role
from server.accounts.tables import RoleAssignment, UserAccount
from server.lib.actor import LEADER, Actor, Assignment
from server.lib.checks import check_past_day, check_planned_day
from server.lib.days import refuse_span
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused


async def confirm_term(group: Group, data: NewTerm, *, actor: Actor) -> int:
    """Confirm a leader or name a deputy; the id of the term.

    One of each leads at a time, in the record too: the group's lock makes two who confirm at once follow each other,
    and the unique index holds what the lock should miss. With an `account`, its person may sign in to this group from now on.
    """
    _check_days(data)
    if fault := rules.refuse_votes(data.chosen_how, votes_for=data.votes_for, votes_cast=data.votes_cast):
        raise Refused(fault[0], field=fault[1])
    async with write_transaction():
        group = await lock(group)
        check_open(group)
        await residents_by_ids(actor, [data.resident], group.community)
        await _check_place(group, data)
        await _check_person(group, data)
        await check_handed_over(group.id, position=data.position, successor=data.resident)
        if data.account is not None:
            await _open_door(group, data.account, actor=actor)
        term = GroupLeader(
            organisation=actor.organisation_id,
            group=group.id,
            resident=data.resident,
            position=data.position,
            chosen_how=data.chosen_how,
            votes_for=data.votes_for,
            votes_cast=data.votes_cast,
            since=data.since,
            until=data.until,
            account=data.account,
        )
        await term.save()
        await proof.of_term(term, group.program, actor=actor)
        action = "group.leader_confirmed" if data.position == "leader" else "group.deputy_named"
        changes = {"chosen_how": [None, data.chosen_how], "since": [None, data.since.isoformat()]}
        await record(action, group, actor=actor, changes=changes)
        return term.id


def _check_days(data: NewTerm) -> None:
    check_past_day(data.since, field="since")
    check_planned_day(data.until, field="until")
    if code := refuse_span(data.since, data.until):
        raise Refused(code, field="until")


async def _check_place(group: Group, data: NewTerm) -> None:
    for term in await leader_queries.open_terms(group.id):
        if term.position == data.position:
            raise Refused(f"teams.has_{data.position}", field="position")
        if term.resident == data.resident:
            raise Refused("teams.holds_other_position", field="resident")
    ended_on = await leader_queries.last_ended_on(group.id, data.position)
    if code := rules.refuse_term_start(data.since, last_ended_on=ended_on):
        raise Refused(code, field="since", day=ended_on)


async def _check_person(group: Group, data: NewTerm) -> None:
    # Locked after the group, so that nobody withdraws the confirmation while it is relied on.
    row = await CommunityLeader.objects().get(CommunityLeader.resident == data.resident)
    if row is not None:
        await lock(row)
    entry = await leader_queries.entry_of_resident(data.resident)
    member_since = await queries.member_since(group.id, data.resident)
    code = rules.refuse_leader(
        data.position,
        standing=entry["standing"] if entry else None,
        member_since=member_since,
        since=data.since,
    )
    if code:
        field = "since" if code == "teams.leads_before_joining" else "resident"
        raise Refused(code, field=field, day=member_since)


async def _open_door(group: Group, user_id: int, *, actor: Actor) -> None:
    if user_id not in dict(await leader_queries.leader_accounts(actor)):
        raise Refused("teams.account_unfit", field="account")
    if await leader_queries.held_role(user_id, group.id) is None:
        user = await UserAccount.objects().get(UserAccount.id == user_id)
        if user is None:
            raise NotFound
        await add_role(await lock(user), Assignment(LEADER, "group", group.id), actor=actor)


async def tie_account(term: GroupLeader, group: Group, data: TermAccount, *, actor: Actor) -> int:
    """Say with which account somebody leads who was confirmed without one; the id of the term.

    From now on it ends with her term, and what it writes is hers. One that was tied by mistake can no longer enter.
    """
    async with write_transaction():
        group = await lock(group)
        term = await lock(term)
        if term.ended_on is not None:
            raise Refused("teams.term_ended")
        others = [other for other in await leader_queries.open_terms(group.id) if other.id != term.id]
        if any(other.account == data.account for other in others):
            raise Refused("teams.account_of_another", field="account")
        await _open_door(group, data.account, actor=actor)
        before, term.account = term.account, data.account
        await term.save([GroupLeader.account])
        if before not in (None, data.account):
            await _shut_door(before, group.id, actor=actor)
        await record("group.account_tied", group, actor=actor, changes={"position": [None, term.position]})
        return term.id


async def end_term(term: GroupLeader, group: Group, data: TermEnd, *, actor: Actor) -> int:
    """End a term on a day, with the reason; the group's id. The account behind it can no longer enter the group."""
    check_past_day(data.ended_on, field="ended_on")
    async with write_transaction():
        group = await lock(group)
        term = await lock(term)
        if term.ended_on is not None:
            raise Refused("teams.term_ended")
        if data.ended_on < term.since:
            raise Refused("teams.ended_before_start", field="ended_on", day=term.since)
        await _end(term, group, data.ended_on, data.reason, actor=actor)
        if data.honoured_as:
            await GroupLeader.update({GroupLeader.honoured_as: data.honoured_as}).where(
                GroupLeader.id == term.id
            )
        return group.id


async def end_all(group: Group, day: date, reason: str, *, actor: Actor) -> None:
    """End the terms of those in charge, in the caller's transaction: their group closes."""
    for term in await leader_queries.open_terms(group.id):
        await _end(term, group, day, reason, actor=actor)


async def forget_leader(resident_id: int, day: date, *, actor: Actor) -> None:
    """End the terms of somebody who is forgotten, in the caller's transaction, and tie no account to any of hers.

    Her steps of the ladder stay as they are: what she did stays counted.
    """
    for term in await GroupLeader.objects().where(
        (GroupLeader.resident == resident_id) & GroupLeader.ended_on.is_null()
    ):
        group = await Group.objects().get(Group.id == term.group)
        if group is not None:
            await _stop(term, group, day, "", actor=actor)
    await GroupLeader.update({GroupLeader.account: None}).where(GroupLeader.resident == resident_id)


async def _end(term: GroupLeader, group: Group, day: date, reason: str, *, actor: Actor) -> None:
    async with acts_change(("group_leader", term.id), people=[term.resident], actor=actor, reason=reason):
        await _stop(term, group, day, reason, actor=actor)


async def _stop(term: GroupLeader, group: Group, day: date, reason: str, *, actor: Actor) -> None:
    await GroupLeader.update({GroupLeader.ended_on: day, GroupLeader.end_reason: reason}).where(
        GroupLeader.id == term.id
    )
    await proof.take_back("group_leader", term.id, group.program, actor=actor)
    if term.account is not None:
        await _shut_door(term.account, group.id, actor=actor)
    changes = {"position": [term.position, None], "ended_on": [None, day.isoformat()]}
    await record("group.term_ended", group, actor=actor, changes=changes, reason=reason)


async def _shut_door(user_id: int, group_id: int, *, actor: Actor) -> None:
    """End the account's role in this group, unless another term there rests on the same account."""
    if any(term.account == user_id for term in await leader_queries.open_terms(group_id)):
        return
    role_id = await leader_queries.held_role(user_id, group_id)
    role = await RoleAssignment.objects().get(RoleAssignment.id == role_id) if role_id is not None else None
    if role is not None:
        await end_role(role, actor=actor)
