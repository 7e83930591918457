"""What people said of a program, for its case (S81)."""

from __future__ import annotations

from programs.method.case_schemas import NewQuote
from programs.method.tables import CaseQuote, Program
from programs.residents.key_actions import record_about
from programs.residents.queries import access_resident
from server.audit import actions as audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.days import refuse_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused


async def add_quote(program: Program, data: NewQuote, *, actor: Actor) -> int:
    """Keep what somebody said. Nobody is quoted who was not asked."""
    if not data.consented:
        raise Refused("method.quote_without_consent", field="consented")
    if code := refuse_past_day(data.said_on, today=clock.today()):
        raise Refused(code, field="said_on")
    async with write_transaction():
        program = await lock(program)
        if data.resident is not None:
            resident = await access_resident(actor, data.resident)
            if resident.community != program.community:
                raise NotFound
        quote = CaseQuote(
            organisation=program.organisation,
            program=program.id,
            resident=data.resident,
            said_as=data.said_as or "",
            text=data.text,
            said_on=data.said_on,
            consented_on=clock.today(),
            recorded_by=actor.user_id,
        )
        await quote.save()
        await _record("quote.added", quote, actor=actor)
        return quote.id


async def withdraw_quote(quote: CaseQuote, *, actor: Actor) -> int:
    """Take a quotation out of the case; the program's id."""
    async with write_transaction():
        quote = await lock(quote)
        if quote.withdrawn_on is not None:
            raise Refused("method.quote_withdrawn")
        await CaseQuote.update({"withdrawn_on": clock.today(), "version": quote.version + 1}).where(
            CaseQuote.id == quote.id
        )
        await _record("quote.withdrawn", quote, actor=actor)
        return quote.program


async def _record(action: str, quote: CaseQuote, *, actor: Actor) -> None:
    if quote.resident is None:
        await audit.record(action, "case_quote", quote.id, actor=actor, program_id=quote.program)
    else:
        await record_about(
            action, "case_quote", quote.id, resident_id=quote.resident, actor=actor, program_id=quote.program
        )
