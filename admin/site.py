"""Piccolo Admin itself: built at the first visit, asked only through the doors of `admin/doors.py`.

Who may enter, what she sees and in which words is decided on our side. Of Piccolo Admin run its page, its
lists, its rows and its forms. Its accounts, sessions, media and writes are left out; it never sees a cookie.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec

from admin.forms import FORMS, AdminForm
from admin.installation import INSTALLATION
from admin.readers import REPORTS
from admin.scope import ScopedTable
from admin.tables import REPORTING
from server.lib.actor import Actor

PAGE_SIZE = 30

_Asgi = Callable[..., Awaitable[None]]


class Answer(msgspec.Struct, frozen=True):
    """What Piccolo Admin said."""

    status: int
    body: bytes


class Site(msgspec.Struct, frozen=True):
    """The admin of one kind of reader."""

    tables: dict[str, type[ScopedTable]]
    forms: tuple[AdminForm, ...]
    app: _Asgi

    async def ask(self, path: str, *, query: str = "", body: bytes | None = None, **state: Any) -> Answer:
        """One request to Piccolo Admin's own API; a form finds `state` in it. Raises what Piccolo raises."""
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET" if body is None else "POST",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", b"admin"), (b"content-type", b"application/json")],
            "server": ("admin", 80),
            "state": state,
        }
        sent: list[MutableMapping[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body or b"", "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        return Answer(sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]))


# By whether the reader has programs to read of, and whether the installation.
_Kind = tuple[bool, bool]
_sites: dict[_Kind, Site] = {}
_building = threading.Lock()


async def site_of(actor: Actor) -> Site:
    """The site for this reader. The first of its kind waits half a second while it is built in a thread."""
    kind = (actor.has(*REPORTS), actor.is_operator)
    built = _sites.get(kind)
    return built if built is not None else await asyncio.to_thread(_site, kind)


def _site(kind: _Kind) -> Site:
    with _building:
        if kind not in _sites:
            _sites[kind] = _build(*kind)
        return _sites[kind]


def _build(reporting: bool, installation: bool) -> Site:
    from piccolo_admin.endpoints import FormConfig, create_admin

    tables = (REPORTING if reporting else ()) + (INSTALLATION if installation else ())
    forms = FORMS if installation else ()
    admin = create_admin(
        [_configured(table) for table in tables],
        forms=[FormConfig(form.slug, form.model(), form.submit) for form in forms],
        page_size=PAGE_SIZE,
        read_only=True,
        auto_include_related=False,
        production=True,
    )
    # Its API stands behind a middleware that asks its own tables for users. Ours have been asked already.
    api = next(route.app.app for route in admin.routes if getattr(route, "path", "") == "/api")
    api.exception_handlers.pop(500)  # it would log what the reader looked for
    return Site({table._meta.tablename: table for table in tables}, forms, api)


def _configured(table: type[ScopedTable]) -> Any:
    """The key is not shown: the first column leads to the row."""
    from piccolo_admin.endpoints import TableConfig
    from piccolo_api.crud.endpoints import OrderBy

    shown = [column for column in table._meta.columns if not column._meta.primary_key]
    newest = [column for column in shown if column._meta.name == table.newest]
    return TableConfig(
        table,
        visible_columns=shown,
        visible_filters=shown,
        link_column=shown[0],
        order_by=[OrderBy(column, ascending=False) for column in newest] or None,
    )
