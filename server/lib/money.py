"""Amounts with two decimals, as every column of the house keeps them (`NUMERIC(14, 2)`)."""

from __future__ import annotations

from decimal import Decimal

MOST = Decimal("999999999.99")


def is_in_range(amount: Decimal) -> bool:
    """Whether it is a number from 0 to `MOST`: no infinity, no NaN."""
    return amount.is_finite() and 0 <= amount <= MOST


def has_cents_only(amount: Decimal) -> bool:
    """Whether an amount in range has at most two decimals, so that nothing is lost when it is written."""
    return amount == amount.quantize(Decimal("0.01"))
