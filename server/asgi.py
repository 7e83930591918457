"""Linli as it is served: the application, a log line for each request, a limit, a worker, a calm end."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from server.app import create_app
from server.jobs.queries import backlog
from server.lib import db
from server.lib.logs import set_up_logs
from server.lib.settings import settings
from server.migrations import schema
from server.web.health import begin_draining, register_probe
from server.web.requests import Admission, RequestLog
from server.worker import Worker

GRACEFUL_S = 8
NOTICE_S = 1.0
KEEP_ALIVE_S = 20


def application() -> ASGIApp:
    """What uvicorn runs, in each of its processes."""
    set_up_logs(level=logging.WARNING if settings().demo else logging.INFO)
    register_probe("schema", _schema_fault)
    register_probe("jobs", _late_jobs, decides=False)
    return served(create_app())


def served(app: ASGIApp) -> ASGIApp:
    """`app` with everything around it that serving needs."""
    return RequestLog(Admission(Lifespan(app)))


async def _schema_fault() -> str | None:
    found = await schema()
    if found.pending:
        return f"{len(found.pending)} migrations are pending"
    return "the database belongs to a newer Linli" if found.ahead else None


async def _late_jobs() -> str | None:
    """Told only: work that waits for a worker would not be done sooner without this server."""
    found = await backlog()
    return f"{found.late} late, {found.dead} given up" if found.late or found.dead else None


class Lifespan:
    """Starts the worker with the server where both share one database file, and ends both in good order.

    On SIGTERM `/health/ready` says no at once. A second later, when a load balancer has had time to ask,
    uvicorn stops accepting and waits for the requests in flight.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.worker: Worker | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":  # type: ignore[comparison-overlap]  # Litestar's Scope leaves lifespan out
            await self.app(scope, receive, send)
            return

        async def receive_and_end() -> Any:
            message = await receive()
            if message["type"] == "lifespan.shutdown":  # type: ignore[comparison-overlap]  # likewise
                await self._end()
            return message

        async def send_and_start(message: Message) -> None:
            if message["type"] == "lifespan.startup.complete":  # type: ignore[comparison-overlap]  # likewise
                self._start()
            await send(message)

        await self.app(scope, receive_and_end, send_and_start)

    def _start(self) -> None:
        gc.freeze()  # what was imported is never garbage: no collection looks at it again
        gc.enable()
        if db.engine().kind == "sqlite":
            self.worker = Worker()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            before = signal.getsignal(number)
            if callable(before):
                signal.signal(number, self._drain_then(before, loop))

    def _drain_then(
        self, stop: Callable[[int, FrameType | None], Any], loop: asyncio.AbstractEventLoop
    ) -> Callable[[int, FrameType | None], None]:
        """A signal handler that announces the end before `stop`, uvicorn's own, begins it."""
        told = False

        def drain(number: int, frame: FrameType | None) -> None:
            nonlocal told
            begin_draining()
            if told or settings().demo:
                stop(number, frame)
                return
            told = True
            loop.call_soon_threadsafe(loop.call_later, NOTICE_S, stop, number, frame)
            if self.worker is not None:
                loop.call_soon_threadsafe(self.worker.stop)

        return drain

    async def _end(self) -> None:
        if self.worker is not None:
            await self.worker.ended()
        await db.close()


def listen() -> socket.socket:
    """A socket at the address of the settings; OSError when it cannot be had."""
    host = settings().host
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, settings().port))
    except BaseException:
        sock.close()
        raise
    sock.set_inheritable(True)
    return sock


def serve(sock: socket.socket, app: str = "server.asgi:application") -> None:
    """Serve until told to stop; in several processes when the settings say so."""
    chosen = settings()
    config = uvicorn.Config(
        app,
        factory=True,
        workers=chosen.workers,
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(chosen.trusted_proxies),
        forwarded_allow_ips=chosen.trusted_proxies,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACEFUL_S,
    )
    if chosen.workers > 1:
        from uvicorn.supervisors import Multiprocess

        Multiprocess(config, sockets=[sock]).run()
    else:
        uvicorn.Server(config).run(sockets=[sock])
