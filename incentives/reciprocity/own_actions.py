"""A volunteer's own page: its link, what she says on it, the letter that she makes herself (S90)."""

from __future__ import annotations

import math
import secrets
from datetime import timedelta

import msgspec

from incentives.reciprocity import own_queries as queries
from incentives.reciprocity import own_rules as rules
from incentives.reciprocity.own_schemas import AskedCorrection, ClosedLink, NewLetter, NewLink, Rated
from incentives.reciprocity.tables import CorrectionRequest, MeaningRating, OwnLink, ServiceLetter
from programs.residents.key_actions import record_about
from programs.residents.tables import Resident
from server.accounts import throttle
from server.accounts.buckets import Limit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_left_empty
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.i18n import _
from server.lib.ids import token_hash
from server.lib.settings import settings

# A house on one network gets through; whoever tries tokens, or writes all night, does not.
WRONG_LINKS = Limit(tries=60, period=timedelta(hours=1))
PER_ADDRESS = Limit(tries=120, period=timedelta(hours=1))
PER_PERSON = Limit(tries=20, period=timedelta(hours=1))


def herself(resident: Resident) -> Actor:
    """Whoever holds the link: no account and no role; the log says where it came from and not by which name."""
    return Actor(
        user_id=None, organisation_id=resident.organisation, name=str(_("On the volunteer's own page"))
    )


def token_for(op_id: str, resident_id: int) -> str:
    """The token that a link made by this write has."""
    return rules.token_of(settings().secret_key, op_id, resident_id)


async def note_wrong_link(address: str) -> bool:
    """Count a link that does not open; False when too many came from there."""
    return not await throttle.take(("own-link", address, WRONG_LINKS))


async def make_link(resident: Resident, data: NewLink, *, actor: Actor) -> int:
    """Make a private link that opens for a year; older ones close. Its id; the token is `token_for`'s."""
    async with write_transaction():
        resident = await lock(resident)
        if resident.erased_at is not None:
            raise Refused("own.gone")
        await _close(resident.id)
        link = OwnLink(
            organisation=actor.organisation_id,
            resident=resident.id,
            token_hash=token_hash(token_for(data.op_id, resident.id)),
            made_on=clock.today(),
            until=rules.link_ends(clock.today()),
            made_by=actor.user_id,
        )
        await link.save()
        await record_about("own_link.made", "resident", resident.id, resident_id=resident.id, actor=actor)
        return int(link.id)


async def close_link(resident: Resident, data: ClosedLink, *, actor: Actor) -> int:
    """Close a person's link at once; the person's id."""
    async with write_transaction():
        resident = await lock(resident)
        if await queries.link_of(resident.id) is None:
            raise Refused("own.no_link")
        await _close(resident.id)
        await record_about("own_link.closed", "resident", resident.id, resident_id=resident.id, actor=actor)
        return int(resident.id)


async def _close(resident_id: int) -> None:
    await OwnLink.update({OwnLink.revoked_on: clock.today()}).where(
        (OwnLink.resident == resident_id) & OwnLink.revoked_on.is_null()
    )


async def rate(resident: Resident, data: Rated, *, address: str, actor: Actor) -> int:
    """Keep how much it means to her today; the rating's id."""
    async with write_transaction():
        await _check_pace(resident.id, address)
        resident = await lock(resident)
        earlier = await queries.ratings_of(resident.id)
        last = earlier[-1]["rated_on"] if earlier else None
        if code := rules.refuse_rating(last, today=clock.today()):
            raise Refused(code, field="rating")
        row = MeaningRating(
            organisation=resident.organisation,
            resident=resident.id,
            rated_on=clock.today(),
            rating=data.rating,
            note=data.note or "",
            created_at=clock.now(),
        )
        await row.save()
        await record_about("meaning.rated", "resident", resident.id, resident_id=resident.id, actor=actor)
        return int(row.id)


async def ask_correction(resident: Resident, data: AskedCorrection, *, address: str, actor: Actor) -> int:
    """Put what she says is wrong into the inbox of staff; its id."""
    check_left_empty(data.leave_empty)
    async with write_transaction():
        await _check_pace(resident.id, address)
        row = CorrectionRequest(
            organisation=resident.organisation,
            community=resident.community,
            resident=resident.id,
            text=data.text,
            asked_on=clock.today(),
            created_at=clock.now(),
        )
        await row.save()
        await record_about("correction.asked", "correction", row.id, resident_id=resident.id, actor=actor)
        return int(row.id)


async def make_letter(resident: Resident, data: NewLetter, *, address: str, actor: Actor) -> int:
    """Make a letter of what is known today; its id. The newest one again while it still says all of it."""
    async with write_transaction():
        await _check_pace(resident.id, address)
        resident = await lock(resident)
        facts = await queries.facts_of(resident, await queries.service_of(resident.id))
        if code := rules.refuse_letter(minutes=facts.minutes, activities=facts.activities, roles=facts.roles):
            raise Refused(code)
        text = msgspec.json.encode(facts).decode()
        newest = (
            await ServiceLetter.objects()
            .where(ServiceLetter.resident == resident.id)
            .order_by(ServiceLetter.id, ascending=False)
            .first()
        )
        if newest is not None and newest.revoked_on is None and newest.facts == text:
            return int(newest.id)
        letter = ServiceLetter(
            organisation=resident.organisation,
            community=resident.community,
            resident=resident.id,
            code=secrets.token_hex(16),
            facts=text,
            issued_on=clock.today(),
        )
        await letter.save()
        await record_about(
            "service_letter.made", "service_letter", letter.id, resident_id=resident.id, actor=actor
        )
        return int(letter.id)


async def _check_pace(resident_id: int, address: str) -> None:
    wait = await throttle.take(
        ("own-page", address, PER_ADDRESS), ("own-page-person", str(resident_id), PER_PERSON)
    )
    if wait:
        raise Refused("own.too_many", minutes=math.ceil(wait / timedelta(minutes=1)))
