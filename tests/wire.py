"""Asking the application what httpx would ask it: a quarter of the time of such tests was httpx's own.

`tests/unit/test_wire.py` holds that both ask the same. What is not asked for here goes through httpx itself.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

# An address in which httpx would have nothing to escape, to decode or to shorten.
PLAIN = re.compile(r"(?!//|.*/\.)(/[\w.~@:-]*)+(\?[\w.~@:=&%+,/-]+)?", re.ASCII)


class Answer(httpx.Response):
    """An answer whose request is built when somebody wants to read it."""

    def __init__(
        self, asked: dict[str, Any], status: int, headers: list[tuple[bytes, bytes]], body: bytes
    ) -> None:
        super().__init__(status, headers=headers, stream=httpx.ByteStream(body))
        self._asked = asked
        self.read()

    @property
    def request(self) -> httpx.Request:
        if self._request is None:
            base, url = self._asked.pop("at")
            self._request = httpx.Request(url=base.join(url), **self._asked)
        return self._request

    @request.setter
    def request(self, value: httpx.Request) -> None:
        self._request = value


async def ask(
    app: Any,
    http: httpx.AsyncClient,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    data: Mapping[str, Any] | None = None,
    body: Any = None,
) -> Answer:
    """What `http`, whose cookies are sent and kept, would be answered. `data` goes as a form, `body` as JSON."""
    kind, content = _content(data, body)
    sent = {"host": http.base_url.host, **http.headers, **_cookie(http, url), **(headers or {})}
    if kind:
        sent["content-type"] = kind
    if content or method in {"POST", "PUT", "PATCH"}:
        sent["content-length"] = str(len(content))
    path, _mark, query = url.partition("?")
    status, received, answer = await _through(
        app,
        {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
            "scheme": http.base_url.scheme,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "server": (http.base_url.host, http.base_url.port),
            "client": ("127.0.0.1", 123),
            "root_path": "",
        },
        content,
    )
    asked = {"method": method, "at": (http.base_url, url), "headers": sent, "content": content}
    answered = Answer(asked, status, received, answer)
    if any(name.lower() == b"set-cookie" for name, _value in received):
        http.cookies.extract_cookies(answered)
    return answered


def _content(data: Mapping[str, Any] | None, body: Any) -> tuple[str, bytes]:
    if body is not None:
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return "application/json", text.encode()
    if not data:
        return "", b""
    fields = [
        (name, _written(one))
        for name, value in data.items()
        for one in (value if isinstance(value, list | tuple) else [value])
    ]
    return "application/x-www-form-urlencoded", urlencode(fields).encode()


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _cookie(http: httpx.AsyncClient, url: str) -> dict[str, str]:
    """Those that a test laid in go everywhere; which of an answer's go where, httpx knows."""
    if all(cookie.domain == "" for cookie in http.cookies.jar):
        pairs = "; ".join(f"{cookie.name}={cookie.value}" for cookie in http.cookies.jar)
        return {"cookie": pairs} if pairs else {}
    request = httpx.Request("GET", http.base_url.join(url))
    http.cookies.set_cookie_header(request)
    return {"cookie": request.headers["cookie"]} if "cookie" in request.headers else {}


async def _through(
    app: Any, scope: dict[str, Any], content: bytes
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body; 500 when the application raises instead of answering."""
    told: list[dict[str, Any]] = []
    parts: list[bytes] = []
    done = asyncio.Event()
    to_send = [{"type": "http.request", "body": content, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if to_send:
            return to_send.pop()
        await done.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            told.append(message)
        else:
            parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                done.set()

    try:
        await app(scope, receive, send)
    except Exception:
        done.set()
        told = told or [{"status": 500}]
    [start] = told
    return start["status"], start.get("headers", []), b"" if scope["method"] == "HEAD" else b"".join(parts)
