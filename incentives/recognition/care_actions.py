"""情感激励: noting that staff talked with somebody. What was said is sealed under her key and read by staff alone (S69)."""

from __future__ import annotations

from incentives.recognition.care_queries import PLACE
from incentives.recognition.deed_schemas import NewCare, VoidedDeed
from incentives.recognition.tables import CareTalk
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.queries import check_program
from programs.residents.key_actions import key_of, record_about
from programs.residents.merge_queries import refuse_gone
from programs.residents.tables import Resident
from server.lib import clock, seals
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def note_care(resident: Resident, data: NewCare, *, actor: Actor) -> int:
    """Note a talk or a visit of care; the id of its row."""
    check_past_day(data.talked_on, field="talked_on")
    await check_program(data.program, community_id=resident.community, actor=actor)
    async with write_transaction():
        resident = await lock(resident)
        await refuse_gone(resident)
        note = ""
        if data.note:
            note = seals.seal(await key_of(resident.id, actor=actor), data.note, about=PLACE)
        talk = CareTalk(
            organisation=actor.organisation_id,
            community=resident.community,
            program=data.program,
            resident=resident.id,
            kind=data.kind,
            talked_on=data.talked_on,
            note=note,
            by_name=actor.name,
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await talk.save()
        await ledger.record(
            [Entry(Kind.RECOGNISED, data.talked_on, 1, "care", (resident.id,))],
            program_id=data.program,
            source_kind="care_talk",
            source_id=talk.id,
            actor=actor,
        )
        await record_about("care.noted", "care_talk", talk.id, resident_id=resident.id, actor=actor)
        return talk.id


async def void_care(talk: CareTalk, data: VoidedDeed, *, actor: Actor) -> int:
    """Take a note back. What was said is deleted with it."""
    async with write_transaction():
        talk = await lock(talk)
        if talk.voided_at is not None:
            raise Refused("recognition.gone")
        await CareTalk.update(
            {CareTalk.voided_at: clock.now(), CareTalk.void_reason: data.reason, CareTalk.note: ""}
        ).where(CareTalk.id == talk.id)
        await ledger.reverse(program_id=talk.program, source_kind="care_talk", source_id=talk.id, actor=actor)
        await record_about(
            "care.voided", "care_talk", talk.id, resident_id=talk.resident, actor=actor, reason=data.reason
        )
        return talk.id
