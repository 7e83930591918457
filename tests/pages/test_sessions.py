"""Who asks, found out once per request; what every answer carries."""

from datetime import timedelta

import httpx
import pytest

from server.accounts import actions, entrance, queries
from server.accounts.entrance import Visit
from server.accounts.schemas import NewKey
from server.accounts.tables import AccountSession, ApiKey, RoleAssignment
from server.lib import clock, db
from server.lib.i18n import current_language
from server.lib.ids import new_op_id
from server.lib.settings import settings
from server.web.headers import CONTENT_SECURITY_POLICY
from tests.cast import Cast
from tests.databases import at_most_queries
from tests.visitor import Visitor

ME = "/api/account/me"


async def test_one_query_tells_who_asks(cast: Cast) -> None:
    chen = Visitor("chen")
    await chen.get(ME)
    with at_most_queries(1):
        answer = await chen.get(ME)
    assert answer.json()["roles"] == [
        {"role": "facilitator", "scope": "community", "scope_id": cast.ours.community}
    ]


async def test_nobody_costs_nothing(cast: Cast) -> None:
    with at_most_queries(0):
        assert (await Visitor().get(ME)).status_code == 401


async def test_a_use_is_noted_at_most_once_a_minute(cast: Cast) -> None:
    chen, start = Visitor("chen"), clock.now()
    with clock.at(start + timedelta(minutes=2)):
        await chen.get(ME)
        first = await AccountSession.objects().get(AccountSession.id == cast.chen.session_id)
        with at_most_queries(1):
            await chen.get(ME)
    assert first.last_seen_at == start + timedelta(minutes=2)
    assert first.expires_at == min(start + timedelta(minutes=722), first.absolute_until)


async def test_no_session_outlives_a_week(cast: Cast) -> None:
    row = await AccountSession.objects().get(AccountSession.id == cast.zhao.session_id)
    zhao = Visitor("zhao")
    moment = clock.now()
    while moment < row.absolute_until:
        with clock.at(moment):
            assert (await zhao.get(ME)).status_code == 200
        moment += timedelta(hours=11)
    with clock.at(row.absolute_until - timedelta(minutes=1)):
        assert (await zhao.get(ME)).status_code == 200
    with clock.at(row.absolute_until):
        assert (await zhao.get(ME)).status_code == 401


async def test_a_role_that_ended_is_gone_with_the_next_request(cast: Cast) -> None:
    held = await RoleAssignment.objects().get(RoleAssignment.user == cast.chen.user_id)
    await actions.end_role(held, actor=cast.lin)
    assert (await Visitor("chen").get(ME)).status_code == 403


async def test_whose_last_term_ended_is_told_so_and_led_in_no_circle(cast: Cast) -> None:
    held = await RoleAssignment.objects().get(RoleAssignment.user == cast.zhao.user_id)
    await actions.end_role(held, actor=cast.lin)
    zhao = Visitor("zhao")
    start = (await zhao.http.get("/")).headers["location"]
    page = await zhao.get(start)
    assert (start, page.status_code) == ("/my", 403)
    assert "这个账号目前没有职务" in page.text
    assert "谢谢您做过的事" in page.text
    main = page.text.partition("<main")[2]
    assert 'action="/sign-out"' in main
    assert 'href="/my"' not in main


@pytest.mark.parametrize("token", ["", "x", "𠮷".encode(), b"\xff", "a" * 9_000, "session-chen\x00"])
async def test_any_cookie_is_only_a_cookie(cast: Cast, token: str | bytes) -> None:
    raw = token if isinstance(token, bytes) else token.encode()
    answer = await Visitor().http.get(ME, headers={"cookie": b"linli=" + raw})
    assert answer.status_code == 401


async def _key(cast: Cast) -> str:
    data = NewKey(op_id=new_op_id(), name="表格", days=30)
    await entrance.make_key(data, actor=cast.chen)
    return entrance.key_secret(data.op_id, cast.chen)


async def test_a_key_acts_as_its_person(cast: Cast) -> None:
    bearer = {"authorization": f"Bearer {await _key(cast)}"}
    nobody = Visitor()
    answer = await nobody.http.get(ME, headers=bearer)
    assert answer.json()["name"] == "陈社工"
    assert "set-cookie" not in answer.headers
    assert await ApiKey.count().where(ApiKey.last_used_at.is_not_null()) == 1
    done = await nobody.http.delete(f"/api/account/devices/{cast.chen.session_id}", headers=bearer)
    assert done.status_code == 204
    assert (await nobody.http.get("/account/devices", headers=bearer)).status_code == 303


