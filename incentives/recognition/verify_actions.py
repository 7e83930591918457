"""Slowing down those who try codes."""

from __future__ import annotations

from datetime import timedelta

from server.accounts import throttle
from server.accounts.buckets import Limit

# A hall full of neighbours on one network gets through; a program that tries codes all night does not.
PER_ADDRESS = Limit(tries=600, period=timedelta(hours=1))


async def count_look(address: str) -> timedelta:
    """One code looked up from this address: zero, or how long to wait."""
    return await throttle.take(("verify", address, PER_ADDRESS))
