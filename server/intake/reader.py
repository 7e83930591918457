"""Reading a handed-in file in a process of its own, while others are served."""

from __future__ import annotations

import asyncio
from typing import TypeVar

import msgspec

from server.intake import limits
from server.intake.grid import Answer, Grid
from server.intake.process import ask
from server.intake.refusal import Unreadable
from server.lib.errors import Refused

Said = TypeVar("Said")


async def read_grid(content: bytes, name: str, *, field: str = "file") -> Grid:
    """The cells of a spreadsheet; Refused beside `field` with a sentence for whatever it is instead.

    Takes seconds for a large one; two are read at once, others wait.
    """
    if len(content) > limits.MOST_BYTES:
        raise Refused("intake.too_large", field=field, limit=limits.MOST_BYTES // 1_000_000)
    try:
        said = await ask("server.intake.child", _speakable(name), content=content)
        answer = await _decoded(memoryview(said))
    except Unreadable as stopped:
        answer = Answer(code=stopped.code)
    if answer.grid is None:
        raise Refused(f"intake.{answer.code or 'broken'}", field=field, **answer.facts)
    return answer.grid


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
