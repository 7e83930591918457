"""形象激励: noting where somebody was shown (S68), and what the community itself was given (S70)."""

from __future__ import annotations

from typing import Any

from incentives.recognition import deed_queries
from incentives.recognition.deed_schemas import NewCommunityHonour, NewPublicity, VoidedDeed
from incentives.recognition.tables import CommunityHonour, PublicityItem
from programs.communities.tables import Community
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.queries import check_program
from programs.residents import photo_actions
from programs.residents.key_actions import record_about
from programs.residents.photo_actions import KeptPicture
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def note_publicity(
    community: Community, data: NewPublicity, *, picture: KeptPicture | None = None, actor: Actor
) -> int:
    """Note where a person or a group was shown, perhaps with a picture of the board; the id of the row."""
    check_past_day(data.shown_on, field="shown_on")
    await check_program(data.program, community_id=community.id, actor=actor)
    async with write_transaction():
        resident = await deed_queries.person_meant(
            community.id, data.resident, data.who, field="who", actor=actor
        )
        if (resident is None) == (data.group is None):
            raise Refused("recognition.person_or_group", field="who")
        await deed_queries.check_group(community.id, data.group, actor=actor)
        item = PublicityItem(
            organisation=actor.organisation_id,
            community=community.id,
            program=data.program,
            resident=resident,
            group=data.group,
            medium=data.medium,
            title=data.title,
            place=data.place,
            shown_on=data.shown_on,
            photo=await _photo(
                picture, community_id=community.id, caption=data.title, taken_on=data.shown_on, actor=actor
            ),
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await item.save()
        people = (resident,) if resident is not None else ()
        await ledger.record(
            [Entry(Kind.RECOGNISED, data.shown_on, 1, "publicity", people)],
            program_id=data.program,
            source_kind="publicity_item",
            source_id=item.id,
            actor=actor,
        )
        await _record("publicity.noted", item, actor=actor)
        return item.id


async def _photo(picture: KeptPicture | None, **about: Any) -> int | None:
    """The picture of the board, or of the plaque. Who can be recognised in it may be said on its own page."""
    return await photo_actions.add_photo(picture, **about) if picture is not None else None


async def void_publicity(item: PublicityItem, data: VoidedDeed, *, actor: Actor) -> int:
    """Take a note of publicity back; it counts no longer."""
    async with write_transaction():
        item = await lock(item)
        if item.voided_at is not None:
            raise Refused("recognition.gone")
        await PublicityItem.update(
            {PublicityItem.voided_at: clock.now(), PublicityItem.void_reason: data.reason}
        ).where(PublicityItem.id == item.id)
        await ledger.reverse(
            program_id=item.program, source_kind="publicity_item", source_id=item.id, actor=actor
        )
        await _record("publicity.voided", item, actor=actor, reason=data.reason)
        return item.id


async def _record(action: str, item: PublicityItem, *, actor: Actor, reason: str | None = None) -> None:
    if item.resident is None:
        await audit.record(
            action, "publicity_item", item.id, actor=actor, program_id=item.program, reason=reason
        )
        return
    await record_about(
        action,
        "publicity_item",
        item.id,
        resident_id=item.resident,
        actor=actor,
        program_id=item.program,
        reason=reason,
    )


async def note_community_honour(
    community: Community, data: NewCommunityHonour, *, picture: KeptPicture | None = None, actor: Actor
) -> int:
    """Note an honour that the community itself was given, perhaps with a picture of it; the id of the row."""
    check_past_day(data.given_on, field="given_on")
    async with write_transaction():
        honour = CommunityHonour(
            organisation=actor.organisation_id,
            community=community.id,
            title=data.title,
            given_by=data.given_by,
            given_on=data.given_on,
            photo=await _photo(
                picture,
                community_id=community.id,
                caption=data.title,
                taken_on=None,
                nobody_recognisable=data.nobody,
                actor=actor,
            ),
        )
        await honour.save()
        await audit.record(
            "community_honour.noted",
            "community",
            community.id,
            actor=actor,
            changes={"community_honour": [None, data.title]},
        )
        return honour.id


async def void_community_honour(honour: CommunityHonour, data: VoidedDeed, *, actor: Actor) -> int:
    """Take an honour of the community back that was noted by mistake."""
    async with write_transaction():
        honour = await lock(honour)
        if honour.voided_at is not None:
            raise Refused("recognition.gone")
        await CommunityHonour.update(
            {CommunityHonour.voided_at: clock.now(), CommunityHonour.void_reason: data.reason}
        ).where(CommunityHonour.id == honour.id)
        await audit.record(
            "community_honour.voided", "community", honour.community, actor=actor, reason=data.reason
        )
        return honour.id
