"""Forged writes are refused, honest ones pass whatever way they are sent, and nothing of it is ever a 500."""

import re
from typing import Any

import httpx
import pytest

from server.accounts.tables import ApiKey
from server.lib.ids import new_op_id, token_hash
from server.lib.settings import settings
from server.web import csrf
from tests.cast import Cast
from tests.visitor import HOST, Visitor, application

KEYS = "/account/keys"


def _browser(username: str | None = "lin") -> httpx.AsyncClient:
    """A browser without any helper: what is not sent is not there."""
    transport = httpx.ASGITransport(app=application(), raise_app_exceptions=False)
    browser = httpx.AsyncClient(transport=transport, base_url=HOST)
    if username:
        browser.cookies.set("linli", f"session-{username}")
    return browser


async def _token(browser: httpx.AsyncClient, url: str = KEYS) -> str:
    page = await browser.get(url)
    found = re.search(r'name="_csrf_token" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found[1]


def _form(**more: str) -> dict[str, str]:
    return {"op_id": new_op_id(), "name": "报表", "days": "30", **more}


async def test_a_form_of_ours_passes(cast: Cast) -> None:
    browser = _browser()
    answer = await browser.post(KEYS, data={"_csrf_token": await _token(browser), **_form()})
    assert answer.status_code == 200
    assert await ApiKey.count() == 1


async def test_a_file_form_of_ours_passes_and_is_read_whole(cast: Cast) -> None:
    browser = _browser()
    fields = {"_csrf_token": await _token(browser), **_form()}
    answer = await browser.post(
        KEYS, data=fields, files={"photo": ("a.jpg", b"\xff" * 400_000, "image/jpeg")}
    )
    assert answer.status_code == 200, answer.text
    assert await ApiKey.count() == 1


async def test_a_long_form_is_read_whole(cast: Cast) -> None:
    browser = _browser()
    fields = {"_csrf_token": await _token(browser), **_form(padding="长" * 60_000)}
    assert (await browser.post(KEYS, data=fields)).status_code == 200


async def test_a_token_in_the_header_passes(cast: Cast) -> None:
    browser = _browser()
    headers = {"x-csrf-token": await _token(browser)}
    assert (await browser.post(KEYS, data=_form(), headers=headers)).status_code == 200


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({}, {}),
        ({"_csrf_token": ""}, {}),
        ({"_csrf_token": "0" * 80}, {}),
        ({"_csrf_token": "𠮷" * 80}, {}),
        ({"_csrf_token": "é"}, {}),
        ({"_csrf_token": "0" * 100_000}, {}),
        ({}, {"x-csrf-token": "0" * 80}),
        ({}, {"x-csrf-token": "é".encode()}),
        ({}, {"x-csrf-token": b"\xff\xfe"}),
        ({}, {"content-type": "text/plain"}),
        ({}, {"content-type": "multipart/form-data"}),
        ({}, {"content-type": "é".encode()}),
    ],
)
async def test_without_a_right_token_nothing_is_written(
    cast: Cast, fields: dict[str, str], headers: dict[str, Any]
) -> None:
    answer = await _browser().post(KEYS, data={**fields, **_form()}, headers=headers)
    assert answer.status_code == 403
    assert await ApiKey.count() == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin", "origin": HOST}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"origin": HOST.upper()}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://["}, 403),
        ({"origin": "http://linli.test.evil.example"}, 403),
    ],
)
async def test_the_browsers_word_counts_beside_the_token(
    cast: Cast, headers: dict[str, str], status: int
) -> None:
    browser = _browser()
    fields = {"_csrf_token": await _token(browser), **_form()}
    assert (await browser.post(KEYS, data=fields, headers=headers)).status_code == status


async def test_anothers_token_is_worth_nothing(cast: Cast) -> None:
    stolen = await _token(_browser("bai"))
    answer = await _browser("lin").post(KEYS, data={"_csrf_token": stolen, **_form()})
    assert answer.status_code == 403


async def test_every_copy_of_a_token_is_different_and_right(cast: Cast) -> None:
    browser = _browser()
    tokens = [await _token(browser) for _ in range(3)]
    assert len(set(tokens)) == 3
    assert all(csrf._fits(token, token_hash("session-lin")) for token in tokens)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": HOST}, 201),
        ({"sec-fetch-site": "same-origin"}, 201),
        ({}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
    ],
)
async def test_json_with_a_cookie_says_where_it_comes_from(
    cast: Cast, headers: dict[str, str], status: int
) -> None:
    body = {"op_id": new_op_id(), "name": "报表"}
    answer = await _browser().post("/api/account/keys", json=body, headers=headers)
    assert answer.status_code == status, answer.text


