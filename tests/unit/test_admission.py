"""More requests than can be answered are told to come back, and nobody else notices."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from litestar.types import Receive, Scope, Send

from server.web.requests import IN_FLIGHT, Admission


class Held:
    """An application that answers when it is let."""

    def __init__(self) -> None:
        self.may_go = asyncio.Event()
        self.inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.inside += 1
        await self.may_go.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done", "more_body": False})


async def full_house(limit: int) -> tuple[Held, httpx.AsyncClient, list[asyncio.Task[httpx.Response]]]:
    held = Held()
    guarded: Any = Admission(held, limit)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=guarded), base_url="http://linli.test")
    waiting = [asyncio.create_task(client.post("/activities")) for _ in range(limit)]
    while held.inside < limit:
        await asyncio.sleep(0)
    return held, client, waiting


async def test_all_that_fit_are_answered_and_make_room_again() -> None:
    held, client, waiting = await full_house(IN_FLIGHT)
    assert (await client.get("/desk")).status_code == 503
    held.may_go.set()
    assert [answer.status_code for answer in await asyncio.gather(*waiting)] == [200] * IN_FLIGHT
    assert (await client.get("/desk")).status_code == 200


def test_a_burst_of_two_hundred_fits() -> None:
    assert IN_FLIGHT > 200


@pytest.mark.parametrize(
    ("method", "url", "kind", "text"),
    [
        ("GET", "/desk", "text/html", "请稍候"),
        ("GET", "/desk", "text/html", 'http-equiv="refresh"'),
        ("POST", "/activities", "text/html", "Linli is busy"),
        ("POST", "/api/activities", "application/problem+json", '"status":503'),
    ],
)
async def test_the_next_is_told_when_to_come_back(method: str, url: str, kind: str, text: str) -> None:
    held, client, _ = await full_house(2)
    answer = await client.request(method, url)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert answer.headers["content-type"].startswith(kind)
    assert text in answer.text
    held.may_go.set()


async def test_a_form_is_not_sent_again_by_itself() -> None:
    held, client, _ = await full_house(1)
    assert "refresh" not in (await client.post("/activities")).text
    held.may_go.set()


async def test_health_is_always_answered() -> None:
    held, client, _ = await full_house(1)
    asking = asyncio.create_task(client.get("/health/live"))
    while held.inside < 2:
        await asyncio.sleep(0)
    held.may_go.set()
    assert (await asking).status_code == 200
