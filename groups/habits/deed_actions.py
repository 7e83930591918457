"""Writing down small deeds without an account, and taking an unfit one off the wall."""

from __future__ import annotations

import math
from datetime import timedelta

from groups.habits import deed_queries, deed_rules
from groups.habits.deed_schemas import HiddenDeed, NewDeed
from groups.habits.tables import SmallDeed
from programs.communities.queries import check_building
from programs.communities.tables import Community
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from server import audit
from server.accounts import throttle
from server.accounts.buckets import Limit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_left_empty
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused

# A family, or a hall with one address, gets through; a program that writes all night does not.
PER_ADDRESS = Limit(tries=300, period=timedelta(hours=1))
PER_COMMUNITY = Limit(tries=1_000, period=timedelta(hours=1))
SOURCE = "small_deed"


def passer_by(community: Community, name: str) -> Actor:
    """Whoever writes on the street: nobody by name, within the community's organisation, with no role."""
    return Actor(user_id=None, organisation_id=community.organisation, name=name)


async def write_deed(community: Community, data: NewDeed, *, address: str, actor: Actor) -> int:
    """Put a deed on the wall; it counts at once. Refused when too many come from one `address`."""
    check_left_empty(data.leave_empty)
    if code := deed_rules.refuse_text(data.text):
        raise Refused(code, field="text")
    await check_building(community.id, data.building)
    async with write_transaction():
        wait = await throttle.take(
            ("small-deed", address, PER_ADDRESS),
            ("small-deed-community", str(community.id), PER_COMMUNITY),
        )
        if wait:
            raise Refused("deeds.too_many_from_here", minutes=math.ceil(wait / timedelta(minutes=1)))
        running = await deed_queries.running_programs(community.id)
        deed = SmallDeed(
            organisation=community.organisation,
            community=community.id,
            program=deed_rules.program_of(data.program, running),
            building=data.building,
            text=data.text,
            done_on=clock.today(),
            created_at=clock.now(),
        )
        await deed.save()
        await _prove(deed, actor=actor)
        await _record("deed.written", deed, actor=actor)
        return deed.id


async def hide_deed(deed: SmallDeed, data: HiddenDeed, *, actor: Actor) -> int:
    """Take a deed off the wall; it counts no longer."""
    async with write_transaction():
        deed = await lock(deed)
        if deed.hidden_at is not None:
            raise Refused("deeds.hidden_already")
        await SmallDeed.update(
            {
                SmallDeed.hidden_at: clock.now(),
                SmallDeed.hidden_by: actor.user_id,
                SmallDeed.hidden_reason: data.reason,
            }
        ).where(SmallDeed.id == deed.id)
        await ledger.reverse(program_id=deed.program, source_kind=SOURCE, source_id=deed.id, actor=actor)
        await _record("deed.hidden", deed, actor=actor, reason=data.reason)
        return deed.id


async def show_deed(deed: SmallDeed, *, actor: Actor) -> int:
    """Put a hidden deed back on the wall; it counts again."""
    async with write_transaction():
        deed = await lock(deed)
        if deed.hidden_at is None:
            raise Refused("deeds.shown_already")
        await SmallDeed.update(
            {SmallDeed.hidden_at: None, SmallDeed.hidden_by: None, SmallDeed.hidden_reason: ""}
        ).where(SmallDeed.id == deed.id)
        await _prove(deed, actor=actor)
        await _record("deed.shown", deed, actor=actor)
        return deed.id


async def _prove(deed: SmallDeed, *, actor: Actor) -> None:
    entries = [Entry(Kind.SMALL_DEED, deed.done_on, 1)]
    await ledger.record(entries, program_id=deed.program, source_kind=SOURCE, source_id=deed.id, actor=actor)


async def _record(action: str, deed: SmallDeed, *, actor: Actor, reason: str | None = None) -> None:
    await audit.record(action, SOURCE, deed.id, actor=actor, program_id=deed.program, reason=reason)
