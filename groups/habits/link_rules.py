"""The private address of one name on a chart: worked out from the key of the installation, so that it can be printed anew."""

from __future__ import annotations

import hashlib
import hmac


def own_token(secret_key: str, habit_id: int, entry_id: int, number: int) -> str:
    """What stands in the address of the `number`th link of a name, from 1. Only its hash is kept, while it is switched on.

    A first link is without its number, as it was printed before there were others.
    """
    text = f"habit|{habit_id}|{entry_id}" + (f"|{number}" if number > 1 else "")
    return hmac.new(secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()[:40]


def own_path(token: str) -> str:
    """The page that the address opens."""
    return f"/h/{token}"
