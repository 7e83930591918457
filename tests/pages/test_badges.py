"""A badge verifies with a library that is not ours, by what our public addresses answer; revoked ones do not."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from incentives.recognition.tables import BadgeKey
from server.lib import db
from server.lib.settings import settings
from tests import awards
from tests.cast import Cast
from tests.visitor import HOST, Visitor


async def key_of(token: str, who: Visitor) -> Any:
    """The public key at the address that the badge names, as a verifier fetches it."""
    kid = jwt.get_unverified_header(token)["kid"]
    assert kid.startswith(f"{HOST}/badges/keys/")
    answer = await who.get(kid.removeprefix(HOST))
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
    assert "d" not in answer.json()
    return jwt.PyJWK(answer.json()).key


async def test_a_stranger_verifies_it(cast: Cast) -> None:
    nobody, chen = Visitor(), Visitor("chen")
    name, resident = next(iter(cast.ours.residents.items()))
    given = await awards.award(cast, await awards.honour(cast.ours), resident)
    url = f"/badges/{given.code}.jwt"
    assert (await nobody.get(url)).status_code == 404  # she has not agreed to be named
    own = await chen.get(f"/desk/awards/{given.id}/badge/jwt")
    consent = await awards.agrees_to_publicity(cast, resident)
    assert url in (await nobody.get(f"/verify/{given.code}")).text
    fetched = await nobody.get(url)
    token = fetched.text
    assert token == own.text
    key = await key_of(token, nobody)
    badge = OB3Verifier(pubkey_pem=key).verify(token)
    assert badge.achievement.name == "文明示范户"
    assert badge.issuer.name
    assert jwt.get_unverified_header(token) == {
        "alg": "RS256",
        "kid": jwt.get_unverified_header(token)["kid"],
        "typ": "JWT",
    }
    content = (await nobody.get(f"/badges/{given.code}.json")).json()
    payload = jwt.decode(token, key, algorithms=["RS256"])
    assert {**content, **payload} == payload
    assert datetime.fromtimestamp(payload["nbf"], UTC).isoformat() == "2021-05-03T16:00:00+00:00"
    identity = content["credentialSubject"]["identifier"][0]
    hashed = hashlib.sha256(f"{name}{identity['salt']}".encode()).hexdigest()
    assert identity["identityHash"] == f"sha256${hashed}"
    assert name not in json.dumps(content, ensure_ascii=False)
    issuer = (await nobody.get(content["issuer"]["id"].removeprefix(HOST))).json()
    assert issuer["id"] == content["issuer"]["id"]
    keys = (await nobody.get(f"{content['issuer']['id'].removeprefix(HOST)}/keys")).json()["keys"]
    assert len(keys) == 1
    with pytest.raises(OB3VerificationError):
        OB3Verifier(pubkey_pem=key).verify(token[:-6] + "AAAAAA")
    await awards.withdraws(consent)
    assert (await nobody.get(url)).status_code == 404


async def test_a_revoked_badge_is_on_the_list_and_given_to_nobody(cast: Cast) -> None:
    nobody, chen = Visitor(), Visitor("chen")
    resident = next(iter(cast.ours.residents.values()))
    honour = await awards.honour(cast.ours)
    given, other = (
        await awards.award(cast, honour, resident),
        await awards.award(cast, honour, resident, serial=18),
    )
    await awards.agrees_to_publicity(cast, resident)
    content = (await nobody.get(f"/badges/{given.code}.json")).json()
    status = content["credentialStatus"]
    assert status["type"] == "1EdTechRevocationList"
    listed = (await nobody.get(status["id"].removeprefix(HOST))).json()
    assert listed["revokedCredential"] == []
    await awards.revoke(given)
    listed = (await nobody.get(status["id"].removeprefix(HOST))).json()
    assert listed["revokedCredential"] == [{"id": content["id"], "revoked": True}]
    assert given.code not in json.dumps(listed)
    for ending in ("jwt", "json"):
        assert (await nobody.get(f"/badges/{given.code}.{ending}")).status_code == 404
        assert (await nobody.get(f"/badges/{other.code}.{ending}")).status_code == 200
        assert (await chen.get(f"/desk/awards/{given.id}/badge/{ending}")).status_code == 404
    for strange in (
        "/badges/x.jwt",
        "/badges/x.exe",
        "/badges/keys/x",
        "/badges/issuers/x",
        f"/badges/{other.code}",
    ):
        assert (await nobody.get(strange)).status_code == 404


async def test_another_secret_makes_another_key_and_the_old_one_still_verifies(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody, chen = Visitor(), Visitor("chen")
    given = await awards.award(cast, await awards.honour(cast.ours))
    url = f"/desk/awards/{given.id}/badge/jwt"
    before = (await chen.get(url)).text
    [row] = await db.rows("SELECT sealed_private_key FROM badge_key")
    assert "PRIVATE" not in row["sealed_private_key"]
    monkeypatch.setenv("LINLI_SECRET_KEY", "another secret that is long enough for anything")
    settings.cache_clear()
    after = (await Visitor("chen").get(url)).text
    assert after != before
    assert await BadgeKey.count() == 2
    for token in (before, after):
        OB3Verifier(pubkey_pem=await key_of(token, nobody)).verify(token)
    settings.cache_clear()
