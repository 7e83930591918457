"""The log says what happened and to whom, by number: no name, no phone number, and not what was asked."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import structlog
from litestar import Litestar, get, post
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from server.asgi import served
from server.lib.logs import place_of, set_up_logs
from tests.visitor import HOST, application

NAME = "王芳"
PHONE = "13800138000"
PRIVATE = (NAME, PHONE, "%E7%8E%8B%E8%8A%B3", "\\u738b\\u82b3", "secret-token")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged, from here on."""
    stream = io.StringIO()
    root, uvicorn = logging.getLogger(), logging.getLogger("uvicorn")
    before, levels = list(root.handlers), (root.level, uvicorn.level)
    set_up_logs(stream=stream)
    yield stream
    structlog.reset_defaults()
    root.handlers[:] = before
    root.setLevel(levels[0])
    uvicorn.setLevel(levels[1])


def entries(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def visitor(app: Any) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=served(app), raise_app_exceptions=False)  # type: ignore[arg-type]  # ASGI either way
    return httpx.AsyncClient(transport=transport, base_url=HOST)


@pytest.mark.usefixtures("database")
async def test_no_person_stands_in_the_log_of_requests(log: io.StringIO) -> None:
    async with visitor(application()) as client:
        client.cookies.set("linli", "secret-token")
        await client.get(f"/nobody/{NAME}", params={"q": PHONE}, headers={"user-agent": f"x {PHONE}"})
        await client.get("/c/1", params={"name": NAME}, headers={"referer": f"http://x/{PHONE}"})
        await client.post("/sign-in", data={"username": NAME, "password": PHONE, "op_id": NAME})
        await client.post("/api/communities", json={"name": NAME, "phone": PHONE})
        await client.post("/api/communities", content=f'{{"name": "{NAME}'.encode())
        await client.get("/api/communities", headers={"authorization": "Bearer secret-token"})
        await client.request("GETT", f"/{NAME}")
    written = log.getvalue()
    assert len([entry for entry in entries(log) if entry["event"] == "request"]) == 7
    for private in PRIVATE:
        assert private not in written


@get("/people/{name:str}/fault")
async def fault(name: FromPath[str]) -> None:
    raise ValueError(f"no such person: {name}")


@post("/people/{name:str}")
async def refuse(name: FromPath[str]) -> None:
    raise HTTPException(detail=f"{name} {PHONE}", status_code=409)


async def test_the_route_is_logged_and_not_the_address(log: io.StringIO) -> None:
    async with visitor(Litestar([fault, refuse], logging_config=None)) as client:
        await client.post(f"/people/{NAME}?phone={PHONE}")
    [entry] = entries(log)
    assert entry["route"] == "/people/{name}"
    assert (entry["method"], entry["status"], entry["event"]) == ("POST", 409, "request")
    assert entry["ms"] >= 0
    assert len(entry["request"]) == 16


async def test_a_request_names_itself_and_takes_no_name_from_outside(log: io.StringIO) -> None:
    async with visitor(Litestar([refuse], logging_config=None)) as client:
        answer = await client.post("/people/x", headers={"x-request-id": PHONE})
    assert answer.headers["x-request-id"] == entries(log)[0]["request"]
    assert PHONE not in log.getvalue()


def _fail() -> None:
    raise ValueError(f"{NAME} {PHONE}")


def test_a_fault_is_told_by_its_type_and_place(log: io.StringIO) -> None:
    with pytest.raises(ValueError, match=NAME) as caught:
        _fail()
    structlog.get_logger().error("jobs.failed", exc_info=caught.value, job=3)
    try:
        _fail()
    except ValueError:
        structlog.get_logger().error("again", exc_info=True)
    assert place_of(caught.value).startswith("tests/serving/test_logs.py:")
    first, second = entries(log)
    assert first["error"] == second["error"] == "builtins.ValueError"
    assert first["trace"][0].startswith("tests/serving/test_logs.py:")
    assert first["job"] == 3
    assert NAME not in log.getvalue()


@pytest.mark.parametrize(
    "facts",
    [
        {"name": NAME},
        {"name": "Wang Fang"},
        {"kind": NAME},
        {"kind": PHONE},
        {"route": f"/people/{PHONE}"},
        {"payload": {"name": NAME}},
        {"names": [NAME]},
    ],
)
def test_text_that_could_be_a_person_is_left_out(log: io.StringIO, facts: dict[str, Any]) -> None:
    structlog.get_logger().info("happened", **facts, count=2)
    [entry] = entries(log)
    assert entry["count"] == 2
    assert entry["left_out"] == list(facts)
    assert not {NAME, PHONE, "Wang Fang"} & set(map(str, entry.values()))


@pytest.mark.parametrize("event", [NAME, "two\nlines", 'a "quote"', f"call {PHONE}"])
def test_an_event_is_a_word_of_ours(log: io.StringIO, event: str) -> None:
    structlog.get_logger().info(event)
    assert [entry["event"] for entry in entries(log)] == ["unnamed"]


def test_one_entry_is_one_line(log: io.StringIO) -> None:
    structlog.get_logger().info("happened", kind="a\r\nb\u0085c", route="x\ny")
    assert log.getvalue().count("\n") == 1
    assert len(entries(log)) == 1


def test_libraries_are_heard_without_what_they_quote(log: io.StringIO) -> None:
    library = logging.getLogger("asyncio")
    library.error(f"Task exception was never retrieved\nfuture: <Task exception=ValueError('{NAME}')>")
    library.error("Exception in callback <function f> args=%s", PHONE)
    library.warning("%s said %s", NAME, PHONE)
    library.info("not important")
    assert [entry["said"] for entry in entries(log)] == [
        "Task exception was never retrieved",
        "Exception in callback",
        "%s said %s",
    ]
