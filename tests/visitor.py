"""A person with a browser, without the browser: what pages and API answer her."""

from __future__ import annotations

from functools import cache
from typing import Any

import httpx
from jinja2 import FileSystemBytecodeCache

from server.app import create_app
from server.lib.ids import new_op_id, token_hash
from server.web import csrf, pages
from tests import wire

HOST = "http://linli.test"


@cache
def application() -> Any:
    """One application for the whole run; the database under it changes with each test.

    Its templates stay compiled from run to run, in the user's own folder for temporary files.
    """
    app = create_app()
    pages._environment().bytecode_cache = FileSystemBytecodeCache()
    return app


class Visitor:
    """`Visitor("chen")` is signed in as Chen, `Visitor()` is nobody."""

    def __init__(self, username: str | None = None, *, language: str = "zh_CN") -> None:
        self.username = username
        transport = httpx.ASGITransport(app=application(), raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url=HOST)
        self.http.cookies.set("lang", language)
        if username:
            self.http.cookies.set("linli", f"session-{username}")

    async def get(self, url: str, **extra: Any) -> httpx.Response:
        """Open a page, or ask the API."""
        if extra or not wire.PLAIN.fullmatch(url):
            return await self.http.get(url, **extra)
        return await wire.ask(application(), self.http, "GET", url)

    async def post(
        self, url: str, data: dict[str, Any] | None = None, *, op_id: str | None = None
    ) -> httpx.Response:
        """Send a page's form, with a fresh `op_id` unless one is given."""
        fields = {"op_id": op_id or new_op_id(), **(data or {})}
        headers = {"x-csrf-token": self._csrf()}
        if not wire.PLAIN.fullmatch(url):
            return await self.http.post(url, data=fields, headers=headers)
        return await wire.ask(application(), self.http, "POST", url, data=fields, headers=headers)

    async def send(
        self, url: str, body: Any = None, *, method: str = "POST", op_id: str | None = None
    ) -> httpx.Response:
        """Call the API with JSON, with a fresh `op_id` unless the body brings one."""
        if isinstance(body, dict) or body is None:
            body = {"op_id": op_id or new_op_id(), **(body or {})}
        headers = {"x-csrf-token": self._csrf()}
        if not wire.PLAIN.fullmatch(url):
            return await self.http.request(method, url, json=body, headers=headers)
        return await wire.ask(application(), self.http, method, url, body=body, headers=headers)

    def _csrf(self) -> str:
        """A token as the pages give it; nobody's is bound to the cookie of the visit."""
        if self.username:
            binding = token_hash(f"session-{self.username}")
        else:
            binding = "5" * 64
            self.http.cookies.set(csrf._seed_name(), binding)
        nonce = "0" * 16
        return nonce + csrf._mac(nonce, binding)
