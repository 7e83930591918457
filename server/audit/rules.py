"""How the chain is made. `GROUND` A7: SHA-256 over a version, the hash before and the canonical entry."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

VERSION = b"audit-v1"
START = "0" * 64

_canonical = msgspec.json.Encoder(order="deterministic")


def canonical(value: Any) -> str:
    """JSON that is the same text for the same value."""
    return _canonical.encode(value).decode()


def chain_hash(prev_hash: str, entry: dict[str, Any]) -> str:
    """The hash of `entry` (JSON-able values) in its place after `prev_hash`, as 64 hex digits."""
    return hashlib.sha256(VERSION + prev_hash.encode() + _canonical.encode(entry)).hexdigest()


def body_hash(action: str, body: Any) -> str:
    """What tells whether a repeated op_id brings the same write."""
    return hashlib.sha256(action.encode() + _canonical.encode(body)).hexdigest()
