"""Entering and ending ties between people (S64)."""

from __future__ import annotations

from groups.teams import queries, tie_rules
from groups.teams.tables import LeaderTie
from groups.teams.tie_schemas import NewTie, TieEnd
from programs.communities.tables import Community
from programs.residents.queries import resident_by_label
from server import audit
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused


async def add_tie(community: Community, data: NewTie, *, actor: Actor) -> int:
    """Enter that one neighbour draws another; the id of the tie. One of each kind between two people."""
    check_past_day(data.since, field="since")
    one = await resident_by_label(community.id, data.who, field="who")
    other = await resident_by_label(community.id, data.whom, field="whom")
    if one is None or other is None:
        raise NotFound
    if code := tie_rules.refuse_tie(one, other):
        raise Refused(code, field="whom")
    if data.group is not None and (await queries.access_group(actor, data.group)).community != community.id:
        raise NotFound
    async with write_transaction():
        await lock(community)
        # A tie that holds both ways is the same whoever is named first.
        who, whom = ([one], [other]) if data.kind in tie_rules.ONE_WAY else ([one, other], [one, other])
        if await LeaderTie.exists().where(
            LeaderTie.resident.is_in(who)
            & LeaderTie.other.is_in(whom)
            & (LeaderTie.kind == data.kind)
            & LeaderTie.ended_on.is_null()
        ):
            raise Refused("teams.tie_known", field="whom")
        tie = LeaderTie(
            organisation=actor.organisation_id,
            community=community.id,
            resident=one,
            other=other,
            group=data.group,
            kind=data.kind,
            since=data.since,
            note=data.note or "",
        )
        await tie.save()
        await audit.record(
            "tie.added", "community", community.id, actor=actor, changes={"kind": [None, data.kind]}
        )
        return tie.id


async def end_tie(tie: LeaderTie, data: TieEnd, *, actor: Actor) -> int:
    """Enter that a tie holds no longer; the community's id."""
    check_past_day(data.ended_on, field="ended_on")
    async with write_transaction():
        tie = await lock(tie)
        if tie.ended_on is not None:
            raise Refused("teams.tie_ended")
        if data.ended_on < tie.since:
            raise Refused("teams.tie_before_start", field="ended_on", day=tie.since)
        await LeaderTie.update({LeaderTie.ended_on: data.ended_on}).where(LeaderTie.id == tie.id)
        await audit.record(
            "tie.ended", "community", tie.community, actor=actor, changes={"kind": [tie.kind, None]}
        )
        return tie.community
