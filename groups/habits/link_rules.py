"""The private address of one name on a chart: worked out from the key of the installation, so that it can be printed anew."""

from __future__ import annotations

import hashlib
import hmac


def own_token(secret_key: str, habit_id: int, entry_id: int) -> str:
    """What stands in the address. Only its hash is kept, and only while the link is switched on."""
    text = f"habit|{habit_id}|{entry_id}".encode()
    return hmac.new(secret_key.encode(), text, hashlib.sha256).hexdigest()[:40]


def own_path(token: str) -> str:
    """The page that the address opens."""
    return f"/h/{token}"
