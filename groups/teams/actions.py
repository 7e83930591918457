"""Keeping groups and their members. Each is one transaction with its audit entry and its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from groups.teams import proof, queries, rules
from groups.teams.ladder_queries import acts_in
from groups.teams.schemas import Departure, EditedGroup, GroupFields, NewGroup, NewMembers
from groups.teams.tables import Group, Membership
from programs.communities.queries import access_community
from programs.communities.tables import Community
from programs.method.queries import check_program
from programs.residents.actions import add_resident
from programs.residents.ladder_follow_actions import acts_change
from programs.residents.queries import residents_by_ids
from programs.residents.rules import folded
from programs.residents.schemas import NewResident
from server import audit
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import changed_fields, check_version, next_version

# The log never holds what may be a person's name.
_PERSONAL = frozenset({"initiator"})


async def form_group(community: Community, data: NewGroup, *, actor: Actor) -> int:
    """Enter a group; the id of its row."""
    await check_program(data.program, community_id=community.id, actor=actor)
    async with write_transaction():
        community = await lock(community)
        await check_name(community.id, data.name)
        group = Group(organisation=actor.organisation_id, community=community.id, **_values(data))
        await group.save()
        await proof.of_group(group, actor=actor)
        await record("group.formed", group, actor=actor)
        return group.id


async def edit_group(group: Group, data: EditedGroup, *, actor: Actor) -> int:
    """Save what is known of a group; refused as stale when somebody saved first."""
    new = _values(data)
    await check_program(data.program, community_id=group.community, actor=actor)
    async with write_transaction():
        before = await lock(group)
        check_version(before, data.version, new)
        first_joined_on = await queries.first_joined_on(before.id)
        if code := rules.refuse_formed_on(data.formed_on, first_joined_on=first_joined_on):
            raise Refused(code, field="formed_on", day=first_joined_on)
        if before.closed_on is None:
            await check_name(before.community, data.name, besides=before.id)
        changes = changed_fields(before, new)
        if changes:
            # Who joined and led counts in the group's program.
            acts, people = await acts_in(before.id) if "program" in changes else ([], [])
            async with acts_change(*acts, people=people, actor=actor):
                await Group.update(next_version(before, new)).where(Group.id == before.id)
                after = await lock(group)
                await proof.after_edit(before, after, actor=actor)
            kept = {name: None if name in _PERSONAL else pair for name, pair in changes.items()}
            await record("group.edited", after, actor=actor, changes=kept)
        return before.id


def _values(data: GroupFields) -> dict[str, Any]:
    """The columns of a group as typed, or a refusal beside the field at fault."""
    check_past_day(data.formed_on, field="formed_on")
    if code := rules.refuse_ages(data.age_from, data.age_to):
        raise Refused(code, field="age_to")
    return {
        "name": data.name,
        "kind": data.kind,
        "about": data.about or "",
        "initiator": data.initiator or "",
        "meets": data.meets or "",
        "age_from": data.age_from,
        "age_to": data.age_to,
        "program": data.program,
        "open_to_join": data.open_to_join,
        "formed_on": data.formed_on,
    }


async def check_name(community_id: int, name: str, *, besides: int = 0) -> None:
    """Raise `Refused` when an open group of the community has this name; the community or the group is locked."""
    if folded(name) in await queries.open_names(community_id, besides=besides):
        raise Refused("teams.group_exists", field="name")


async def add_members(group: Group, data: NewMembers, *, actor: Actor) -> list[int]:
    """Add residents, and one new neighbour, to a group; the ids of their stays. Who is a member already stays so once."""
    check_past_day(data.joined_on, field="joined_on")
    wanted = set(data.residents)
    if not wanted and data.nickname is None:
        raise Refused("teams.nobody_ticked", field="residents")
    async with write_transaction():
        group = await lock(group)
        check_open(group)
        people = await residents_by_ids(actor, sorted(wanted), group.community)
        if data.nickname is not None:
            resident_id = await _new_neighbour(group, data, actor=actor)
            people.append({"id": resident_id, "name": data.nickname, "moved_away_on": None})
        stays = await queries.stays_by_resident(group.id, [person["id"] for person in people])
        joining = [person for person in people if None not in stays.get(person["id"], [])]
        if not joining:
            raise Refused("teams.already_members", field="residents")
        ids = [
            await _join(group, person, [day for day in stays.get(person["id"], []) if day], data, actor=actor)
            for person in joining
        ]
        await record("group.joined", group, actor=actor, changes={"members": [None, len(ids)]})
        return ids


async def _new_neighbour(group: Group, data: NewMembers, *, actor: Actor) -> int:
    new = NewResident(
        op_id=data.op_id, name=data.nickname or "", phone_tail=data.phone_tail, another=data.another
    )
    community = await access_community(actor, group.community)
    try:
        return await add_resident(community, new, actor=actor)
    except Refused as refusal:
        # Here the name stands in another field.
        refusal.field = "nickname" if refusal.field == "name" else refusal.field
        raise


async def _join(
    group: Group, person: Mapping[str, Any], stays: Sequence[date], data: NewMembers, *, actor: Actor
) -> int:
    if person["moved_away_on"] is not None:
        raise Refused("teams.moved_away", field="residents", name=person["name"])
    last_left_on = max(stays, default=None)
    if code := rules.refuse_joining(data.joined_on, formed_on=group.formed_on, last_left_on=last_left_on):
        before = group.formed_on if code == "teams.before_forming" else last_left_on
        raise Refused(code, field="joined_on", day=before, name=person["name"])
    stay = Membership(
        organisation=actor.organisation_id, group=group.id, resident=person["id"], joined_on=data.joined_on
    )
    await stay.save()
    await proof.of_stay(stay, group.program, actor=actor)
    return stay.id


async def end_stay(stay: Membership, group: Group, data: Departure, *, actor: Actor) -> int:
    """Enter that a member left; the group's id. Leaving on the day of joining takes a mistaken tick back."""
    check_past_day(data.left_on, field="left_on")
    async with write_transaction():
        group = await lock(group)
        stay = await lock(stay)
        if stay.left_on is not None:
            raise Refused("teams.left_already")
        if data.left_on < stay.joined_on:
            raise Refused("teams.left_before_joining", field="left_on", day=stay.joined_on)
        if code := rules.refuse_leaving(leads=await queries.is_in_charge(group.id, stay.resident)):
            raise Refused(code)
        async with acts_change(("membership", stay.id), people=[stay.resident], actor=actor):
            await Membership.update({Membership.left_on: data.left_on}).where(Membership.id == stay.id)
            if not rules.counts(stay.joined_on, data.left_on):
                await proof.take_back("membership", stay.id, group.program, actor=actor)
        await record("group.left", group, actor=actor, changes={"left_on": [None, data.left_on.isoformat()]})
        return group.id


def check_open(group: Group) -> None:
    """Raise `Refused` when the group is closed: nobody joins, leads or takes a task there."""
    if group.closed_on is not None:
        raise Refused("teams.group_closed")


async def record(
    action: str,
    group: Group,
    *,
    actor: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """An entry in the group's history."""
    await audit.record(
        action, "group", group.id, actor=actor, program_id=group.program, changes=changes, reason=reason
    )
