"""The door as JSON: bad input is a problem with its field named, and nothing is written."""

from typing import Any

import pytest

from server.accounts.tables import ApiKey, Invitation
from server.lib.ids import new_op_id
from tests.cast import CANARY, Cast
from tests.visitor import Visitor

KEYS = "/api/account/keys"
INVITATIONS = "/api/account/invitations"
INVITED = {"invited_name": "王姐", "role": "facilitator:organisation"}


@pytest.mark.parametrize(
    ("url", "body"),
    [
        (KEYS, {"name": ""}),
        (KEYS, {"name": "x" * 61}),
        (KEYS, {"name": "a\x00b"}),
        (KEYS, {"name": 5}),
        (KEYS, {"name": "x", "days": 0}),
        (KEYS, {"name": "x", "days": 10**30}),
        (KEYS, {"name": "x", "unknown": 1}),
        (KEYS, {"name": "x", "op_id": "short"}),
        (KEYS, []),
        (KEYS, None),
        (INVITATIONS, {**INVITED, "role": "leader:group:99999999999999999999"}),
        (INVITATIONS, {**INVITED, "role": "king:moon"}),
        (INVITATIONS, {**INVITED, "role": "operator:installation"}),
        (INVITATIONS, {**INVITED, "invited_name": "a\nb\x00"}),
    ],
)
async def test_bad_input_is_a_problem(cast: Cast, url: str, body: Any) -> None:
    answer = await Visitor("lin").send(url, body) if body is not None else await _empty(url)
    assert answer.status_code in {400, 409, 422}, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert await ApiKey.count() == await Invitation.count() == 0


async def _empty(url: str) -> Any:
    lin = Visitor("lin")
    headers = {"x-csrf-token": lin._csrf(), "content-type": "application/json"}
    return await lin.http.post(url, content=b"", headers=headers)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"username": "a\\u0000b", "password": "x"}', {401, 422}),
        (b'{"username": "\\ud800", "password": "\\ud800"}', {400, 401, 422}),
        (b'{"username": "lin", "password": "a\\u0000b"}', {401, 422}),
        (b'{"username": "lin"}', {400, 422}),
        (b"[" * 100_000, {400, 422}),
        (b"\xff\xfe", {400, 422}),
    ],
)
async def test_the_door_takes_any_bytes(cast: Cast, body: bytes, status: set[int]) -> None:
    headers = {"content-type": "application/json"}
    answer = await Visitor().http.post("/api/account/sign-in", content=body, headers=headers)
    assert answer.status_code in status, answer.text


@pytest.mark.parametrize("token", ["%00", "%ff", "..%2f", "x" * 3000, "%F0%A0%AE%B7"])
@pytest.mark.parametrize("link", ["invitation", "password-reset"])
async def test_a_link_of_any_letters_opens_nothing(cast: Cast, link: str, token: str) -> None:
    answer = await Visitor().get(f"/{link}/{token}")
    assert answer.status_code == 404


async def test_an_invitation_and_its_end(cast: Cast) -> None:
    lin, op_id = Visitor("lin"), new_op_id()
    made = await lin.send(INVITATIONS, INVITED, op_id=op_id)
    assert made.status_code == 201
    assert (await lin.send(INVITATIONS, INVITED, op_id=op_id)).json() == made.json()
    other = await lin.send(INVITATIONS, {**INVITED, "invited_name": "李哥"}, op_id=op_id)
    assert (other.status_code, other.json()["code"]) == (409, "op.reused")
    listed = (await lin.get(INVITATIONS)).json()
    assert [row["invited_name"] for row in listed] == ["王姐"]
    assert made.json()["link"].rpartition("/")[2] not in str(listed)
    one = f"{INVITATIONS}/{made.json()['id']}"
    assert (await Visitor("bai").send(one, method="DELETE")).status_code == 404
    assert (await Visitor("chen").send(one, method="DELETE")).status_code == 403
    assert (await lin.send(one, method="DELETE")).status_code == 200
    assert (await lin.get(INVITATIONS)).json() == []


async def test_devices_are_ones_own(cast: Cast) -> None:
    lin = Visitor("lin")
    devices = (await lin.get("/api/account/devices")).json()
    assert [(row["id"], row["current"]) for row in devices] == [(cast.lin.session_id, True)]
    for foreign in (cast.bai.session_id, cast.chen.session_id, 2**31, 2**63 + 1):
        answer = await lin.send(f"/api/account/devices/{foreign}", method="DELETE")
        assert answer.status_code == 404
    assert (await Visitor("bai").get("/api/account/me")).status_code == 200


async def test_a_key_is_listed_without_its_secret(cast: Cast) -> None:
    lin = Visitor("lin")
    made = (await lin.send(KEYS, {"name": "报表", "days": 7})).json()
    listed = await lin.get(KEYS)
    assert [row["name"] for row in listed.json()] == ["报表"]
    assert made["secret"] not in listed.text
    assert (await Visitor("bai").get(KEYS)).json() == []
    assert (await Visitor("bai").send(f"{KEYS}/{made['id']}", method="DELETE")).status_code == 404
    assert (await lin.send(f"{KEYS}/{made['id']}", method="DELETE")).status_code == 204
    assert (await lin.get(KEYS)).json() == []


@pytest.mark.parametrize("url", [KEYS, INVITATIONS, "/api/account/me", "/api/account/devices"])
async def test_nothing_of_another_organisation_shows(cast: Cast, url: str) -> None:
    assert CANARY not in (await Visitor("lin").get(url)).text
    assert (await Visitor().get(url)).status_code == 401
