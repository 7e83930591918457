"""Entering what keeps a result, and taking it back (S65)."""

from __future__ import annotations

from programs.method import ledger, mechanism_queries, mechanism_rules
from programs.method.actions import record
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.mechanism_schemas import MechanismEnd, NewMechanism
from programs.method.tables import Mechanism, Program
from server.lib import clock
from server.lib.actor import Actor
from server.lib.days import refuse_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def add_mechanism(program: Program, data: NewMechanism, *, actor: Actor) -> int:
    """Enter a mechanism with its proof; the gate out of consolidation counts it at once."""
    async with write_transaction():
        # Whoever takes the proof back writes evidence of this program, which waits for this lock.
        program = await lock(program)
        source = _source(data.source)
        known = [source] if source and await mechanism_queries.stands_in_evidence(program.id, *source) else []
        if code := mechanism_rules.refuse_mechanism(proof=data.proof, source=source, known=known):
            raise Refused(code, field="source")
        if code := refuse_past_day(data.proved_on, today=clock.today()):
            raise Refused(code, field="proved_on")
        mechanism = Mechanism(
            organisation=program.organisation,
            program=program.id,
            kind=data.kind,
            what=data.what,
            keeper=data.keeper or "",
            proof=data.proof,
            proof_note=data.proof_note,
            source_kind=source[0] if source else "",
            source_id=source[1] if source else None,
            proved_on=data.proved_on,
            recorded_by=actor.user_id,
        )
        await mechanism.save()
        await ledger.record(
            [Entry(Kind.MECHANISM_PROVED, data.proved_on, 1, data.kind)],
            program_id=program.id,
            source_kind=ledger.MECHANISM,
            source_id=mechanism.id,
            actor=actor,
        )
        await record("mechanism.proved", program.id, actor=actor)
        return mechanism.id


async def void_mechanism(mechanism: Mechanism, data: MechanismEnd, *, actor: Actor) -> int:
    """Take a mechanism back: it proves nothing from now on, and stays readable in the history."""
    async with write_transaction():
        mechanism = await lock(mechanism)
        if mechanism.voided_at is not None:
            raise Refused("method.mechanism_voided")
        await Mechanism.update(
            {"voided_at": clock.now(), "void_reason": data.reason, "version": mechanism.version + 1}
        ).where(Mechanism.id == mechanism.id)
        await ledger.reverse(
            program_id=mechanism.program, source_kind=ledger.MECHANISM, source_id=mechanism.id, actor=actor
        )
        await record("mechanism.voided", mechanism.program, actor=actor, reason=data.reason)
        return mechanism.program


def _source(text: str | None) -> tuple[str, int] | None:
    if not text:
        return None
    kind, _colon, number = text.partition(":")
    return kind, int(number)
