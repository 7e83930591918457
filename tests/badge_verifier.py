"""What a public verifier of Open Badges 3.0 asks of a badge that it is handed as a VC-JWT, each question under its name.

Written from OB 3.0 (sections 8.2 and B), VC-JWT and the 1EdTech revocation list (VCRL 1.0). Nothing of ours is imported:
all that is asked is the token itself and what the addresses in it answer.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import jwt
import msgspec

_CONTEXTS = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
}
# Members without which the JSON schema of the AchievementCredential refuses, and their kinds.
_NEEDED: dict[str, dict[str, type]] = {
    "": {"@context": list, "id": str, "type": list, "issuer": dict, "validFrom": str, "credentialSubject": dict},
    "issuer": {"id": str, "type": list},
    "credentialSubject": {"type": list, "achievement": dict},
    "credentialSubject.achievement": {"id": str, "type": list, "name": str, "description": str, "criteria": dict},
    "credentialStatus": {"id": str, "type": str},
}  # fmt: skip
_IDENTITY = {"type": str, "hashed": bool, "identityHash": str, "identityType": str}
_ALGORITHMS = ("RS256", "ES256")

Fetch = Callable[[str], Awaitable[tuple[int, Any]]]


class Refusal(AssertionError):
    """Why a verifier does not accept a badge."""


class Badge(msgspec.Struct, frozen=True):
    """A token taken apart, with the way to ask its addresses: `fetch` answers the status and the JSON there."""

    token: str
    header: dict[str, Any]
    content: dict[str, Any]
    fetch: Fetch

    def at(self, path: str) -> Any:
        """The member under a dotted path; None when it is not there."""
        found: Any = self.content
        for part in filter(None, path.split(".")):
            found = found.get(part) if isinstance(found, dict) else None
        return found


async def refusals(token: str, fetch: Fetch) -> dict[str, str]:
    """The names of the checks that refuse a badge, with what they say; empty when it is accepted."""
    badge = Badge(token, *taken_apart(token), fetch)
    found = {}
    for check in CHECKS:
        try:
            await check(badge)
        except Refusal as refusal:
            found[check.__name__.strip("_")] = str(refusal)
    return found


def taken_apart(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header and the credential of a token: the whole payload, or its member `vc`."""
    parts = token.split(".")
    try:
        header, payload = (
            json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in parts[:2]
        )
    except (ValueError, binascii.Error) as error:
        raise Refusal("this is no token") from error
    _ask(len(parts) == 3, "a token has three parts")
    return header, payload.get("vc", payload)


def _moment(badge: Badge, name: str) -> datetime | None:
    """A moment in the credential, which always has a zone; None when it is not there."""
    text = badge.at(name)
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    _ask(moment.tzinfo, f"{name} has no zone")
    return moment


def _ask(holds: object, otherwise: str) -> None:
    if not holds:
        raise Refusal(otherwise)


async def _terms(badge: Badge) -> None:
    """Every member and every type is a term of one of the contexts: what none knows would not be signed as data."""
    known = set()
    for url in badge.at("@context"):
        _ask(url in _CONTEXTS, f"{url} is no published context")
        text = files("openbadgeslib.ob3").joinpath("contexts", _CONTEXTS[url]).read_text("utf-8")
        known |= set(_terms_in(json.loads(text)))
    for term in _used(badge.content):
        _ask(term in known or term.startswith("@"), f"no context knows {term}")


