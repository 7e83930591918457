"""Sealing under a person's own key: her number, and what the log says about her.

Erasing the key leaves the log's chain whole and its values unreadable, in every copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from programs.residents.key_queries import known_key, log_place, phone_place
from server import audit
from server.lib import db, seals
from server.lib.actor import Actor


async def key_of(resident_id: int, *, actor: Actor) -> bytes:
    """The person's key, made when it is first needed. Inside the caller's transaction."""
    if key := await known_key(resident_id):
        return key
    await db.execute(
        "INSERT INTO person_key (organisation, resident, wrapped_key) VALUES ({}, {}, {})"
        " ON CONFLICT (resident) DO NOTHING",
        actor.organisation_id,
        resident_id,
        seals.wrap(seals.new_key()),
    )
    key = await known_key(resident_id)
    assert key is not None
    return key


async def seal_phone(resident_id: int, phone: str, *, actor: Actor) -> str:
    """A whole number as it is stored; `""` for none."""
    if not phone:
        return ""
    return seals.seal(await key_of(resident_id, actor=actor), phone, about=phone_place(resident_id))


async def record_about(
    action: str,
    subject_kind: str,
    subject_id: int,
    *,
    resident_id: int,
    actor: Actor,
    program_id: int | None = None,
    changes: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """`audit.record` for an entry about a person: what stood in the fields and the reason are sealed under her key.

    `changes` maps a field to `[before, after]`; the names of the fields stay readable.
    """
    sealed_changes: dict[str, Any] | None = None
    if changes or reason:
        key = await key_of(resident_id, actor=actor)
        sealed_changes = {
            name: [_sealed(key, value, resident_id) for value in pair] if pair is not None else None
            for name, pair in (changes or {}).items()
        }
        reason = _sealed(key, reason, resident_id) if reason else reason
    await audit.record(
        action,
        subject_kind,
        subject_id,
        actor=actor,
        program_id=program_id,
        changes=sealed_changes or None,
        reason=reason,
    )


def _sealed(key: bytes, value: Any, resident_id: int) -> str:
    return seals.seal(key, msgspec.json.encode(value).decode(), about=log_place(resident_id))
