"""Reading what is sealed under a person's own key. Without the key there is nothing to read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from server.lib import db, seals

HIDDEN = "***"


async def known_key(resident_id: int) -> bytes | None:
    """The person's key; None when nothing was ever sealed under it, or when it was destroyed."""
    found = await db.rows("SELECT wrapped_key FROM person_key WHERE resident = {}", resident_id)
    return seals.unwrap(found[0]["wrapped_key"]) if found else None


async def whole_phone(resident_id: int) -> str:
    """The person's whole number; empty when none is kept. Whether it may be shown is for the caller to have asked."""
    [found] = await db.rows("SELECT sealed_phone FROM resident WHERE id = {}", resident_id)
    key = await known_key(resident_id) if found["sealed_phone"] else None
    return seals.unseal(key, found["sealed_phone"], about=phone_place(resident_id)) if key else ""


async def reader_of(resident_id: int) -> Callable[[Any], Any]:
    """What opens a value out of the log about this person; what cannot be opened any more reads `HIDDEN`."""
    key = await known_key(resident_id)

    def read(value: Any) -> Any:
        if not seals.is_sealed(value):
            return value
        try:
            return (
                msgspec.json.decode(seals.unseal(key, value, about=log_place(resident_id))) if key else HIDDEN
            )
        except seals.SealBroken:
            return HIDDEN

    return read


def phone_place(resident_id: int) -> str:
    """Where a person's number is sealed for."""
    return f"phone of {resident_id}"


def log_place(resident_id: int) -> str:
    """Where a person's values in the log are sealed for."""
    return f"log about {resident_id}"
