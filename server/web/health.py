"""Whether this server lives, and whether it should be given requests: for a supervisor and a load balancer.

What only the ceiling knows (the schema, the jobs) it hands in through `register_probe`.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from litestar import Request, get
from litestar.response import Response

from server.lib import db
from server.lib.settings import settings
from server.web.access import PUBLIC

Probe = Callable[[], Awaitable[str | None]]

WRITE_WITHIN_S = 2.0
FREE_BYTES = 500 * 1024 * 1024
REMEMBERED_S = 1.0
_LOOPBACK = {"127.0.0.1", "::1"}
_FORWARDED = ("x-forwarded-for", "x-real-ip", "forwarded")
_WRITES = {"sqlite": "PRAGMA user_version = 1", "postgres": "SELECT txid_current()"}


class _State:
    def __init__(self) -> None:
        self.draining = False
        self.probes: dict[str, Probe] = {}
        self.telling: dict[str, Probe] = {}
        self.found: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self.probed_at = float("-inf")


_state = _State()


def register_probe(name: str, probe: Probe, *, decides: bool = True) -> None:
    """Ask `probe` too: it answers what is wrong, or None. What does not decide is only told."""
    (_state.probes if decides else _state.telling)[name] = probe


def begin_draining() -> None:
    """From now on `/health/ready` says no, while requests are still answered."""
    _state.draining = True


@get("/health/live", opt={"who": PUBLIC})
async def live() -> Response[str]:
    """The process answers. Asks the database nothing."""
    return _plain("live\n", 200)


@get("/health/ready", opt={"who": PUBLIC})
async def ready(request: Request) -> Response[Any]:
    """Whether requests may be sent here. Only somebody on this very machine is told why not."""
    faults, notes = ({"draining": "the server is stopping"}, {}) if _state.draining else await _asked()
    status = 503 if faults else 200
    if _is_local(request):
        details = {"ready": not faults, "faults": faults, "notes": notes}
        return Response(details, status_code=status, headers=_HEADERS)
    return _plain("not ready\n" if faults else "ready\n", status)


_HEADERS = {"cache-control": "no-store"}


def _plain(text: str, status: int) -> Response[str]:
    return Response(text, status_code=status, media_type="text/plain", headers=_HEADERS)


def _is_local(request: Request) -> bool:
    host = request.client.host if request.client else ""
    return host in _LOOPBACK and not any(name in request.headers for name in _FORWARDED)


async def _asked() -> tuple[dict[str, str], dict[str, str]]:
    """Faults and notes; asked at most once a second, as everybody may ask and each time costs a write."""
    if time.monotonic() - _state.probed_at >= REMEMBERED_S:
        _state.probed_at = time.monotonic()
        faults = await _ask({"database": _database, "disk": _disk, **_state.probes})
        _state.found = (faults, await _ask(_state.telling))
    return _state.found


async def _ask(probes: dict[str, Probe]) -> dict[str, str]:
    found = {}
    for name, probe in probes.items():
        try:
            fault = await asyncio.wait_for(probe(), WRITE_WITHIN_S)
        except Exception as error:
            fault = f"failed with {type(error).__name__}"
        if fault:
            found[name] = fault
    return found


async def _database() -> str | None:
    async with db.write_transaction():
        await db.execute(_WRITES[db.engine().kind])
    return None


async def _disk() -> str | None:
    folder = settings().data_dir
    while not folder.exists() and folder != Path(folder.anchor):
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return f"{free // 2**20} MB left" if free < FREE_BYTES else None


HANDLERS = [live, ready]
