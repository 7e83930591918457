"""Methods, hosts and addresses that no browser of ours sends: no fault, no way round a wall, no word from outside."""

from __future__ import annotations

import httpx
import pytest

from tests.cast import CANARY, Cast
from tests.visitor import Visitor

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)

PLACES = (
    "/",
    "/sign-in",
    "/desk",
    "/my",
    "/c/wufuqiao",
    "/admin/",
    "/api/programs",
    "/health/live",
    "/nowhere",
)


@pytest.mark.parametrize("path", ["/sign-in", "/mode", "/language"])
@pytest.mark.parametrize("onward", ["/c/五福桥?q=王阿姨", "/desk/%E7%8E%8B#第一", "/𠮷"])
async def test_a_way_on_may_be_written_in_chinese(cast: Cast, path: str, onward: str) -> None:
    lin = Visitor("lin")
    if path == "/sign-in":
        answer = await lin.get(path, params={"next": onward})
    else:
        answer = await lin.post(path, {"next": onward, "mode": "elder", "language": "en"})
    assert answer.status_code == 303
    location = answer.headers["location"]
    assert location.isascii()
    assert httpx.URL(location).path == httpx.URL(onward).path


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:8300", "[::1]:8300", "linli_web:8300", "x" * 3_000]
)
async def test_the_host_is_nobodys_word(cast: Cast, host: str) -> None:
    for who in (None, "lin"):
        for path in PLACES:
            answer = await Visitor(who).get(path, headers={"host": host})
            assert answer.status_code < 500, path
            assert "evil.example" not in answer.text + answer.headers.get("location", "")


@pytest.mark.parametrize(
    "host", ["", "[::1", "a b", "linli.test:notaport", "linli.test:99999", "linli.test@evil.example", "<b>"]
)
async def test_what_is_no_host_is_not_answered(cast: Cast, host: str) -> None:
    for who in (None, "lin"):
        for path in PLACES:
            answer = await Visitor(who).get(path, headers={"host": host})
            assert answer.status_code == 400, path
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert host == "" or host not in answer.text


@pytest.mark.parametrize(
    "method", ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND", "foo", "CONNECT"]
)
async def test_a_method_that_an_address_has_not(cast: Cast, method: str) -> None:
    for who in (None, "lin", "wu"):
        for path in PLACES:
            answer = await Visitor(who).http.request(method, path, headers={"origin": "http://linli.test"})
            assert answer.status_code < 500, path
            assert answer.status_code != 200 or method == "OPTIONS", f"{method} {path}"
            assert CANARY not in answer.text


async def test_head_is_get_without_its_body(cast: Cast) -> None:
    for who in (None, "lin", "zhao", "wu"):
        for path in PLACES:
            visitor = Visitor(who)
            get, head = await visitor.get(path), await visitor.http.head(path)
            assert (head.status_code, head.content) == (get.status_code, b""), path
            assert head.headers.get("content-type") == get.headers.get("content-type"), path


ROUNDABOUT = (
    "//desk",
    "/desk//programs/1",
    "/DESK/programs/1",
    "/admin/../desk/programs/1",
    "/admin/%2e%2e/desk/programs/1",
    "/admin/..%2fdesk/programs/1",
    "/admin%2f..%2fdesk",
    "/desk%2fprograms%2f1",
    "/desk/programs/1;x=1",
    "/desk/programs/1%00",
    "/desk/programs/1.json",
    "/static/../desk/programs/1",
    "/static/%2e%2e/%2e%2e/pyproject.toml",
    "/static/..%2f..%2fpyproject.toml",
    "/health/../desk",
    "/admin//api/tables/",
    "/admin/api//tables/",
    "/admin/api/tables/../../../desk",
    "/ADMIN/api/tables/",
    "/admin/api/tables/%2e%2e/",
    "/api//residents/1",
    "/API/residents/1",
    "/api/residents/1%2f",
    "/api/residents/%31",
    "/c/../desk",
    "/c/wufuqiao%2f..%2f..%2fdesk",
)


@pytest.mark.parametrize("who", [None, "wu", "zhao", "bai"])
async def test_no_way_round_a_wall(cast: Cast, who: str | None) -> None:
    """Asked as they are: a browser would straighten them out before."""
    for path in ROUNDABOUT:
        visitor = Visitor(who)
        url = httpx.URL("http://linli.test").copy_with(raw_path=path.encode())
        answer = await visitor.http.send(visitor.http.build_request("GET", url))
        assert answer.status_code < 500, path
        for word in (">宠物文明", "王阿姨", "requires-python"):
            assert word not in answer.text, path
        assert not answer.headers.get("location", "").startswith("//"), path
