"""What can be said of a grant."""

from __future__ import annotations

from decimal import Decimal

from server.lib import money


def refuse_amount(amount: Decimal | None) -> str | None:
    """A reason code when `amount`, in yuan, is no sum of money."""
    if amount is None:
        return None
    if not money.is_in_range(amount):
        return "funding.amount_out_of_range"
    return None if money.has_cents_only(amount) else "funding.amount_has_fractions"