async def test_the_door_is_guarded_too(cast: Cast) -> None:
    browser = _browser(None)
    answer = await browser.post("/sign-in", data={"username": "lin", "password": "x"})
    assert answer.status_code == 403
    token = await _token(browser, "/sign-in")
    fields = {"_csrf_token": token, "username": "lin", "password": "x"}
    assert (await browser.post("/sign-in", data=fields)).status_code == 422
    assert (await _browser(None).post("/sign-in", data=fields)).status_code == 403


async def test_a_door_opened_before_another_tab_signed_in_still_opens(cast: Cast) -> None:
    browser = _browser(None)
    token = await _token(browser, "/sign-in")
    browser.cookies.set("linli", "session-lin")
    fields = {"_csrf_token": token, "username": "lin", "password": "x"}
    assert (await browser.post("/sign-in", data=fields)).status_code == 422


async def test_a_changed_secret_costs_one_reload(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = _browser(None)
    before = await _token(browser, "/sign-in")
    monkeypatch.setenv("LINLI_SECRET_KEY", "another secret of thirty-two letters and more")
    settings.cache_clear()
    try:
        fields = {"username": "lin", "password": "x"}
        assert (await browser.post("/sign-in", data={"_csrf_token": before, **fields})).status_code == 403
        after = await _token(browser, "/sign-in")
        assert (await browser.post("/sign-in", data={"_csrf_token": after, **fields})).status_code == 422
    finally:
        monkeypatch.undo()
        settings.cache_clear()


@pytest.mark.parametrize("seed", ["é", "x" * 9_000, "", "0" * 63])
async def test_a_spoilt_cookie_is_replaced(cast: Cast, seed: str) -> None:
    browser = _browser(None)
    raw = {"cookie": f"linli-visit={seed}".encode()}
    page = await browser.get("/sign-in", headers=raw)
    assert page.status_code == 200
    assert "linli-visit=" in page.headers["set-cookie"]


async def test_a_session_that_ended_leads_to_the_door(cast: Cast) -> None:
    browser = _browser()
    fields = {"_csrf_token": await _token(browser), **_form()}
    browser.cookies.clear()
    browser.cookies.set("linli", "session-long-gone")
    answer = await browser.post(KEYS, data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize("path", ["/language", "/mode"])
async def test_reading_otherwise_needs_no_token_but_comes_from_us(cast: Cast, path: str) -> None:
    typed = {"language": "en", "mode": "elder", "next": "/sign-in"}
    typed.pop("mode" if path == "/language" else "language")
    assert (await _browser(None).post(path, data=typed)).headers["location"] == "/sign-in"
    foreign = await _browser(None).post(path, data=typed, headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403


async def test_a_refusal_is_said_in_the_readers_words(cast: Cast) -> None:
    answer = await _browser().post(KEYS, data=_form())
    assert "重新打开" in answer.text
    problem = await Visitor("lin").http.post(
        "/api/account/keys", json={"op_id": new_op_id(), "name": "x"}, headers={"x-csrf-token": "0" * 80}
    )
    assert problem.headers["content-type"].startswith("application/problem+json")
    assert problem.json()["code"] == "csrf.wrong_token"


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("zh_CN", "看不出这是从本站页面发出的，所以什么都没有做。"),
        ("en", "Nothing shows that a page of ours sent this, so nothing was done."),
    ],
)
async def test_why_is_said_in_the_readers_language_to_programs_and_to_people(
    cast: Cast, language: str, title: str
) -> None:
    browser = _browser()
    browser.cookies.set("lang", language)
    forged: list[tuple[dict[str, str], dict[str, Any]]] = [
        ({"origin": "https://evil.example"}, {"json": {}}),
        ({}, {"json": {}}),
        ({"x-csrf-token": "0" * 80}, {"data": _form()}),
    ]
    for headers, sent in forged:
        answer = await browser.post("/api/account/keys", headers=headers, **sent)
        told = answer.json()
        assert (answer.status_code, told["code"], told["title"]) == (403, "csrf.wrong_token", title)
        assert "x-csrf-token" in told["detail"]
    page = (await browser.post(KEYS, data=_form())).text
    assert title in page
    assert "x-csrf-token" not in page
