"""Ids that nobody can guess and ids that tell a repeated request."""

from __future__ import annotations

import hashlib
import secrets
import uuid


def new_op_id() -> str:
    """The id of one intended write. The same id twice is the same write."""
    return str(uuid.uuid4())


def new_token() -> str:
    """256 random bits for a cookie or a one-time link. Only its hash is ever stored."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
