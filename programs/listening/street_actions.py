"""What residents send from the street, and how staff take it in or set it aside."""

from __future__ import annotations

import hashlib
import hmac
import math
from datetime import timedelta

from programs.communities.queries import check_building
from programs.communities.tables import Community
from programs.listening import case_queries, proof_actions, street_rules
from programs.listening.queries import check_place
from programs.listening.street_schemas import SetAside, StreetNeed, TakenIn
from programs.listening.tables import Need
from programs.residents.queries import resident_by_label
from server import audit
from server.accounts import throttle
from server.accounts.buckets import Limit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_left_empty
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.ids import token_hash
from server.lib.settings import settings

# A family, or a hall with one address, gets through; a program that writes all night does not.
PER_ADDRESS = Limit(tries=300, period=timedelta(hours=1))
PER_COMMUNITY = Limit(tries=1_000, period=timedelta(hours=1))


def passer_by(community: Community, name: str) -> Actor:
    """Whoever writes on the street: nobody by name, within the community's organisation, with no role."""
    return Actor(user_id=None, organisation_id=community.organisation, name=name)


def follow_token(op_id: str, community_id: int) -> str:
    """The private address of the note that this write makes; computed, never stored, so a second tap shows it too."""
    text = f"need|{op_id}|{community_id}".encode()
    return hmac.new(settings().secret_key.encode(), text, hashlib.sha256).hexdigest()


async def send_in(community: Community, data: StreetNeed, *, address: str, actor: Actor) -> int:
    """Put a note into the inbox; it counts once staff take it in. Refused when too many come from one `address`."""
    check_left_empty(data.leave_empty)
    await check_building(community.id, data.building)
    async with write_transaction():
        wait = await throttle.take(
            ("street-need", address, PER_ADDRESS),
            ("street-need-community", str(community.id), PER_COMMUNITY),
        )
        if wait:
            raise Refused("needs.too_many_from_here", minutes=math.ceil(wait / timedelta(minutes=1)))
        need = Need(
            organisation=community.organisation,
            community=community.id,
            building=data.building,
            channel="form",
            raised_on=clock.today(),
            text=data.text,
            willing=street_rules.willing_said(data.willing),
            age_band=data.age_band,
            nickname=street_rules.kept_nickname(data.nickname, data.age_band),
            from_street=True,
            follow_hash=token_hash(follow_token(data.op_id, community.id)),
            created_at=clock.now(),
        )
        await need.save()
        await audit.record("need.sent_in", "need", need.id, actor=actor)
        return need.id


async def take_in(need: Need, data: TakenIn, *, actor: Actor) -> int:
    """Take a note out of the inbox: it counts from now on and is owed an answer."""
    await check_place(actor, need.community, need_class=data.need_class, program=data.program)
    async with write_transaction():
        need = await _lock_waiting(need)
        promise = await case_queries.promise_of(need.organisation)
        need.handle_by, need.answer_by = promise.from_day(clock.today())
        need.taken_in_on = clock.today()
        need.need_class, need.program, need.complaint = data.need_class, data.program, data.complaint
        need.resident = await resident_by_label(need.community, data.who, field="who")
        need.recorded_by, need.version = actor.user_id, need.version + 1
        await need.save()
        await proof_actions.prove(need, actor=actor)
        await audit.record("need.taken_in", "need", need.id, actor=actor, program_id=need.program)
        return need.id


async def set_aside(need: Need, data: SetAside, *, actor: Actor) -> int:
    """Do not take a note up; it never counted, and whoever sent it reads why."""
    async with write_transaction():
        need = await _lock_waiting(need)
        await Need.update(
            {Need.voided_at: clock.now(), Need.void_reason: data.reason, Need.version: need.version + 1}
        ).where(Need.id == need.id)
        await audit.record("need.set_aside", "need", need.id, actor=actor, reason=data.reason)
        return need.id


async def _lock_waiting(need: Need) -> Need:
    need = await lock(need)
    if code := street_rules.refuse_taking_in(
        from_street=need.from_street,
        taken_in=need.taken_in_on is not None,
        voided=need.voided_at is not None,
    ):
        raise Refused(code)
    return need
