"""Keeping people's records. What stood in the fields is sealed in the log under the person's own key."""

from __future__ import annotations

from programs.communities.tables import Community
from programs.residents.card_actions import check_card, save_beside
from programs.residents.key_actions import record_about
from programs.residents.merge_queries import refuse_gone
from programs.residents.schemas import CameBack, EditedResident, MovedAway, NewResident
from programs.residents.search_actions import index_names
from programs.residents.tables import Resident
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import check_version


async def add_resident(community: Community, data: NewResident, *, actor: Actor) -> int:
    """Add a person, and their household if nobody of it is known yet; the id of their row."""
    async with write_transaction():
        # Locked, so that two who add the same neighbour at once do not both find nobody of that name.
        community = await lock(community)
        card = await check_card(community.id, data, actor=actor)
        resident = Resident(
            organisation=actor.organisation_id,
            community=community.id,
            created_at=clock.now(),
            **card.columns,
        )
        await resident.save()
        await save_beside(resident.id, card, data, actor=actor, community_id=community.id)
        await index_names([resident.id])
        await audit.record("resident.added", "resident", resident.id, actor=actor)
        return resident.id


async def edit_resident(resident: Resident, data: EditedResident, *, actor: Actor) -> int:
    """Save a person's record; refused as stale when somebody saved first."""
    async with write_transaction():
        resident = await lock(resident)
        await refuse_gone(resident)
        card = await check_card(resident.community, data, actor=actor, known=resident)
        shown = {name: value for name, value in card.columns.items() if name != "folded_name"}
        check_version(resident, data.version, shown)
        if card.changes:
            await Resident.update(**card.columns, version=resident.version + 1).where(
                Resident.id == resident.id
            )
            await index_names([resident.id])
            await record_about(
                "resident.edited",
                "resident",
                resident.id,
                resident_id=resident.id,
                actor=actor,
                changes=card.changes,
            )
        await save_beside(resident.id, card, data, actor=actor, community_id=resident.community)
        return resident.id


async def mark_moved_away(resident: Resident, data: MovedAway, *, actor: Actor) -> int:
    """Say that a person lives here no longer. What they took part in stays."""
    check_past_day(data.moved_away_on, field="moved_away_on")
    async with write_transaction():
        resident = await lock(resident)
        await refuse_gone(resident)
        if resident.moved_away_on is not None:
            raise Refused("residents.already_away")
        await Resident.update({Resident.moved_away_on: data.moved_away_on}).where(Resident.id == resident.id)
        await audit.record("resident.moved_away", "resident", resident.id, actor=actor)
        return resident.id


async def take_back_moving(resident: Resident, data: CameBack, *, actor: Actor) -> int:
    """Say that a person lives here after all, or again."""
    async with write_transaction():
        resident = await lock(resident)
        await refuse_gone(resident)
        if resident.moved_away_on is None:
            raise Refused("residents.not_away")
        await Resident.update({Resident.moved_away_on: None}).where(Resident.id == resident.id)
        await audit.record("resident.came_back", "resident", resident.id, actor=actor)
        return resident.id
