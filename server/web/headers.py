"""Security headers on every answer, and nothing kept by caches but what its handler says is everybody's."""

from __future__ import annotations

import re

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from server.lib.settings import settings

# OWASP ASVS 5.0, 3.4: no inline script or style, no foreign host.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_POLICY = (b"content-security-policy", CONTENT_SECURITY_POLICY.encode())
_PLAIN = (b"content-type", b"text/plain; charset=utf-8")
_NOT_KEPT = (b"cache-control", b"no-store")
_HSTS = (b"strict-transport-security", b"max-age=31536000")
# What a browser writes there; with anything else no address of ours can be made (RFC 9112, 3.2: 400).
_HOST = re.compile(rb"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?", re.ASCII)
_NO_HOST = b"The request does not name a host.\n"


class Headers:
    """Outermost of the middlewares. A policy that the answer already carries (the admin's) stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of its answer. HEAD is answered as GET, without the body."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        if not _names_a_host(scope):
            await send({"type": "http.response.start", "status": 400, "headers": _completed([_PLAIN], scope)})
            await send({"type": "http.response.body", "body": _NO_HOST, "more_body": False})
            return
        head = scope["method"] == "HEAD"
        if head:
            scope = {**scope, "method": "GET"}  # a copy: the server has to remember that it was HEAD

        async def send_complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _completed(list(message["headers"]), scope)
            elif head and message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        await self.app(scope, receive, send_complete)


def _names_a_host(scope: Scope) -> bool:
    """Whether the `Host` header, if there is one, can be a host with its port."""
    for name, value in scope["headers"]:
        if name == b"host":
            found = _HOST.fullmatch(value)
            return found is not None and int(found[1] or 0) < 65_536
    return True


def _completed(headers: list[tuple[bytes, bytes]], scope: Scope) -> list[tuple[bytes, bytes]]:
    state = scope.get("state") or {}
    if state.get("actor") is not None and not scope["path"].startswith("/static/"):
        headers = [pair for pair in headers if pair[0].lower() != b"cache-control"]
        headers.append(_NOT_KEPT)
    present = {name.lower() for name, _value in headers}
    wanted = [*_ALWAYS, _POLICY, _NOT_KEPT, *([_HSTS] if settings().secure else [])]
    return headers + [pair for pair in wanted if pair[0] not in present]
