"""Signing what others verify without us: RS256 tokens (RFC 7515, 7518) and the keys to them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

_BITS = 2048


class KeyPair(msgspec.Struct, frozen=True):
    """A new key: its id (RFC 7638), the public half as JWK, the private half as PEM."""

    key_id: str
    public_jwk: dict[str, str]
    private_pem: str


def new_key_pair() -> KeyPair:
    """A key for RS256; takes some 100 ms of a processor."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    private = rsa.generate_private_key(public_exponent=65_537, key_size=_BITS)
    numbers = private.public_key().public_numbers()
    jwk = {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return KeyPair(_thumbprint(jwk), {**jwk, "alg": "RS256", "use": "sig"}, pem.decode())


def signed(payload: Mapping[str, Any], private_pem: str, *, kid: str) -> str:
    """The payload as a compact JWS; `kid` is the address at which the public key is read."""
    import jwt

    return jwt.encode(dict(payload), private_pem, algorithm="RS256", headers={"kid": kid})


def _number(value: int) -> str:
    return _encoded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _thumbprint(jwk: Mapping[str, str]) -> str:
    """RFC 7638, cut to 30 signs: what is needed to name a key."""
    return _encoded(hashlib.sha256(msgspec.json.encode(jwk, order="sorted")).digest())[:30]


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
