"""What staff do with a volunteer's page: answer what she asked to be corrected, revoke a letter (S90)."""

from __future__ import annotations

from incentives.reciprocity.own_schemas import AnsweredCorrection, RevokedLetter
from incentives.reciprocity.tables import CorrectionRequest, ServiceLetter
from programs.residents.key_actions import record_about
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import check_version


async def answer_correction(correction: CorrectionRequest, data: AnsweredCorrection, *, actor: Actor) -> int:
    """Answer what a volunteer asked to be corrected; she reads it on her page. Its id."""
    new = {"corrected": data.corrected == "yes", "answer": data.answer}
    async with write_transaction():
        correction = await lock(correction)
        check_version(correction, data.version, new)
        if correction.answered_on is not None:
            raise Refused("own.answered_already")
        await CorrectionRequest.update(
            {
                CorrectionRequest.corrected: new["corrected"],
                CorrectionRequest.answer: data.answer,
                CorrectionRequest.answered_on: clock.today(),
                CorrectionRequest.answered_by: actor.user_id,
                CorrectionRequest.version: correction.version + 1,
            }
        ).where(CorrectionRequest.id == correction.id)
        await record_about(
            "correction.answered",
            "correction",
            correction.id,
            resident_id=correction.resident,
            actor=actor,
            changes={"corrected": [None, new["corrected"]]},
        )
        return int(correction.id)


async def revoke_letter(letter: ServiceLetter, data: RevokedLetter, *, actor: Actor) -> int:
    """Revoke a letter for good: its code says so from now on. Its id."""
    async with write_transaction():
        letter = await lock(letter)
        if letter.revoked_on is not None:
            raise Refused("own.letter_revoked")
        await ServiceLetter.update(
            {ServiceLetter.revoked_on: clock.today(), ServiceLetter.revoke_reason: data.reason}
        ).where(ServiceLetter.id == letter.id)
        await record_about(
            "service_letter.revoked",
            "service_letter",
            letter.id,
            resident_id=letter.resident,
            actor=actor,
            reason=data.reason,
        )
        return int(letter.id)
