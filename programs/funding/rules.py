"""What can be said of a grant."""

from __future__ import annotations

from decimal import Decimal

MOST = Decimal("999999999.99")


def refuse_amount(amount: Decimal | None) -> str | None:
    """A reason code when `amount`, in yuan, is no sum of money."""
    if amount is None:
        return None
    if not amount.is_finite() or not 0 <= amount <= MOST:
        return "funding.amount_out_of_range"
    return "funding.amount_has_fractions" if amount != amount.quantize(Decimal("0.01")) else None
