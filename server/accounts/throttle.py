"""Token buckets kept in the database, so that all workers count together: sign-in, and any public form."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from server.accounts import buckets
from server.accounts.buckets import Bucket, Limit
from server.accounts.tables import RateBucket
from server.lib import clock
from server.lib.db import execute, lock, write_transaction
from server.lib.settings import settings


async def take(*tries: tuple[str, str, Limit]) -> timedelta:
    """One try against each bucket `(purpose, whose, limit)`: zero if all allow it, else the longest wait.

    A try that one bucket refuses costs nothing in the others.
    """
    now = clock.now()
    async with write_transaction():
        # In the order of their keys, so that two tries never wait for each other.
        asked = sorted((_key(purpose, whose), limit) for purpose, whose, limit in tries)
        rows = [await _row(key) for key, _limit in asked]
        found = [
            buckets.take(_bucket(row), limit, now) for row, (_key, limit) in zip(rows, asked, strict=True)
        ]
        wait = max((wait for _left, wait in found), default=timedelta())
        if not wait:
            for row, (left, _wait) in zip(rows, found, strict=True):
                await _keep(row, left)
        return wait


async def give_back(purpose: str, whose: str, limit: Limit) -> None:
    """The last try was a right one and does not count."""
    async with write_transaction():
        row = await _row(_key(purpose, whose))
        await _keep(row, buckets.give_back(_bucket(row), limit, clock.now()))


async def forget(purpose: str, whose: str) -> None:
    """Start the bucket afresh: its owner has shown who she is."""
    async with write_transaction():
        await RateBucket.delete().where(RateBucket.key == _key(purpose, whose))


def _key(purpose: str, whose: str) -> str:
    """Keyed, so that nobody reads names or addresses out of the table."""
    text = f"bucket|{purpose}|{whose}".encode("utf-8", "surrogatepass")
    return hmac.new(settings().secret_key.encode(), text, hashlib.sha256).hexdigest()


async def _row(key: str) -> RateBucket:
    """The bucket's row, locked; a new one is made first, so that two first tries count as two."""
    await execute(
        "INSERT INTO rate_bucket (key, tokens, strikes, updated_at) VALUES ({}, -1, -1, {})"
        " ON CONFLICT (key) DO NOTHING",
        key,
        clock.now(),
    )
    found = await RateBucket.objects().where(RateBucket.key == key).first()
    assert found is not None
    return await lock(found)


def _bucket(row: RateBucket) -> Bucket | None:
    """A row just made (-1 strikes) is no bucket yet: the limit says how full it starts."""
    if row.strikes < 0:
        return None
    return Bucket(tokens=row.tokens, strikes=row.strikes, updated_at=row.updated_at)


async def _keep(row: RateBucket, left: Bucket) -> None:
    await RateBucket.update(
        {
            RateBucket.tokens: left.tokens,
            RateBucket.strikes: left.strikes,
            RateBucket.updated_at: left.updated_at,
        }
    ).where(RateBucket.id == row.id)
