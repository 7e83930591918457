"""Something to serve that takes its time."""

from __future__ import annotations

import asyncio

from litestar import Litestar, get
from litestar.types import ASGIApp

from server.asgi import served
from server.web import health
from server.web.access import PUBLIC


@get("/slow/{seconds:float}", opt={"who": PUBLIC})
async def slow(seconds: float) -> str:
    """Answer after a while."""
    await asyncio.sleep(seconds)
    return "done"


def application() -> ASGIApp:
    """The slow route and the health pages."""
    return served(Litestar([slow, *health.HANDLERS]))
