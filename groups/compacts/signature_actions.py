"""Signing a compact, on a screen or on paper, and taking it back (S56). A signature holds for the words that were read."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import date
from typing import Any

from groups.compacts import (
    door_actions,
    proof,
    signature_queries,
    signature_rules,
    text_queries,
)
from groups.compacts.schemas import SignedDoors, SignedName, WithdrawnSignature
from groups.compacts.stages import permitted
from groups.compacts.tables import Compact, CompactSignature
from groups.compacts.text_queries import CompactText
from programs.communities.queries import check_building
from programs.residents.ladder_follow_actions import acts_change
from programs.residents.rules import folded
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused, Stale
from server.lib.ids import token_hash
from server.lib.settings import settings


class TextChanged(Stale):
    """The text that was read is not the one that stands; `theirs` holds the new words."""

    def __init__(self, text: CompactText) -> None:
        super().__init__({"text": text.whole}, version=text.version)
        self.code = "compacts.text_changed"


def receipt_token(op_id: str, compact_id: int) -> str:
    """The private address of a signature; computed, never stored, so a second tap shows it too."""
    text = f"compact-signature|{op_id}|{compact_id}".encode()
    return hmac.new(settings().secret_key.encode(), text, hashlib.sha256).hexdigest()


async def sign_at_door(compact: Compact, data: SignedName, *, actor: Actor) -> int:
    """Take a household's signature on the phone of whoever came to its door; the id of its row."""
    async with write_transaction():
        compact, text = await read_to_sign(compact, data)
        household = await door_actions.household_at(compact.community, data.building, data.door, actor=actor)
        return await sign_for(compact, text, data, household=household, actor=actor)


async def read_to_sign(compact: Compact, data: SignedName) -> tuple[Compact, CompactText]:
    """The compact locked, and the text that was read; refused when the drawing or the building cannot be."""
    if data.drawing and (code := signature_rules.refuse_drawing(data.drawing)):
        raise Refused(code, field="drawing")
    await check_building(compact.community, data.building)
    return await _to_sign(compact, data.text_hash)


async def sign_for(
    compact: Compact, text: CompactText, data: SignedName, *, household: int, actor: Actor
) -> int:
    """Keep the signature of a household that is known, in the caller's transaction; refused when it has signed."""
    signed = await signature_queries.signatures_standing(compact.id, [household])
    if any(row["major"] >= text.major for row in signed):
        raise Refused("compacts.signed_already", field="door", door=data.door)
    row = _row(
        compact,
        text,
        household=household,
        name=data.name,
        pledge=data.pledge or "",
        how="drawn" if data.drawing else "typed",
        drawing=data.drawing or "",
        signed_on=clock.today(),
        receipt_hash=token_hash(receipt_token(data.op_id, compact.id)),
        resident=(await door_actions.neighbours_at([household], actor=actor)).get(
            (household, folded(data.name))
        )
        if actor.user_id
        else None,
        recorded_by=actor.user_id,
    )
    await keep(compact, [row], older=[one["id"] for one in signed], on=clock.today(), actor=actor)
    await audit.record("compact.signed", "compact", compact.id, actor=actor, program_id=compact.program)
    return row.id


async def sign_on_paper(compact: Compact, data: SignedDoors, *, actor: Actor) -> int:
    """Enter a paper list of a building; how many households were new. Who has signed this text already stays so once."""
    check_past_day(data.signed_on, field="signed_on")
    if not data.doors:
        raise Refused("compacts.no_door_ticked", field="doors")
    async with write_transaction():
        compact, text = await _to_sign(compact, data.text_hash)
        await _check_signed_day(compact, text, data.signed_on)
        by_door = {one.household: one for one in data.doors}
        await door_actions.places_of(compact.community, list(by_door))
        signed = await signature_queries.signatures_standing(compact.id, sorted(by_door))
        done = {row["household"] for row in signed if row["major"] >= text.major}
        neighbours = await door_actions.neighbours_at(by_door, actor=actor)
        rows = [
            _row(
                compact,
                text,
                household=household,
                name=one.name,
                pledge=one.pledge or "",
                how="paper",
                signed_on=data.signed_on,
                resident=neighbours.get((household, folded(one.name))),
                recorded_by=actor.user_id,
            )
            for household, one in sorted(by_door.items())
            if household not in done
        ]
        older = [row["id"] for row in signed if row["household"] not in done]
        await keep(compact, rows, older=older, on=data.signed_on, actor=actor)
        await audit.record(
            "compact.signed_on_paper",
            "compact",
            compact.id,
            actor=actor,
            program_id=compact.program,
            changes={"households": [None, len(rows)]},
        )
        return len(rows)


async def _check_signed_day(compact: Compact, text: CompactText, on: date) -> None:
    """Raise Refused unless the text stood on that day, or the one of which it is an edit."""
    first = text_queries.signed_first(await text_queries.texts_of(compact.id), text)
    fixed_on = clock.local(first.fixed_at).date() if first.fixed_at else on
    if code := signature_rules.refuse_signed_day(on, fixed_on=fixed_on):
        raise Refused(code, field="signed_on", day=fixed_on)


async def _to_sign(compact: Compact, signed_hash: str) -> tuple[Compact, CompactText]:
    """The compact locked, and its text; refused with the new words when other words were read."""
    compact = await permitted(compact, "sign")
    text = text_queries.standing(await text_queries.texts_of(compact.id))
    if text is None:
        raise NotFound
    if signature_rules.refuse_signing(signed_hash=signed_hash, current_hash=text.text_hash):
        raise TextChanged(text)
    return compact, text


def _row(compact: Compact, text: CompactText, **columns: Any) -> CompactSignature:
    return CompactSignature(
        organisation=compact.organisation,
        compact=compact.id,
        compact_version=text.id,
        text_hash=text.text_hash,
        created_at=clock.now(),
        **columns,
    )


async def keep(
    compact: Compact, rows: Sequence[CompactSignature], *, older: Sequence[int], on: date, actor: Actor
) -> None:
    """Keep signatures in the caller's transaction; what a household's older one proved is proved by the new one from now on."""
    for row in rows:
        await row.save()
    for signature_id in older:
        await proof.signature_gone(compact, signature_id, actor=actor)
    if rows:
        await proof.signed(compact, [row.id for row in rows], on=on, actor=actor)


async def withdraw(
    compact: Compact, signature: CompactSignature, data: WithdrawnSignature, *, actor: Actor
) -> int:
    """Take a household's signature back, also to older texts; it is kept as withdrawn. Possible at every stage."""
    async with write_transaction():
        compact = await lock(compact)
        signature = await lock(signature)
        if signature.withdrawn_on is not None:
            raise Refused("compacts.withdrawn_already")
        standing = await signature_queries.signatures_standing(compact.id, [signature.household])
        ids = [row["id"] for row in standing]
        acts = [("compact_signature", signature_id) for signature_id in ids]
        signers = [row["resident"] for row in standing]
        async with acts_change(*acts, people=signers, actor=actor, reason=data.reason):
            await CompactSignature.update(
                {
                    CompactSignature.withdrawn_on: clock.today(),
                    CompactSignature.withdrawn_why: data.reason or "",
                }
            ).where(CompactSignature.id.is_in(ids))
            for signature_id in ids:
                await proof.signature_gone(compact, signature_id, actor=actor)
        await audit.record(
            "compact.signature_withdrawn", "compact", compact.id, actor=actor, program_id=compact.program
        )
        return signature.id
