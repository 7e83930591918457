"""One search box over every room: rooms enter their finders, the ceiling puts them in order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from litestar import Request, get
from litestar.response import Response

from server.lib.actor import Actor
from server.lib.i18n import Message
from server.lib.late_entries import Entries
from server.web.access import STAFF, actor_of
from server.web.asked import asked_text
from server.web.pages import page


class Hit(msgspec.Struct):
    """One thing found."""

    title: str
    href: str
    note: str = ""


class Finder(msgspec.Struct):
    """What a room looks through: at most `LIMIT` hits for `text`, within what the actor may see."""

    heading: Message
    find: Callable[[Actor, str], Awaitable[list[Hit]]]


LIMIT = 20
FINDERS: Entries[Finder] = Entries(__name__)


def pattern(text: str) -> str:
    """`text` as a LIKE pattern with `\\` as escape: found anywhere, its own wildcards taken literally."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


@get("/desk/search", opt={"who": STAFF})
async def search(request: Request) -> Response[bytes]:
    """Programs, groups and people whose name holds the words."""
    actor = actor_of(request)
    text = asked_text(request)
    found = [(finder.heading, await finder.find(actor, text)) for finder in FINDERS] if text else []
    return page(request, "search.html", q=text, found=[(heading, hits) for heading, hits in found if hits])


HANDLERS: list[Any] = [search]
