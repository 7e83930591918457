"""Awards to try papers, codes and badges with."""

from __future__ import annotations

import secrets
from datetime import date

from incentives.recognition.tables import Award, Honour, Nomination
from programs.residents.tables import Consent, ConsentHow, Notice, Purpose
from server.lib import clock, db
from tests.cast import Cast, Side, _row

CRITERIA, DEED = "一年里为邻里做了实事", "每天清扫三号楼楼道，带着邻居认领了花坛。"


async def honour(side: Side, name: str = "文明示范户") -> int:
    async with db.write_transaction():
        return await _row(
            Honour, organisation=side.organisation, name=name, criteria=CRITERIA, signed_by="五福桥社区居委会"
        )


async def award(
    cast: Cast,
    honour_id: int,
    resident: int | None = None,
    *,
    serial: int = 17,
    shown_as: str = "name",
    public_name: str = "",
    ceremony: int | None = None,
    side: Side | None = None,
) -> Award:
    """An award of a person of ours, as if it had been nominated, agreed to and given."""
    side = side or cast.ours
    async with db.write_transaction():
        nomination = await _row(
            Nomination,
            organisation=side.organisation,
            community=side.community,
            honour=honour_id,
            resident=resident or next(iter(side.residents.values())),
            deed=DEED,
            deed_on=date(2021, 4, 1),
            proposed_by="neighbour",
            proposed_on=date(2021, 4, 2),
            state="awarded",
            shown_as=shown_as,
            public_name=public_name,
            agreed_on=date(2021, 4, 20),
        )
        award_id = await _row(
            Award,
            organisation=side.organisation,
            community=side.community,
            nomination=nomination,
            year=2021,
            serial=serial,
            code=secrets.token_hex(16),
            awarded_on=date(2021, 5, 4),
            ceremony=ceremony,
        )
    found = await Award.objects().get(Award.id == award_id)
    assert found is not None
    return found


async def agrees_to_publicity(cast: Cast, resident: int) -> int:
    """Her consent; its id."""
    async with db.write_transaction():
        notice = await _row(
            Notice,
            organisation=cast.ours.organisation,
            number=1,
            body="…",
            body_hash="-",
            published_on=clock.today(),
        )
        return await _row(
            Consent,
            organisation=cast.ours.organisation,
            resident=resident,
            purpose=Purpose.publicity,
            notice=notice,
            how=ConsentHow.paper,
            given_on=clock.today(),
        )


async def withdraws(consent: int) -> None:
    """She takes it back."""
    async with db.write_transaction():
        await Consent.update({Consent.withdrawn_on: clock.today()}).where(Consent.id == consent)


async def revoke(award: Award, why: str = "facts_untrue") -> None:
    """As if a coordinator had revoked it."""
    async with db.write_transaction():
        await Award.update({Award.revoked_on: clock.today(), Award.revoke_class: why}).where(
            Award.id == award.id
        )
