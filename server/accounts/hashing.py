"""Passwords as argon2id hashes, made off the event loop, two at a time: 19 MiB and about 40 ms each."""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from server.accounts.rules import PASSWORD_MAX, same_password

AT_ONCE = 2
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
# The hash of a password that nobody has, made with the costs above (a test holds them together).
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$8fF6jX9rxyDY6RhNKxT6/w$1ZTDkfqqLn72t+xByteuxZWMej0KZxydZVZWdg1nAVs"
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def hash_password(password: str) -> str:
    """What is stored of a password."""
    async with _turn():
        return await asyncio.to_thread(_hasher.hash, same_password(password))


async def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one. As much work when nothing is stored: time tells nothing."""
    async with _turn():
        return await asyncio.to_thread(_verify, stored, same_password(password)[: PASSWORD_MAX + 1])


def outdated(stored: str) -> bool:
    """Whether the hash was made with other costs than today's."""
    return _hasher.check_needs_rehash(stored)


def _verify(stored: str | None, password: str) -> bool:
    try:
        return _hasher.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def _turn() -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    return _turns.setdefault(loop, asyncio.Semaphore(AT_ONCE))