def _terms_in(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield name
            yield from _terms_in(value)
    elif isinstance(node, list):
        for one in node:
            yield from _terms_in(one)


def _used(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield name
            if name == "type":
                yield from [value] if isinstance(value, str) else value
            elif name != "@context":
                yield from _used(value)
    elif isinstance(node, list):
        for one in node:
            yield from _used(one)


async def _contexts(badge: Badge) -> None:
    """The first context is that of Verifiable Credentials 2.0, the second that of Open Badges 3.0.3."""
    _ask(badge.at("@context")[:2] == list(_CONTEXTS)[:2], "the contexts do not stand in their places")


async def _types(badge: Badge) -> None:
    types = badge.at("type") or []
    _ask("VerifiableCredential" in types, "it is no VerifiableCredential")
    _ask({"OpenBadgeCredential", "AchievementCredential"} & set(types), "it is no OpenBadgeCredential")


async def _schema(badge: Badge) -> None:
    """What the schema needs is there and of its kind; ids are URIs; days have a zone."""
    for path, members in _NEEDED.items():
        for name, kind in members.items():
            value = badge.at(f"{path}.{name}")
            _ask(isinstance(value, kind) and value, f"{path}.{name} is not as the schema says")
            _ask(name != "id" or urlsplit(str(value)).scheme, f"{path}.{name} is no URI")
    _moment(badge, "validFrom")
    for identity in badge.at("credentialSubject.identifier") or []:
        for name, kind in _IDENTITY.items():
            _ask(isinstance(identity.get(name), kind), f"identifier.{name} is not as the schema says")


async def _subject(badge: Badge) -> None:
    subject = badge.at("credentialSubject") or {}
    _ask("AchievementSubject" in subject.get("type", []), "the subject is no AchievementSubject")
    _ask(subject.get("id") or subject.get("identifier"), "nobody is the subject")
    for identity in subject.get("identifier", []):
        _ask(identity.get("type") == "IdentityObject", "an identifier is no IdentityObject")
    criteria = badge.at("credentialSubject.achievement.criteria") or {}
    _ask(criteria.get("id") or criteria.get("narrative"), "the criteria say nothing")


async def _evidence(badge: Badge) -> None:
    for one in badge.at("evidence") or []:
        _ask("Evidence" in one.get("type", []), "evidence is no Evidence")


async def _issuer(badge: Badge) -> None:
    _ask("Profile" in (badge.at("issuer.type") or []), "the issuer is no Profile")
    for address in (badge.at("issuer.url"), badge.at("issuer.id")):
        status, _ = await badge.fetch(address) if address else (404, None)
        _ask(status == 200, f"{address} does not answer")


async def _signature(badge: Badge) -> None:
    """The header names a key at an address that answers with it, and the token is signed by that key."""
    _ask(badge.header.get("alg") in _ALGORITHMS, "the algorithm is none of the two that are allowed")
    address = badge.header.get("kid")
    _ask(address or badge.header.get("jwk"), "the header names no key")
    status, jwk = await badge.fetch(address) if address else (200, badge.header["jwk"])
    _ask(status == 200 and jwk.get("kty") in {"RSA", "EC"}, "the key cannot be read")
    _ask("d" not in jwk, "the key is no public one")
    try:
        jwt.decode(badge.token, jwt.PyJWK(jwk).key, algorithms=[badge.header["alg"]])
    except jwt.InvalidTokenError as error:
        raise Refusal(f"the signature does not hold: {error}") from error


async def _claims(badge: Badge) -> None:
    """The registered claims say what the credential says (section 8.2.4.1)."""
    since = _moment(badge, "validFrom")
    told = {
        "iss": badge.at("issuer.id"),
        "jti": badge.at("id"),
        "sub": badge.at("credentialSubject.id"),
        "nbf": since and since.timestamp(),
    }
    for name, value in told.items():
        _ask(badge.content.get(name) == value, f"the claim {name} says otherwise than the credential")
    _ask(("exp" in badge.content) == (badge.at("validUntil") is not None), "exp and validUntil go together")


async def _revocation(badge: Badge) -> None:
    if badge.at("credentialStatus.type") != "1EdTechRevocationList":
        return
    status, listed = await badge.fetch(badge.at("credentialStatus.id"))
    _ask(status == 200, "the list of the revoked does not answer")
    _ask(listed.get("issuer") == badge.at("issuer.id"), "the list of the revoked is another issuer's")
    revoked = {one["id"] for one in listed["revokedCredential"] if one.get("revoked", True)}
    _ask(badge.at("id") not in revoked, "the badge has been revoked")


async def _expiration(badge: Badge) -> None:
    until = _moment(badge, "validUntil")
    _ask(until is None or until > datetime.now(UTC), "the badge has expired")


async def _issuance(badge: Badge) -> None:
    since = _moment(badge, "validFrom")
    _ask(since is not None and since <= datetime.now(UTC), "the badge is not valid yet")


CHECKS: tuple[Callable[[Badge], Awaitable[None]], ...] = (
    _terms,
    _contexts,
    _types,
    _schema,
    _subject,
    _evidence,
    _issuer,
    _signature,
    _claims,
    _revocation,
    _expiration,
    _issuance,
)
