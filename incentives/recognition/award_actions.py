"""Giving an award, and revoking it for good."""

from __future__ import annotations

import secrets
from typing import Any

from groups.activities.ceremony_queries import ceremony_in
from incentives.recognition import rules
from incentives.recognition.actions import record
from incentives.recognition.schemas import EditedAward, GivenAward, RevokedAward
from incentives.recognition.tables import Award, Honour, Nomination
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.checks import check_planned_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.records import changed_fields, check_version, next_version

# Each try takes the next free number; another writer can take it first only once.
_NUMBERED = (
    "INSERT INTO award (organisation, community, nomination, year, serial, code, awarded_on, prize, ceremony,"
    " awarded_by, revoke_reason, version, created_at)"
    " SELECT {}, {}, {}, {}, COALESCE(MAX(serial), 0) + 1, {}, {}, {}, {}, {}, '', 1, {} FROM award"
    " WHERE organisation = {} AND year = {} ON CONFLICT (organisation, year, serial) DO NOTHING RETURNING id"
)


async def give_award(nomination: Nomination, data: GivenAward, *, actor: Actor) -> int:
    """Give the award that the person agreed to, under the next number of its year; the id of its row."""
    check_planned_day(data.awarded_on, field="awarded_on")
    async with write_transaction():
        nomination = await lock(nomination)
        if nomination.state != "agreed":
            raise Refused("recognition.not_agreed")
        if data.awarded_on < nomination.deed_on:
            raise Refused("recognition.award_before_deed", field="awarded_on")
        await _check_ceremony(nomination, data.ceremony, actor=actor)
        award_id = await _insert(nomination, data, actor=actor)
        await Nomination.update(
            {Nomination.state: "awarded", Nomination.version: nomination.version + 1}
        ).where(Nomination.id == nomination.id)
        people = (nomination.resident,) if nomination.resident is not None else ()
        await ledger.record(
            [Entry(Kind.RECOGNISED, min(data.awarded_on, clock.today()), 1, "honour", people)],
            program_id=nomination.program,
            source_kind="award",
            source_id=award_id,
            actor=actor,
        )
        await record("award.given", nomination, actor=actor, subject=("award", award_id))
        return award_id


async def _insert(nomination: Nomination, data: GivenAward, *, actor: Actor) -> int:
    honour = await Honour.objects().get(Honour.id == nomination.honour)
    if honour is None:
        raise NotFound
    year = data.awarded_on.year
    values: list[Any] = [
        actor.organisation_id,
        nomination.community,
        nomination.id,
        year,
        secrets.token_hex(16),
        data.awarded_on,
        data.prize or honour.prize,
        data.ceremony,
        actor.user_id,
        clock.now(),
        actor.organisation_id,
        year,
    ]
    while not (found := await db.execute(_NUMBERED, *values)):
        continue
    return int(found[0]["id"])


async def _check_ceremony(nomination: Nomination, ceremony_id: int | None, *, actor: Actor) -> None:
    if ceremony_id is None:
        return
    ceremony = await ceremony_in(actor, ceremony_id)
    if ceremony is None:
        raise NotFound
    code = rules.refuse_ceremony(
        here=ceremony["community"] == nomination.community,
        purpose=ceremony["purpose"],
        state=ceremony["state"],
        voided=ceremony["voided_at"] is not None,
    )
    if code:
        raise Refused(code, field="ceremony")


async def edit_award(award: Award, data: EditedAward, *, actor: Actor) -> int:
    """Say at which ceremony it is handed over, and how the person wants to be shown from now on."""
    public_name = (data.public_name or "") if data.shown_as == "nickname" else ""
    async with write_transaction():
        award = await lock(award)
        nomination = await lock(await _nomination_of(award))
        _refuse_revoked(award)
        if refused := rules.refuse_shown(data.shown_as, public_name, is_group=nomination.resident is None):
            raise Refused(refused[1], field=refused[0])
        new = {"ceremony": data.ceremony}
        check_version(award, data.version, new)
        if data.ceremony != award.ceremony:
            await _check_ceremony(nomination, data.ceremony, actor=actor)
        shown = {"shown_as": data.shown_as, "public_name": public_name}
        changes = {**changed_fields(award, new), **changed_fields(nomination, shown)}
        if changes:
            await Award.update(next_version(award, new)).where(Award.id == award.id)
            await Nomination.update(next_version(nomination, shown)).where(Nomination.id == nomination.id)
            await record(
                "award.edited", nomination, actor=actor, subject=("award", award.id), changes=changes
            )
        return award.id


async def revoke_award(award: Award, data: RevokedAward, *, actor: Actor) -> int:
    """Revoke an award with the reason. It counts nowhere any more, and nothing brings it back."""
    async with write_transaction():
        award = await lock(award)
        _refuse_revoked(award)
        nomination = await _nomination_of(award)
        await Award.update(
            {
                Award.revoked_on: clock.today(),
                Award.revoke_class: data.revoke_class,
                Award.revoke_reason: data.reason,
                Award.version: award.version + 1,
            }
        ).where(Award.id == award.id)
        await ledger.reverse(
            program_id=nomination.program, source_kind="award", source_id=award.id, actor=actor
        )
        await record(
            "award.revoked",
            nomination,
            actor=actor,
            subject=("award", award.id),
            changes={"revoke_class": [None, data.revoke_class]},
            reason=data.reason,
        )
        return award.id


async def _nomination_of(award: Award) -> Nomination:
    found = await Nomination.objects().get(Nomination.id == award.nomination)
    if found is None:
        raise NotFound
    return found


def _refuse_revoked(award: Award) -> None:
    if award.revoked_on is not None:
        raise Refused("recognition.revoked")
