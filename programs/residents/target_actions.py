"""Writing down how large the groups are that a program wants to reach."""

from __future__ import annotations

from programs.communities.tables import Community
from programs.residents import choices, rules
from programs.residents.tables import TargetGroupSize
from programs.residents.target_schemas import GroupSize
from server import audit
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def size_group(community: Community, data: GroupSize, *, actor: Actor) -> int:
    """Write down an estimate; of one day the last one stands, of other days all do."""
    check_past_day(data.as_of, field="as_of")
    if rules.refuse_name(data.target_group):
        raise Refused("residents.target_group_unreadable", field="target_group")
    group = choices.value_of("target_group", data.target_group)
    async with write_transaction():
        community = await lock(community)
        standing = await TargetGroupSize.objects().get(
            (TargetGroupSize.community == community.id)
            & (TargetGroupSize.target_group == group)
            & (TargetGroupSize.as_of == data.as_of)
        )
        before = None if standing is None else standing.estimate
        row = standing or TargetGroupSize(
            organisation=actor.organisation_id, community=community.id, target_group=group, as_of=data.as_of
        )
        row.estimate, row.source = data.estimate, data.source
        row.version = 1 if standing is None else standing.version + 1
        await row.save()
        await audit.record(
            "target_group.sized",
            "community",
            community.id,
            actor=actor,
            changes={"estimate": [before, data.estimate]},
        )
        return row.id
