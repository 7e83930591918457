"""Whether a page of ours wrote this request: a token bound to the session, and the browser's own word.

Signed in, the token is an HMAC over the session; signed out, over a random cookie. It travels in the header
`x-csrf-token` or in the form field `_csrf_token`, which has to be the form's first field. No cookie holds
anything made with `LINLI_SECRET_KEY`, so a rotated key costs one reload of the page.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Any
from urllib.parse import urlsplit

import structlog
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send
from markupsafe import Markup

from server.lib.errors import Forbidden
from server.lib.settings import settings
from server.web.access import SignInNeeded
from server.web.sessions import header, read_cookies

FIELD = "_csrf_token"
HEADER = b"x-csrf-token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_PEEK_LIMIT = 65_536
# Choosing how a page reads needs no token, so that public pages need no cookie and may be kept by caches.
_HARMLESS = frozenset({"/language", "/mode"})
_TOKEN = re.compile(r"[0-9a-f]{80}")
_SEED = re.compile(r"[0-9a-f]{64}")
_IN_URLENCODED = re.compile(rb"(?:^|&)_csrf_token=([0-9a-f]{80})")
_IN_MULTIPART = re.compile(rb'name="?_csrf_token"?[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n([0-9a-f]{80})')


class WrongToken(Forbidden):
    """The page that sent this is out of date, or not ours."""


def csrf_token(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """A token for the page being written. A visitor without session gets the cookie that it is bound to.

    Empty for a program with a key, which needs none.
    """
    state: dict[str, Any] = request.scope["state"]
    if state.get("by_key"):
        return ""
    binding = _session(state) or _seed(request.scope) or state.get("csrf_new_seed")
    if binding is None:
        binding = state["csrf_new_seed"] = secrets.token_hex(32)
        state.setdefault("new_cookies", []).append(_seed_cookie(binding))
    # A nonce makes every copy different: compressed answers betray nothing of it (BREACH).
    nonce = secrets.token_hex(8)
    return nonce + _mac(nonce, binding)


def csrf_input(request: ASGIConnection[Any, Any, Any, Any]) -> Markup:
    """The hidden field; it stands first in its form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token(request))


class Csrf:
    """Inside Litestar and after `Sessions`, so that a refusal becomes a page or a problem like any other."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a forged write with `WrongToken`; hand the body on unread."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        if method_of(scope) not in _SAFE:
            receive = await _check(scope, receive)
        await self.app(scope, receive, send)


async def _check(scope: Scope, receive: Receive) -> Receive:
    state: dict[str, Any] = scope["state"]
    if state.get("by_key"):
        return receive
    if _comes_from_elsewhere(scope):
        raise _refusal(scope, "foreign_origin")
    if header(scope, HEADER):
        given, replay = header(scope, HEADER), receive
    elif _is_json(scope):
        # A foreign page cannot send JSON unasked; within a session we also want the browser's word.
        if _session(state) is None or _names_its_origin(scope):
            return receive
        raise _refusal(scope, "json_without_origin")
    else:
        given, replay = await _peek(scope, receive)
    if _accepted(scope, given):
        return replay
    if state.get("session_ended"):
        raise SignInNeeded
    raise _refusal(scope, "wrong_token")


def _accepted(scope: Scope, given: str) -> bool:
    session, seed = _session(scope["state"]), _seed(scope)
    if scope["path"] in _HARMLESS or (scope["path"] == "/sign-out" and session is None):
        return True
    bindings = [session or seed]
    if scope["path"] == "/sign-in":
        bindings.append(seed)  # the form was opened before another tab signed in
    return any(binding and _fits(given, binding) for binding in bindings)


def _fits(given: str, binding: str) -> bool:
    if not _TOKEN.fullmatch(given):
        return False
    return hmac.compare_digest(given[16:], _mac(given[:16], binding))


def _mac(nonce: str, binding: str) -> str:
    key = settings().secret_key.encode()
    return hmac.new(key, f"csrf|{nonce}|{binding}".encode(), hashlib.sha256).hexdigest()


def _session(state: dict[str, Any]) -> str | None:
    return state.get("session_hash")


def _seed_name() -> str:
    return "__Host-linli-visit" if settings().secure else "linli-visit"


def _seed(scope: Scope) -> str | None:
    seed = read_cookies(scope).get(_seed_name(), "")
    return seed if _SEED.fullmatch(seed) else None


def _seed_cookie(seed: str) -> bytes:
    secure = "; Secure" if settings().secure else ""
    return f"{_seed_name()}={seed}; Path=/; HttpOnly; SameSite=Lax{secure}".encode()


def _comes_from_elsewhere(scope: Scope) -> bool:
    """ASVS 3.5.1; old browsers send neither header, then the token alone decides."""
    site = header(scope, b"sec-fetch-site")
    if site and site not in {"same-origin", "none"}:
        return True
    origin = header(scope, b"origin")
    ours = {header(scope, b"host").lower(), _host(settings().public_url)} - {""}
    return bool(origin) and _host(origin) not in ours


def method_of(scope: Scope) -> str:
    """The method of an HTTP request."""
    return str(scope.get("method", "GET"))


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _names_its_origin(scope: Scope) -> bool:
    return header(scope, b"sec-fetch-site") == "same-origin" or bool(header(scope, b"origin"))


def _is_json(scope: Scope) -> bool:
    return header(scope, b"content-type").partition(";")[0].strip().lower() == "application/json"


async def _peek(scope: Scope, receive: Receive) -> tuple[str, Receive]:
    """The token from the beginning of a form's body, and a `receive` that gives the whole body again."""
    kind = header(scope, b"content-type").partition(";")[0].strip().lower()
    patterns = {"application/x-www-form-urlencoded": _IN_URLENCODED, "multipart/form-data": _IN_MULTIPART}
    pattern = patterns.get(kind)
    if pattern is None:
        return "", receive
    held: list[Any] = []
    body = b""
    found = None
    while found is None and len(body) < _PEEK_LIMIT:
        message: Any = await receive()
        held.append(message)
        body += message.get("body", b"")
        found = pattern.search(body[: _PEEK_LIMIT * 2])
        if not message.get("more_body", False):
            break

    async def receive_again() -> Any:
        return held.pop(0) if held else await receive()

    return found.group(1).decode() if found else "", receive_again


def _refusal(scope: Scope, why: str) -> WrongToken:
    structlog.get_logger().warning("write_refused", why=why, method=method_of(scope))
    return WrongToken()
