"""An award as an Open Badges 3.0 credential: the facts in, what is signed out."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)


class BadgeFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a badge is made of. `base` is the address of this installation, `name` the person's own or chosen one."""

    base: str
    organisation: str
    slug: str
    code: str
    honour_id: int
    honour: str
    criteria: str
    name: str
    given_at: datetime


def issuer_id(base: str, slug: str) -> str:
    """The address of an organisation's profile, which is its id."""
    return f"{base}/badges/issuers/{slug}"


def credential_id(code: str) -> str:
    """The id of a credential. Nobody comes from it to the code, so a list of revoked ones opens nothing."""
    return f"urn:uuid:{_derived(code, 'credential')}"


def profile(base: str, slug: str, name: str) -> dict[str, Any]:
    """Who gives the badges."""
    return {"id": issuer_id(base, slug), "type": ["Profile"], "name": name, "url": base}


def credential(facts: BadgeFacts) -> dict[str, Any]:
    """The OpenBadgeCredential of an award, unsigned."""
    issuer = profile(facts.base, facts.slug, facts.organisation)
    honour = uuid.uuid5(uuid.NAMESPACE_URL, f"{issuer['id']}/honours/{facts.honour_id}")
    return {
        "@context": list(CONTEXTS),
        "id": credential_id(facts.code),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.honour,
        "issuer": issuer,
        "validFrom": _moment(facts.given_at),
        "credentialSubject": {
            "id": f"urn:uuid:{_derived(facts.code, 'subject')}",
            "type": ["AchievementSubject"],
            "identifier": [_identity(facts.name, facts.code)],
            "achievement": {
                "id": f"urn:uuid:{honour}",
                "type": ["Achievement"],
                "achievementType": "Award",
                "name": facts.honour,
                "description": facts.criteria,
                "criteria": {"narrative": facts.criteria},
            },
        },
        "evidence": [{"id": f"{facts.base}/verify/{facts.code}", "type": ["Evidence"], "name": facts.honour}],
        "credentialStatus": {"id": f"{issuer['id']}/revocations", "type": "1EdTechRevocationList"},
    }


def claims(badge: dict[str, Any], given_at: datetime) -> dict[str, Any]:
    """The payload of the token: the credential with its registered claims beside it (OB 3.0, section 8.2.4)."""
    return {
        **badge,
        "iss": badge["issuer"]["id"],
        "jti": badge["id"],
        "nbf": int(given_at.timestamp()),
        "sub": badge["credentialSubject"]["id"],
    }


def revocations(base: str, slug: str, codes: Sequence[str]) -> dict[str, Any]:
    """The 1EdTech revocation list of an organisation (VCRL 1.0)."""
    issuer = issuer_id(base, slug)
    return {
        "id": f"{issuer}/revocations",
        "issuer": issuer,
        "revokedCredential": [{"id": credential_id(code), "revoked": True} for code in codes],
    }


def _identity(name: str, code: str) -> dict[str, Any]:
    """The name as a salted hash: who says that the badge is hers can be asked for her name, nobody reads it."""
    salt = _derived(code, "salt").hex
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${hashlib.sha256(f'{name}{salt}'.encode()).hexdigest()}",
        "identityType": "name",
        "salt": salt,
    }


def _derived(code: str, what: str) -> uuid.UUID:
    return uuid.UUID(bytes=hmac.new(code.encode(), what.encode(), hashlib.sha256).digest()[:16], version=4)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
