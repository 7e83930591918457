"""A public verifier accepts our badge; one that was changed, revoked or made otherwise is refused by the right check."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests import awards
from tests.badge_verifier import CHECKS, Refusal, refusals, taken_apart
from tests.cast import Cast
from tests.visitor import HOST, Visitor

LATER, LONG_AGO = "2999-01-01T00:00:00Z", "2001-01-01T00:00:00Z"


async def fetch(address: str) -> tuple[int, Any]:
    """As a verifier asks: without an account, for JSON, and following where it is led."""
    assert address.startswith(HOST)
    answer = await Visitor().get(address, headers={"accept": "application/json"}, follow_redirects=True)
    told = "json" in answer.headers["content-type"] and answer.status_code == 200
    return answer.status_code, answer.json() if told else None


def changed(token: str, change: Callable[[dict[str, Any]], Any]) -> str:
    """The token with another content under the old signature."""
    header, _, signature = token.split(".")
    _, content = taken_apart(token)
    change(content)
    payload = base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()
    return f"{header}.{payload}.{signature}"


def put(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Set the member under a dotted path, or take it out (`None`)."""
    *way, name = path.split(".")

    def change(content: dict[str, Any]) -> None:
        for part in way:
            content = content[part]
        content.update({name: value})
        if value is None:
            del content[name]

    return change


# What a careless change could do to the credential, and the check that refuses it.
FAULTS: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("terms", put("credentialSubject.achievement.givenBy", "五福桥社区居委会")),
    ("terms", put("credentialStatus.type", "OurOwnList")),
    ("contexts", lambda content: content["@context"].reverse()),
    ("types", put("type", ["VerifiableCredential"])),
    ("types", put("type", ["OpenBadgeCredential"])),
    ("schema", put("id", "378c1750b36039c4")),
    ("schema", put("validFrom", "2021-05-04T00:00:00")),
    ("schema", put("credentialSubject.achievement.description", None)),
    ("schema", put("issuer.id", None)),
    ("schema", lambda content: content["credentialSubject"]["identifier"][0].pop("identityType")),
    ("subject", put("credentialSubject.type", ["Person"])),
    ("subject", put("credentialSubject.achievement.criteria", {"type": "Criteria"})),
    ("evidence", lambda content: content["evidence"][0].update(type=["Photo"])),
    ("issuer", put("issuer.type", ["Organisation"])),
    ("issuer", put("issuer.url", f"{HOST}/nobody/lives/here")),
    ("signature", put("name", "全国劳动模范")),
    ("claims", put("jti", "urn:uuid:00000000-0000-4000-8000-000000000000")),
    ("claims", put("nbf", None)),
    ("revocation", put("credentialStatus.id", f"{HOST}/badges/issuers/nobody/revocations")),
    ("expiration", put("validUntil", LONG_AGO)),
    ("issuance", put("validFrom", LATER)),
]


async def test_each_check_of_a_public_verifier_accepts_it_and_refuses_its_fault(cast: Cast) -> None:
    given = await awards.award(cast, await awards.honour(cast.ours))
    token = (await Visitor("chen").get(f"/desk/awards/{given.id}/badge/jwt")).text
    assert await refusals(token, fetch) == {}
    for check, fault in FAULTS:
        found = await refusals(changed(token, fault), fetch)
        assert check in found, f"{check} accepts what it must refuse: {found}"
        assert "signature" in found, "a change under the old signature is seen"
    assert {check for check, _ in FAULTS} == {check.__name__.strip("_") for check in CHECKS}


async def test_neither_an_unsigned_nor_a_revoked_one_is_accepted(cast: Cast) -> None:
    chen, honour = Visitor("chen"), await awards.honour(cast.ours)
    given, other = await awards.award(cast, honour), await awards.award(cast, honour, serial=18)
    token, another = [(await chen.get(f"/desk/awards/{award.id}/badge/jwt")).text for award in (given, other)]
    header, payload, _ = token.split(".")
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    assert list(await refusals(f"{unsigned}.{payload}.", fetch)) == ["signature"]
    borrowed = f"{header}.{payload}.{another.split('.')[2]}"
    assert list(await refusals(borrowed, fetch)) == ["signature"]
    await awards.revoke(given)
    assert list(await refusals(token, fetch)) == ["revocation"]
    assert await refusals(another, fetch) == {}


@pytest.mark.parametrize("wrong", ["", "a.b.c", "e30.e30"])
async def test_what_is_no_token_is_not_taken_apart(wrong: str) -> None:
    with pytest.raises(Refusal, match="token"):
        taken_apart(wrong)
