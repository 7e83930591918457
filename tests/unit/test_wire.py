"""What a visitor asks without httpx is what httpx would ask, and she is answered alike."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests import wire

HOST = "http://linli.test"
COOKIES = [(b"set-cookie", b"linli=new; Path=/"), (b"set-cookie", b"seed=5; Path=/desk; Max-Age=60")]


class Echo:
    """An application that answers what it was asked."""

    def __init__(self, *headers: tuple[bytes, bytes], fails: bool = False) -> None:
        self.asked: list[Any] = []
        self.headers, self.fails = headers, fails

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message["body"], message["more_body"]
        self.asked.append({**scope, "headers": sorted(scope["headers"]), "body": body})
        if self.fails:
            raise ValueError
        await send({"type": "http.response.start", "status": 201, "headers": self.headers})
        await send({"type": "http.response.body", "body": "好".encode(), "more_body": True})
        await send({"type": "http.response.body", "body": b"!"})


def client(echo: Echo) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=echo, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=HOST, cookies={"linli": "x", "lang": "zh_CN"})


FORM = {"text": "好 &", "people": [1, 2], "on": True, "off": False, "none": None, "hours": 1.5, "empty": ""}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "HEAD"])
@pytest.mark.parametrize("url", ["/", "/desk/needs/7", "/desk?q=%E7%8E%8B&b=%zz&c=a+b", "/static/a.css"])
@pytest.mark.parametrize(
    "sent", [{}, {"data": FORM}, {"data": {}}, {"body": {"op_id": "好", "rows": [1, None]}}]
)
async def test_the_same_is_asked(method: str, url: str, sent: dict[str, Any]) -> None:
    assert wire.PLAIN.fullmatch(url)
    echo = Echo((b"content-type", b"text/plain; charset=utf-8"))
    headers = {"x-csrf-token": "t", "accept": "text/html"}
    mine = await wire.ask(echo, client(echo), method, url, headers=headers, **sent)
    of_httpx = {("json" if name == "body" else name): value for name, value in sent.items()}
    theirs = await client(echo).request(method, url, headers=headers, **of_httpx)
    assert echo.asked[0] == echo.asked[1]
    assert (mine.status_code, mine.text, mine.headers) == (theirs.status_code, theirs.text, theirs.headers)
    assert (mine.request.method, mine.request.url) == (theirs.request.method, theirs.request.url)
    assert mine.request.content == theirs.request.content


@pytest.mark.parametrize(
    "url", ["/desk/%2e", "/a/../b", "/王", "/desk?q=王", "/a b", "//evil.example/x", "desk", "/x?"]
)
def test_what_httpx_has_to_read_first_it_reads(url: str) -> None:
    assert not wire.PLAIN.fullmatch(url)


async def test_cookies_of_an_answer_go_where_they_belong() -> None:
    echo = Echo(*COOKIES)
    for path in ("/sign-in", "/desk/needs", "/my"):
        mine, theirs = client(echo), client(echo)
        await wire.ask(echo, mine, "POST", "/sign-in")
        await theirs.post("/sign-in")
        await wire.ask(echo, mine, "GET", path)
        await theirs.get(path)
    asked = [one["headers"] for one in echo.asked if one["method"] == "GET"]
    assert asked[0::2] == asked[1::2]
    assert len({str(headers) for headers in asked}) == 2, "one of the cookies belongs to the desk alone"


async def test_what_fails_is_an_error_of_the_server() -> None:
    echo = Echo(fails=True)
    assert (await wire.ask(echo, client(echo), "GET", "/")).status_code == 500
