"""Values that only a key opens: AES-256-GCM, a key for each person, each key wrapped under the installation's secret.

Whoever has the database without LINLI_SECRET_KEY reads no sealed value; whoever destroys a person's key makes all
that was sealed under it unreadable, in this file and in every copy of it that does not hold the key (PIPL article 47).
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from functools import lru_cache
from hashlib import sha256

from server.lib.settings import settings

_NONCE = 12
_SEALED = "s1"
_WRAPPED = "k1"
# Not what somebody types: a nonce and a tag at least, in the letters of `urlsafe_b64encode`.
_LOOKS_SEALED = re.compile(_SEALED + r"\.[A-Za-z0-9_-]{38,}={0,2}")
_PURPOSE = b"linli person keys v1"


class SealBroken(Exception):
    """The value was sealed under another key, for another place, or is none of ours."""


def new_key() -> bytes:
    """A key for one person, 256 bits."""
    return os.urandom(32)


def wrap(key: bytes) -> str:
    """The key as it may be stored: `k1.<id of the wrapping key>.<text>`."""
    wrapping = _wrapping_key(settings().secret_key)
    return f"{_WRAPPED}.{_id_of(wrapping)}.{_lock(wrapping, key, _WRAPPED)}"


def unwrap(wrapped: str) -> bytes:
    """The key in `wrap`'s text; SealBroken under another LINLI_SECRET_KEY."""
    wrapping = _wrapping_key(settings().secret_key)
    kind, _, rest = wrapped.partition(".")
    wrapped_under, _, text = rest.partition(".")
    if kind != _WRAPPED or wrapped_under != _id_of(wrapping):
        raise SealBroken("The key was wrapped under another LINLI_SECRET_KEY")
    return _open(wrapping, text, _WRAPPED)


def seal(key: bytes, text: str, *, about: str) -> str:
    """`text` for the eyes of whoever has `key`; `about` names the place, and it opens in no other."""
    return f"{_SEALED}.{_lock(key, text.encode(), about)}"


def unseal(key: bytes, sealed: str, *, about: str) -> str:
    """What `seal` was given; SealBroken when the key, the place or the text is another."""
    kind, _, text = sealed.partition(".")
    if kind != _SEALED:
        raise SealBroken("This is no sealed value")
    return _open(key, text, about).decode()


def is_sealed(value: object) -> bool:
    """Whether this is written as `seal` writes."""
    return isinstance(value, str) and _LOOKS_SEALED.fullmatch(value) is not None


def _lock(key: bytes, plain: bytes, about: str) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # 40 ms that most starts do without

    nonce = os.urandom(_NONCE)
    return base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, plain, about.encode())).decode()


def _open(key: bytes, text: str, about: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        locked = base64.urlsafe_b64decode(text)
        return AESGCM(key).decrypt(locked[:_NONCE], locked[_NONCE:], about.encode())
    except (InvalidTag, binascii.Error, ValueError) as fault:
        raise SealBroken("The seal does not open") from fault


@lru_cache(maxsize=4)
def _wrapping_key(secret: str) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())


def _id_of(key: bytes) -> str:
    return sha256(b"id of " + key).hexdigest()[:8]
