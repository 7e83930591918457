"""Public pages, kept for a moment: what everybody sees is written once and not for each neighbour who opens it.

A page gets here only when its handler calls `keep`, and comes from here only to a visitor without a session and
without a notice, at the plain address. The key holds all else that a page may follow: language, mode, compression.
Each process keeps its own, so a change shows everywhere after `FRESH_S` seconds at the latest; where consent decides
what is shown, at once: such a page is asked for anew after every write.
"""

from __future__ import annotations

import hashlib
import time
from functools import lru_cache
from typing import Any

import msgspec
from litestar import Request
from litestar.enums import ScopeType
from litestar.response import Response
from litestar.types import (
    ASGIApp,
    HTTPResponseBodyEvent,
    HTTPResponseStartEvent,
    HTTPScope,
    Message,
    Receive,
    Scope,
    Send,
)

from server.lib import db
from server.lib.i18n import LANGUAGES, negotiate
from server.web.pages import NOTICE_COOKIE
from server.web.sessions import read_cookies, session_cookie

FRESH_S = 3.0
MOST = 1_000

# Address, language, mode, whether compressed.
Key = tuple[str, str, str, bool]
Headers = list[tuple[bytes, bytes]]

_OF_THE_BODY = {b"content-type", b"content-length", b"content-encoding"}
_KEEP = "kept_for_all"
_ANY = "any state of the database"


class _Kept(msgspec.Struct, frozen=True):
    """An answer, and what is sent instead to those who have it already. `state` is the database's, where it must be that."""

    until: float
    state: str | None
    tag: bytes
    headers: Headers
    body: bytes
    headers_unchanged: Headers


async def state() -> str:
    """What the database holds now: taken before a page is read, and given to `keep` with it."""
    return await db.state()


def keep(request: Request, answer: Response[bytes], *, only_in: str | None = None) -> Response[bytes]:
    """`answer`, of which this says that nothing in it is the visitor's own; who has it already is sent 304.

    `only_in` is the `state()` from before the page was read, where consent decides what it shows: it is given to
    nobody after the next write, and no cache on the way may hold it.
    """
    request.scope["state"][_KEEP] = only_in or _ANY
    answer.headers["etag"] = f'"{hashlib.sha256(answer.content).hexdigest()[:20]}"'
    answer.headers["cache-control"] = "private, no-cache" if only_in else "no-cache"
    return answer


class Kept:
    """Outermost: what is kept is answered before anybody asks who is there."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: dict[Key, _Kept] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or pass on and keep the answer when it may be kept."""
        if scope["type"] != ScopeType.HTTP or scope["method"] != "GET" or (key := _key(scope)) is None:
            await self.app(scope, receive, send)
            return
        found = self._kept.get(key)
        if found is not None and await _holds(found):
            await _answer(found, scope, send)
        else:
            await self._pass_on(key, scope, receive, send)

    async def _pass_on(self, key: Key, scope: HTTPScope, receive: Receive, send: Send) -> None:
        held: HTTPResponseStartEvent | None = None
        told: dict[str, Any] = scope.setdefault("state", {})

        async def send_and_keep(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and told.get(_KEEP) and message["status"] == 200:
                held = message
                return
            if held is not None and message["type"] == "http.response.body":
                start, held = held, None
                if _may_be_kept(start, message):
                    written = self._keep(key, told[_KEEP], list(start["headers"]), message["body"])
                    await _answer(written, scope, send)
                    return
                await send(start)
            await send(message)

        await self.app(scope, receive, send_and_keep)

    def _keep(self, key: Key, state: str, headers: Headers, body: bytes) -> _Kept:
        if len(self._kept) >= MOST:
            self.forget()
        kept = self._kept[key] = _Kept(
            until=time.monotonic() + FRESH_S,
            state=None if state == _ANY else state,
            tag=next((value for name, value in headers if name == b"etag"), b""),
            headers=headers,
            body=body,
            headers_unchanged=[pair for pair in headers if pair[0] not in _OF_THE_BODY],
        )
        return kept

    def forget(self) -> None:
        """Write every page anew."""
        self._kept.clear()


async def _holds(found: _Kept) -> bool:
    return found.until > time.monotonic() and (found.state is None or found.state == await state())


def _key(scope: HTTPScope) -> Key | None:
    """None for a reader whose answer is her own."""
    if scope["query_string"]:
        return None
    accepted = encoding = chosen = mode = ""
    for name, value in scope["headers"]:
        if name == b"accept-language":
            accepted = value.decode("latin-1")
        elif name == b"accept-encoding":
            encoding = value.decode("latin-1")
        elif name == b"cookie":
            if any(own in value for own in _own_cookies()):
                return None
            cookies = read_cookies(scope)
            chosen, mode = cookies.get("lang", ""), cookies.get("mode", "")
    language = chosen if chosen in LANGUAGES else _negotiated(accepted)
    return scope["path"], language, mode if mode == "elder" else "", "gzip" in encoding


def _own_cookies() -> tuple[bytes, bytes]:
    return f"{session_cookie()}=".encode(), f"{NOTICE_COOKIE}=".encode()


_negotiated = lru_cache(maxsize=512)(negotiate)


def _may_be_kept(start: HTTPResponseStartEvent, body: HTTPResponseBodyEvent) -> bool:
    """Whole, and with no cookie for this one visitor."""
    return not body["more_body"] and all(name != b"set-cookie" for name, _value in start["headers"])


async def _answer(found: _Kept, scope: HTTPScope, send: Send) -> None:
    asked = next((value for name, value in scope["headers"] if name == b"if-none-match"), None)
    if asked is not None and found.tag and found.tag in asked:
        await send({"type": "http.response.start", "status": 304, "headers": found.headers_unchanged})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        return
    await send({"type": "http.response.start", "status": 200, "headers": found.headers})
    await send({"type": "http.response.body", "body": found.body, "more_body": False})