async def test_a_key_cannot_make_itself_at_home(cast: Cast) -> None:
    bearer = {"authorization": f"Bearer {await _key(cast)}"}
    body = {"op_id": new_op_id(), "name": "noch einer"}
    answer = await Visitor().http.post("/api/account/keys", json=body, headers=bearer)
    assert answer.status_code == 403
    assert await ApiKey.count() == 1


async def test_with_a_key_no_cookie_counts(cast: Cast) -> None:
    answer = await Visitor("lin").http.get(ME, headers={"authorization": "Bearer linli_made_up"})
    assert answer.status_code == 401


async def test_keys_expire_and_end(cast: Cast) -> None:
    bearer = {"authorization": f"Bearer {await _key(cast)}"}
    with clock.at(clock.now() + timedelta(days=31)):
        assert (await Visitor().http.get(ME, headers=bearer)).status_code == 401
    row = await ApiKey.objects().first()
    assert row is not None
    await entrance.end_key(row, actor=cast.chen)
    assert (await Visitor().http.get(ME, headers=bearer)).status_code == 401


async def test_the_api_opens_and_closes_the_door(cast: Cast) -> None:
    user_id = await actions.create_user(
        cast.ours.organisation, username="mei", display_name="梅", password="tile-harbour-91", actor=cast.lin
    )
    user = await queries.access_person(cast.lin, user_id)
    async with db.write_transaction():
        await entrance.open_session(user, Visit(address="", user_agent=""))
    visitor = Visitor()
    wrong = await visitor.http.post("/api/account/sign-in", json={"username": "mei", "password": "no"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "accounts.wrong_sign_in")
    right = {"username": "mei", "password": "tile-harbour-91"}
    entered = await visitor.http.post("/api/account/sign-in", json=right)
    assert entered.status_code == 200
    token = {"x-csrf-token": entered.json()["csrf_token"]}
    left = await visitor.http.post("/api/account/sign-out", headers=token)
    assert left.status_code == 403  # no role yet: signing out stays possible on the page


@pytest.mark.parametrize(
    ("username", "url"),
    [
        (None, "/sign-in"),
        (None, "/no/such/page"),
        (None, ME),
        ("chen", "/account/devices"),
        ("chen", "/no/such/page"),
        ("chen", "/desk/colleagues"),
        ("chen", ME),
    ],
)
async def test_every_answer_is_guarded(cast: Cast, username: str | None, url: str) -> None:
    answer = await Visitor(username).get(url)
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "strict-transport-security" not in answer.headers
    if username:
        assert answer.headers["cache-control"] == "no-store"


async def test_behind_https_everything_insists_on_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_PUBLIC_URL", "https://linli.example")
    settings.cache_clear()
    try:
        answer = await Visitor().get("/sign-in")
        assert "max-age=31536000" in answer.headers["strict-transport-security"]
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-linli-visit=")
        assert "Secure" in cookie
        raw = {"cookie": "__Host-linli=session-chen"}
        assert (await Visitor().http.get(ME, headers=raw)).status_code == 200
        assert (await Visitor("chen").get(ME)).status_code == 401  # the name without __Host- is not ours
    finally:
        monkeypatch.undo()
        settings.cache_clear()


@pytest.mark.parametrize(
    ("cookie", "accept", "shown"),
    [
        ("en", "zh-CN", "en"),
        ("zh_CN", "en", "zh-CN"),
        ("xx", "en-GB,zh;q=0.5", "en"),
        ("", "fr", "zh-CN"),
        ("", "", "zh-CN"),
    ],
)
async def test_the_language_of_an_answer(cast: Cast, cookie: str, accept: str, shown: str) -> None:
    before = current_language()
    answer = await Visitor(language=cookie).http.get("/sign-in", headers={"accept-language": accept})
    assert f'<html lang="{shown}"' in answer.text
    assert current_language() == before


async def test_a_failing_note_of_use_spoils_no_answer(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy() -> None:
        raise db.DatabaseBusy("held")

    monkeypatch.setattr(db, "write_transaction", busy)
    with clock.at(clock.now() + timedelta(minutes=5)):
        answer: httpx.Response = await Visitor("chen").get(ME)
    assert answer.status_code == 200
