"""Writing to the log, and carrying out a write only once."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import UTC
from typing import Any, TypeVar

import msgspec

from server.audit import rules
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.errors import Refused

Answer = TypeVar("Answer")

# Seconds before a write that collided is carried out anew.
_WAITS = (0.02, 0.1, 0.3)

_ENTRY = (
    "INSERT INTO audit_entry (organisation, position, at, user_id, actor_name, action, subject_kind, subject_id,"
    " program_id, changes, reason, prev_hash, hash, texts)"
    " VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})"
)


async def record(
    action: str,
    subject_kind: str,
    subject_id: int,
    *,
    actor: Actor,
    program_id: int | None = None,
    changes: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """Add one entry to the chain, in the caller's transaction.

    `changes` maps a field to `[before, after]`, or to None for a personal field, whose value is never logged. What was
    typed in them and in the reason stands beside the chain and can be taken out of the log again (`rules`).
    """
    length, prev_hash = await _head(actor.organisation_id)
    at = clock.now()
    texts: rules.Texts = {}
    changed = rules.canonical(rules.part(msgspec.to_builtins(changes), texts)) if changes else None
    reason = rules.part(reason, texts)
    entry = {
        "organisation": actor.organisation_id,
        "position": length + 1,
        "at": at.astimezone(UTC).isoformat(),
        "user_id": actor.user_id,
        "actor_name": actor.name,
        "action": action,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "program_id": program_id,
        "changes": changed,
        "reason": reason,
    }
    own_hash = rules.chain_hash(prev_hash, entry)
    await db.execute(
        _ENTRY,
        actor.organisation_id,
        length + 1,
        at,
        actor.user_id,
        actor.name,
        action,
        subject_kind,
        subject_id,
        program_id,
        changed,
        reason,
        prev_hash,
        own_hash,
        rules.canonical(texts) if texts else None,
    )
    await db.execute(
        "UPDATE audit_head SET length = {}, hash = {} WHERE organisation = {}",
        length + 1,
        own_hash,
        actor.organisation_id,
    )


async def _head(organisation_id: int) -> tuple[int, str]:
    """The end of the chain, locked: entries of one organisation have one order."""
    lock = db.for_update()
    select = "SELECT length, hash FROM audit_head WHERE organisation = {}" + lock
    found = await db.execute(select, organisation_id)
    if not found:
        await db.execute(
            "INSERT INTO audit_head (organisation, length, hash) VALUES ({}, 0, {}) ON CONFLICT DO NOTHING",
            organisation_id,
            rules.START,
        )
        found = await db.execute(select, organisation_id)
    return found[0]["length"], found[0]["hash"]


async def take_names_out(names: Collection[str], *, organisation_id: int) -> None:
    """Take every typed text that holds one of these names out of an organisation's log, in the caller's transaction.

    Of all its communities: an entry does not say which it is about. The one function that changes a row of the log, and
    all it can do there is to make texts fewer: the chain stays as it is, and `entries_of` says that something stood there.
    """
    wanted = [name for name in names if name]
    if not wanted:
        return
    # As JSON writes them, so that a name with a quote in it is found.
    written = [rules.canonical(name)[1:-1] for name in wanted]
    held = " OR ".join(["REPLACE(texts, {}, '') <> texts"] * len(written))
    for row in await db.rows(
        f"SELECT id, texts FROM audit_entry WHERE organisation = {{}} AND texts IS NOT NULL AND ({held})",
        organisation_id,
        *written,
    ):
        texts = msgspec.json.decode(row["texts"], type=rules.Texts)
        kept = rules.without(texts, wanted)
        if len(kept) < len(texts):
            await db.execute(
                "UPDATE audit_entry SET texts = {} WHERE id = {}", rules.canonical(kept), row["id"]
            )


async def once(
    op_id: str,
    *,
    actor: Actor,
    action: str,
    body: Any,
    write: Callable[[], Awaitable[Answer]],
    address: str = "",
) -> Answer:
    """Carry out `write` in one transaction, or answer as the first time when `op_id` was carried out before.

    The answer must be JSON-able, usually the id of the new row. The same `op_id` with another body, at another address
    or by another person is refused. Two at once: the later one waits for the first at the unique index and then repeats
    its answer.
    """
    digest = rules.body_hash(action, address, body)
    return await anew(lambda: _once(op_id, actor=actor, action=action, digest=digest, write=write))


async def anew(write: Callable[[], Awaitable[Answer]]) -> Answer:
    """Carry out `write`, a whole transaction, and once more when it collided with another one's.

    Writers who lock the same rows in another order collide on PostgreSQL, and so do two who find a name free.
    """
    for wait in _WAITS:
        try:
            return await write()
        except Exception as error:
            if not db.collided(error):
                raise
        await asyncio.sleep(wait * (0.5 + random.random()))
    return await write()


async def _once(
    op_id: str, *, actor: Actor, action: str, digest: str, write: Callable[[], Awaitable[Answer]]
) -> Answer:
    async with db.write_transaction():
        claimed = await db.execute(
            "INSERT INTO op (organisation, op_id, user_id, action, body_hash, answer, at)"
            " VALUES ({}, {}, {}, {}, {}, 'null', {}) ON CONFLICT (organisation, op_id) DO NOTHING RETURNING id",
            actor.organisation_id,
            op_id,
            actor.user_id,
            action,
            digest,
            clock.now(),
        )
        if not claimed:
            first: Answer = await _first_answer(op_id, actor, digest)
            return first
        answer = await write()
        await db.execute(
            "UPDATE op SET answer = {} WHERE id = {}", msgspec.json.encode(answer).decode(), claimed[0]["id"]
        )
        return answer


async def _first_answer(op_id: str, actor: Actor, digest: str) -> Any:
    found = await db.rows(
        "SELECT user_id, body_hash, answer FROM op WHERE organisation = {} AND op_id = {}",
        actor.organisation_id,
        op_id,
    )
    if found[0]["body_hash"] != digest or found[0]["user_id"] != actor.user_id:
        raise Refused("op.reused")
    return msgspec.json.decode(found[0]["answer"])
