"""Reading a handed-in file in a process of its own, while others are served."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import TypeVar

import msgspec

from server.intake import limits
from server.intake.grid import Answer, Grid
from server.lib.errors import Refused

Said = TypeVar("Said")

_ROOT = Path(__file__).resolve().parents[2]
_waiting: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


async def read_grid(content: bytes, name: str, *, field: str = "file") -> Grid:
    """The cells of a spreadsheet; Refused beside `field` with a sentence for whatever it is instead.

    Takes seconds for a large one; two are read at once, others wait.
    """
    if len(content) > limits.MOST_BYTES:
        raise Refused("intake.too_large", field=field, limit=limits.MOST_BYTES // 1_000_000)
    async with _turn():
        answer = await _asked(content, name)
    if answer.grid is None:
        raise Refused(f"intake.{answer.code or 'broken'}", field=field, **answer.facts)
    return answer.grid


def _turn() -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    for gone in [known for known in _waiting if known.is_closed()]:
        del _waiting[gone]
    return _waiting.setdefault(loop, asyncio.Semaphore(limits.AT_ONCE))


async def _asked(content: bytes, name: str) -> Answer:
    """What the reading process says; it is stopped when it takes too long or nobody waits any more."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-E", "-s", "-m", "server.intake.child", _speakable(name)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=_ROOT,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
    )
    try:
        async with asyncio.timeout(limits.SECONDS):
            said, _ = await process.communicate(content)
    except TimeoutError:
        return Answer(code="too_slow")
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode != 0:  # the system stopped it: memory or time ran out
        return Answer(code="too_slow" if process.returncode == -24 else "bomb")
    return await _decoded(memoryview(said))


async def _decoded(said: memoryview) -> Answer:
    """What was said, the rows some at a time; others are answered in between."""
    start, answer = _message(said, 0, Answer)
    while answer.grid is not None and start < len(said):
        start, rows = _message(said, start, list[list[str]])
        answer.grid.rows += rows
        await asyncio.sleep(0)
    return answer


def _message(said: memoryview, start: int, kind: type[Said]) -> tuple[int, Said]:
    end = start + 4 + int.from_bytes(said[start : start + 4], "big")
    return end, msgspec.msgpack.decode(said[start + 4 : end], type=kind)


def _speakable(name: str) -> str:
    """A name that any system takes as an argument."""
    return (
        "".join(sign for sign in name if sign.isprintable())[-100:].encode("ascii", "replace").decode() or "?"
    )
