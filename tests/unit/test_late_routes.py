"""Routes that are worked out late are the same routes."""

import httpx
import msgspec
import pytest
from litestar import Litestar, Request, get, post
from litestar.exceptions import ImproperlyConfiguredException
from litestar.params import FromPath, JSONBody
from litestar.testing import TestClient

from server.app import create_litestar
from server.web.late import LateLitestar


class Note(msgspec.Struct):
    """Something to send."""

    text: str


@get("/notes/{number:int}")
async def show(number: FromPath[int]) -> Note:
    """One."""
    return Note(f"number {number}")


@post("/notes/{number:int}")
async def write(request: Request, number: FromPath[int], data: JSONBody[Note]) -> Note:
    """One more."""
    return Note(f"{request.method} {data.text} {number}")


@get("/plain")
async def plain() -> str:
    """Text."""
    return "plain"


HANDLERS = [show, write, plain]


def test_they_answer_as_litestars_own() -> None:
    late, own = LateLitestar(HANDLERS, openapi_config=None).start(), Litestar(HANDLERS, openapi_config=None)
    asked = [
        ("GET", "/notes/3", None),
        ("GET", "/notes/three", None),
        ("POST", "/notes/3", {"text": "你好"}),
        ("POST", "/notes/3", {"txt": "你好"}),
        ("DELETE", "/notes/3", None),
        ("OPTIONS", "/notes/3", None),
        ("GET", "/plain", None),
        ("GET", "/nowhere", None),
    ]
    with TestClient(late) as ours, TestClient(own) as theirs:
        for _ in range(2):
            for method, path, body in asked:
                found, wanted = (one.request(method, path, json=body) for one in (ours, theirs))
                assert (found.status_code, found.content) == (wanted.status_code, wanted.content), path
                assert _headers(found) == _headers(wanted)


def _headers(answer: httpx.Response) -> dict[str, object]:
    """The order of methods in `allow` is anybody's."""
    allowed = frozenset(answer.headers.get("allow", "").split(", "))
    return {**answer.headers, "allow": allowed}


def test_they_are_described_as_litestars_own() -> None:
    late = LateLitestar(HANDLERS).start()
    late.work_out()
    assert late.openapi_schema.to_schema() == Litestar(HANDLERS).openapi_schema.to_schema()


def test_every_route_of_ours_can_be_worked_out() -> None:
    app = create_litestar()
    app.work_out()
    app.work_out()


def test_what_litestar_refuses_is_refused() -> None:
    @get("/wrong")
    async def wrong():  # type: ignore[no-untyped-def]  # that is the fault
        return None

    with pytest.raises(ImproperlyConfiguredException, match="type annotated"):
        LateLitestar([wrong]).start().work_out()


def test_one_address_has_one_handler_for_a_method() -> None:
    @get("/plain")
    async def another() -> str:
        return "another"

    with pytest.raises(RuntimeError, match="/plain has two handlers for GET"):
        LateLitestar([plain, another]).start().work_out()
