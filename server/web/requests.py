"""Around every request: its line in the log, and a limit to how many are answered at once."""

from __future__ import annotations

import secrets
import time
from typing import Any

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from server.lib.logs import request_id

_log = structlog.get_logger("linli.requests")

IN_FLIGHT = 256
RETRY_AFTER_S = b"2"
_UNLOGGED = ("/health/", "/static/")

_BUSY_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>邻里 Linli</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{refresh}
<h1>请稍候</h1><p>现在人很多，请过几秒再试一次。</p>
<p lang="en">Linli is busy. Try again in a few seconds.</p></html>
"""
_REFRESH = '<meta http-equiv="refresh" content="3">'
_BUSY_PROBLEM = b'{"type":"about:blank","title":"Linli is busy. Try again in a moment.","status":503}'


class RequestLog:
    """One line for each answer: method, route, status, duration, and who by number.

    The route is the declared one (`/programs/{program_id}`): an address may hold a name, a query does.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        own_id = secrets.token_hex(8)
        token = request_id.set(own_id)
        started = time.perf_counter()
        status = 500

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", own_id.encode())]
            await send(message)

        try:
            await self.app(scope, receive, send_marked)
        finally:
            if status >= 400 or not scope["path"].startswith(_UNLOGGED):
                _log.info("request", **_facts(scope), status=status, ms=_ms_since(started))
            request_id.reset(token)


def _facts(scope: HTTPScope) -> dict[str, Any]:
    actor = (scope.get("state") or {}).get("actor")
    return {
        "method": scope["method"] if scope["method"] in _METHODS else "OTHER",
        "route": scope.get("path_template", "") if isinstance(scope.get("path_template", ""), str) else "",
        "user": actor.user_id if actor else None,
        "organisation": actor.organisation_id if actor else None,
    }


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _ms_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


class Admission:
    """At most `limit` requests at a time; the next is told at once to come back: nobody waits for ever."""

    def __init__(self, app: ASGIApp, limit: int = IN_FLIGHT) -> None:
        self.app = app
        self.limit = limit
        self.inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"].startswith("/health/"):
            await self.app(scope, receive, send)
            return
        if self.inside >= self.limit:
            await _say_busy(scope, send)
            return
        self.inside += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.inside -= 1


async def _say_busy(scope: HTTPScope, send: Send) -> None:
    if scope["path"].startswith("/api/"):
        body, kind = _BUSY_PROBLEM, b"application/problem+json"
    else:
        # A form that is sent again by itself would have lost what was written in it.
        refresh = _REFRESH if scope["method"] == "GET" else ""
        body, kind = _BUSY_PAGE.format(refresh=refresh).encode(), b"text/html; charset=utf-8"
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", RETRY_AFTER_S),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
