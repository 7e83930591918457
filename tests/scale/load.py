"""A load client that is light enough not to be what is measured: prepared bytes over kept-alive connections."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import cast

import msgspec
import uvloop

PATIENCE_S = 120
_NO_BODY = {204, 304}


class Outcome(msgspec.Struct):
    """What came of one volley: how long it took, how long each request took (seconds), statuses and the last answer."""

    seconds: float
    waits: list[float]
    statuses: Counter[int]
    head: bytes = b""
    body: bytes = b""

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.waits) / self.seconds

    def header(self, name: str) -> str:
        """A header of the last answer, '' when it is not there."""
        lines = (line.split(": ", 1) for line in self.head.decode("latin-1").split("\r\n") if ": " in line)
        return next((value for key, value in lines if key.lower() == name), "")

    @property
    def p95(self) -> float:
        """Seconds within which 95 of 100 were answered."""
        return sorted(self.waits)[int(len(self.waits) * 0.95)]


def together(outcomes: Sequence[Outcome]) -> Outcome:
    """Several volleys as one."""
    statuses = sum((one.statuses for one in outcomes), Counter[int]())
    return Outcome(
        sum(one.seconds for one in outcomes), [wait for one in outcomes for wait in one.waits], statuses
    )


def request(
    method: str, path: str, *, headers: Sequence[tuple[str, str]] = (), body: bytes | None = None
) -> bytes:
    """A request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers)]
    if body is not None:
        lines += ["content-type: application/json", f"content-length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


def volley(port: int, requests: Sequence[bytes], *, concurrency: int = 8) -> Outcome:
    """Send all requests over `concurrency` connections, each as soon as one before it is answered."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_volley(port, requests, concurrency))


def ask(port: int, one: bytes) -> Outcome:
    """One request."""
    return volley(port, [one], concurrency=1)


async def _volley(port: int, requests: Sequence[bytes], concurrency: int) -> Outcome:
    loop = asyncio.get_running_loop()
    outcome = Outcome(0.0, [], Counter())
    queue = iter(requests)
    ends = [loop.create_future() for _ in range(min(concurrency, len(requests)))]
    lines = [
        (await loop.create_connection(lambda end=end: _Line(queue, outcome, end), "127.0.0.1", port))[1]
        for end in ends
    ]
    started = time.perf_counter()
    for line in lines:
        line.send_next()
    await asyncio.wait_for(asyncio.gather(*ends), PATIENCE_S)
    outcome.seconds = time.perf_counter() - started
    for line in lines:
        line.transport.close()
    return outcome


class _Line(asyncio.Protocol):
    """One connection: sends, waits for the whole answer, sends the next."""

    transport: asyncio.Transport

    def __init__(self, queue: Iterator[bytes], outcome: Outcome, end: asyncio.Future[None]) -> None:
        self.queue = queue
        self.outcome = outcome
        self.end = end
        self.held = b""
        self.sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def send_next(self) -> None:
        one = next(self.queue, None)
        if one is None:
            if not self.end.done():
                self.end.set_result(None)
            return
        self.held = b""
        self.sent_at = time.perf_counter()
        self.transport.write(one)

    def data_received(self, data: bytes) -> None:
        self.held = held = self.held + data if self.held else data
        head = held.find(b"\r\n\r\n")
        if head < 0:
            return
        status = int(held[9:12])
        start = head + 4
        if status not in _NO_BODY and len(held) - start < _length(held[:start]):
            return
        self.outcome.waits.append(time.perf_counter() - self.sent_at)
        self.outcome.statuses[status] += 1
        self.outcome.head, self.outcome.body = held[:start], held[start:]
        self.send_next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.end.done():
            self.end.set_exception(exc or ConnectionError("the server hung up"))


def _length(head: bytes) -> int:
    low = head.lower()
    at = low.find(b"content-length:")
    if at < 0:
        raise ValueError("an answer without a length")
    return int(low[at + 15 : low.find(b"\r", at)])
