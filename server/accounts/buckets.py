"""Token buckets: how many tries in a while, how long until the next. `throttle.py` keeps the rows."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """`tries` in `period`. With `longest_wait`, tries beyond them wait, twice as long each time."""

    tries: int
    period: timedelta
    longest_wait: timedelta | None = None

    @property
    def per_second(self) -> float:
        """Tokens that come back in a second."""
        return self.tries / self.period.total_seconds()


class Bucket(msgspec.Struct, frozen=True, kw_only=True):
    """What is left. Below one token nobody is let in; `strikes` counts the tries made at the bottom."""

    tokens: float
    strikes: int
    updated_at: datetime


# Nobody is ever locked out for good (ASVS 6.1.1): an outsider's wrong tries cost the owner at most a quarter
# of an hour, and nothing on a device that she has signed in on before, which has a bucket of its own.
PER_ACCOUNT = Limit(tries=5, period=timedelta(minutes=15), longest_wait=timedelta(minutes=15))
PER_ADDRESS = Limit(tries=100, period=timedelta(minutes=15))


def take(bucket: Bucket | None, limit: Limit, now: datetime) -> tuple[Bucket, timedelta]:
    """One try: the bucket after it, and zero if it may go on, else the wait. A refused try costs nothing."""
    held = filled(bucket, limit, now)
    if held.tokens < 1 - 1e-9:
        return held, timedelta(seconds=(1 - held.tokens) / limit.per_second)
    left = held.tokens - 1
    if left >= 1 or limit.longest_wait is None:
        return Bucket(tokens=left, strikes=held.strikes, updated_at=now), timedelta()
    strikes = held.strikes + 1
    floor = 1 - limit.longest_wait.total_seconds() * limit.per_second
    deeper = max(left - (2 ** min(strikes - 1, 16) - 1), floor)
    return Bucket(tokens=deeper, strikes=strikes, updated_at=now), timedelta()


def give_back(bucket: Bucket | None, limit: Limit, now: datetime) -> Bucket:
    """The bucket as if the last try had not been: it was a right one."""
    held = filled(bucket, limit, now)
    return Bucket(
        tokens=min(held.tokens + 1, float(limit.tries)), strikes=max(held.strikes - 1, 0), updated_at=now
    )


def filled(bucket: Bucket | None, limit: Limit, now: datetime) -> Bucket:
    """The bucket as it is now. A full one has forgotten its strikes; a clock set back adds nothing."""
    if bucket is None:
        return Bucket(tokens=float(limit.tries), strikes=0, updated_at=now)
    passed = max((now - bucket.updated_at).total_seconds(), 0.0)
    tokens = min(bucket.tokens + passed * limit.per_second, float(limit.tries))
    full = tokens >= limit.tries
    return Bucket(tokens=tokens, strikes=0 if full else bucket.strikes, updated_at=now)
