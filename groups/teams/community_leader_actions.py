"""The register of community leaders (能人): spotted, watched, confirmed when both criteria were seen (S63)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groups.teams import leader_queries, proof, rules
from groups.teams.schemas import (
    Confirmation,
    EditedSpotting,
    NewSighting,
    SpottedFields,
    Spotting,
    Withdrawal,
)
from groups.teams.tables import CommunityLeader, LeaderSighting
from programs.communities.tables import Community
from programs.method.queries import check_program
from programs.residents.key_actions import record_about
from programs.residents.queries import residents_by_ids
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import changed_fields, check_version, next_version

# The log never holds what may be a person's name.
_PERSONAL = frozenset({"spotted_by"})


async def spot(community: Community, data: Spotting, *, actor: Actor) -> int:
    """Enter a resident of the community in the register; the id of the entry."""
    values = _values(data)
    await check_program(data.program, community_id=community.id, actor=actor)
    async with write_transaction():
        # Locked, so that two who spot the same neighbour at once make one entry.
        community = await lock(community)
        [resident] = await residents_by_ids(actor, [data.resident], community.id)
        if resident["moved_away_on"] is not None:
            raise Refused("teams.moved_away", field="resident", name=resident["name"])
        if await CommunityLeader.exists().where(CommunityLeader.resident == data.resident):
            raise Refused("teams.spotted_already", field="resident")
        entry = CommunityLeader(
            organisation=actor.organisation_id, community=community.id, resident=data.resident, **values
        )
        await entry.save()
        await _record("community_leader.spotted", entry, actor=actor)
        return entry.id


async def edit_entry(entry: CommunityLeader, data: EditedSpotting, *, actor: Actor) -> int:
    """Save where a person comes from and who noticed; refused as stale when somebody saved first."""
    new = _values(data)
    await check_program(data.program, community_id=entry.community, actor=actor)
    async with write_transaction():
        before = await lock(entry)
        check_version(before, data.version, new)
        changes = changed_fields(before, new)
        if changes:
            await CommunityLeader.update(next_version(before, new)).where(CommunityLeader.id == before.id)
            after = await lock(entry)
            if before.program != after.program and after.confirmed_on is not None:
                await proof.take_back("community_leader", before.id, before.program, actor=actor)
                await proof.of_community_leader(after, actor=actor)
            kept = {name: None if name in _PERSONAL else pair for name, pair in changes.items()}
            await _record("community_leader.edited", after, actor=actor, changes=kept)
        return before.id


def _values(data: SpottedFields) -> dict[str, Any]:
    check_past_day(data.spotted_on, field="spotted_on")
    return {
        "source_type": data.source_type,
        "spotted_by": data.spotted_by,
        "spotted_on": data.spotted_on,
        "program": data.program,
    }


async def add_sighting(entry: CommunityLeader, data: NewSighting, *, actor: Actor) -> int:
    """Write down what was seen under one criterion; the id of the sighting. Sightings are only added."""
    check_past_day(data.seen_on, field="seen_on")
    async with write_transaction():
        entry = await lock(entry)
        sighting = LeaderSighting(
            organisation=actor.organisation_id,
            community_leader=entry.id,
            criterion=data.criterion,
            seen_on=data.seen_on,
            what=data.what,
            recorded_by=actor.user_id,
        )
        await sighting.save()
        await _record(
            "community_leader.seen", entry, actor=actor, changes={"criterion": [None, data.criterion]}
        )
        return sighting.id


async def confirm(entry: CommunityLeader, data: Confirmation, *, actor: Actor) -> int:
    """Confirm a community leader; refused, naming what is missing, until both criteria were seen by that day (S63)."""
    check_past_day(data.confirmed_on, field="confirmed_on")
    async with write_transaction():
        entry = await lock(entry)
        if entry.confirmed_on is not None:
            raise Refused("teams.confirmed_already")
        sightings = [
            (row["criterion"], row["seen_on"]) for row in await leader_queries.sightings_of(entry.id)
        ]
        if code := rules.refuse_confirmation(sightings, on=data.confirmed_on):
            raise Refused(code, field="confirmed_on")
        await CommunityLeader.update(
            {"confirmed_on": data.confirmed_on, "confirmed_by": actor.user_id, "version": entry.version + 1}
        ).where(CommunityLeader.id == entry.id)
        entry = await lock(entry)
        await proof.of_community_leader(entry, actor=actor)
        changes = {"confirmed_on": [None, data.confirmed_on.isoformat()]}
        await _record("community_leader.confirmed", entry, actor=actor, changes=changes)
        return entry.id


async def withdraw(entry: CommunityLeader, data: Withdrawal, *, actor: Actor) -> int:
    """Take a confirmation back, and its evidence with it. What was seen stays written."""
    async with write_transaction():
        entry = await lock(entry)
        if entry.confirmed_on is None:
            raise Refused("teams.not_confirmed")
        if code := rules.refuse_withdrawal(leads_groups=await leader_queries.led_now(entry.resident)):
            raise Refused(code)
        await CommunityLeader.update(
            {"confirmed_on": None, "confirmed_by": None, "version": entry.version + 1}
        ).where(CommunityLeader.id == entry.id)
        await proof.take_back("community_leader", entry.id, entry.program, actor=actor)
        changes = {"confirmed_on": [entry.confirmed_on.isoformat(), None]}
        await _record("community_leader.withdrawn", entry, actor=actor, changes=changes, reason=data.reason)
        return entry.id


async def _record(
    action: str,
    entry: CommunityLeader,
    *,
    actor: Actor,
    changes: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    await record_about(
        action,
        "community_leader",
        entry.id,
        resident_id=entry.resident,
        actor=actor,
        program_id=entry.program,
        changes=changes,
        reason=reason,
    )
