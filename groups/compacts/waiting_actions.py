"""Signing on the street (S56): it counts at once at a door that is known, and elsewhere once staff confirm the door.

What a stranger types makes no household and no count. Whoever knows the house says whether there is such a door.
"""

from __future__ import annotations

from typing import Any

from piccolo.columns import Column

from groups.compacts import door_actions, signature_actions, signature_queries, waiting_queries
from groups.compacts.schemas import SettledDoor, StreetSignature, WithdrawnSignature
from groups.compacts.stages import permitted
from groups.compacts.tables import Compact, CompactSignature, CompactWaiting
from groups.compacts.text_queries import CompactText
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_left_empty
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.ids import token_hash

_UNNAMED: dict[Column | str, Any] = {"name": "", "drawing": "", "pledge": ""}


async def sign_on_street(compact: Compact, data: StreetSignature, *, address: str, actor: Actor) -> bool:
    """Take a household's signature on the community page; whether it counts at once."""
    check_left_empty(data.leave_empty)
    async with write_transaction():
        await door_actions.let_in(compact, address)
        compact, text = await signature_actions.read_to_sign(compact, data)
        door, household = await door_actions.door_at(data.building, data.door)
        if household is None:
            await _let_wait(compact, text, data, door=door, actor=actor)
        else:
            await signature_actions.sign_for(compact, text, data, household=household, actor=actor)
        return household is not None


async def _let_wait(
    compact: Compact, text: CompactText, data: StreetSignature, *, door: str, actor: Actor
) -> None:
    if await waiting_queries.waits_at(text.id, data.building, door):
        raise Refused("compacts.signed_already", field="door", door=data.door)
    row = CompactWaiting(
        organisation=compact.organisation,
        compact=compact.id,
        compact_version=text.id,
        building=data.building,
        door=door,
        name=data.name,
        how="drawn" if data.drawing else "typed",
        drawing=data.drawing or "",
        pledge=data.pledge or "",
        text_hash=text.text_hash,
        signed_on=clock.today(),
        receipt_hash=token_hash(signature_actions.receipt_token(data.op_id, compact.id)),
        created_at=clock.now(),
    )
    await row.save()
    await _note("compact.door_waits", compact, actor=actor)


async def confirm_door(compact: Compact, waiting: CompactWaiting, data: SettledDoor, *, actor: Actor) -> bool:
    """Enter the door and count the signature that waited for it; False when its household has signed otherwise by now."""
    async with write_transaction():
        compact = await permitted(compact, "sign")
        waiting = await _open(waiting)
        household = await door_actions.enter_door(
            compact.community, waiting.building, waiting.door, actor=actor
        )
        major = (await waiting_queries.waiting_by_id(waiting.id))["major"]
        signed = await signature_queries.signatures_standing(compact.id, [household])
        counts = all(row["major"] < major for row in signed)
        await _settle(waiting, "confirmed" if counts else "overtaken", actor=actor)
        if counts:
            row = _signature(waiting, household, actor)
            older = [one["id"] for one in signed]
            await signature_actions.keep(compact, [row], older=older, on=waiting.signed_on, actor=actor)
        await _note("compact.door_confirmed", compact, actor=actor)
        return counts


def _signature(waiting: CompactWaiting, household: int, actor: Actor) -> CompactSignature:
    """What waited, as the signature that it becomes; its receipt leads there from now on."""
    return CompactSignature(
        organisation=waiting.organisation,
        compact=waiting.compact,
        compact_version=waiting.compact_version,
        household=household,
        name=waiting.name,
        how=waiting.how,
        drawing=waiting.drawing,
        pledge=waiting.pledge,
        text_hash=waiting.text_hash,
        signed_on=waiting.signed_on,
        receipt_hash=waiting.receipt_hash,
        recorded_by=actor.user_id,
        created_at=clock.now(),
    )


async def set_door_aside(
    compact: Compact, waiting: CompactWaiting, data: SettledDoor, *, actor: Actor
) -> int:
    """Note that there is no such door here; `take_door_up` undoes it."""
    async with write_transaction():
        compact = await lock(compact)
        waiting = await _open(waiting)
        await _settle(waiting, "not_here", actor=actor)
        await _note("compact.door_not_here", compact, actor=actor)
        return waiting.id


async def take_door_up(compact: Compact, waiting: CompactWaiting, data: SettledDoor, *, actor: Actor) -> int:
    """Let a signature wait again whose door was said not to be here."""
    async with write_transaction():
        compact = await lock(compact)
        waiting = await lock(waiting)
        if waiting.outcome != "not_here":
            raise Refused("compacts.door_settled")
        if await waiting_queries.waits_at(waiting.compact_version, waiting.building, waiting.door):
            raise Refused("compacts.door_waits_already")
        await CompactWaiting.update({"outcome": None, "settled_at": None, "settled_by": None}).where(
            CompactWaiting.id == waiting.id
        )
        await _note("compact.door_taken_up", compact, actor=actor)
        return waiting.id


async def withdraw_waiting(
    compact: Compact, waiting: CompactWaiting, data: WithdrawnSignature, *, actor: Actor
) -> int:
    """Take back a signature that does not count yet: what it said of the signer is gone."""
    async with write_transaction():
        compact = await lock(compact)
        waiting = await lock(waiting)
        if waiting.outcome not in {None, "not_here"}:
            raise Refused("compacts.withdrawn_already")
        await _settle(waiting, "taken_back", actor=actor)
        await _note("compact.signature_withdrawn", compact, actor=actor)
        return waiting.id


async def forget_waiting(compact: Compact, *, actor: Actor) -> None:
    """Settle, in the transaction that ends a compact, what can never count any more: nothing names its signers from now on."""
    await CompactWaiting.update({**_settled("ended", actor), **_UNNAMED}).where(
        (CompactWaiting.compact == compact.id)
        & (CompactWaiting.outcome.is_null() | (CompactWaiting.outcome == "not_here"))
    )


async def _open(waiting: CompactWaiting) -> CompactWaiting:
    waiting = await lock(waiting)
    if waiting.outcome is not None:
        raise Refused("compacts.door_settled")
    return waiting


async def _settle(waiting: CompactWaiting, outcome: str, *, actor: Actor) -> None:
    """Say what became of it. What names the signer stays only while it may still be taken up."""
    settled = _settled(outcome, actor)
    if outcome != "not_here":
        settled |= _UNNAMED
    if outcome == "confirmed":
        settled["receipt_hash"] = None  # it leads to the signature
    await CompactWaiting.update(settled).where(CompactWaiting.id == waiting.id)


def _settled(outcome: str, actor: Actor) -> dict[Column | str, Any]:
    return {"outcome": outcome, "settled_at": clock.now(), "settled_by": actor.user_id}


async def _note(action: str, compact: Compact, *, actor: Actor) -> None:
    await audit.record(action, "compact", compact.id, actor=actor, program_id=compact.program)
