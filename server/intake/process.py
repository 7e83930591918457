"""A process of its own for one handed-in file: it is asked, answers and ends, while others are served."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import sys
from pathlib import Path

from server.intake import limits
from server.intake.refusal import Unreadable

_ROOT = Path(__file__).resolve().parents[2]
_CPU_RAN_OUT = -24
_waiting: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


async def ask(module: str, *arguments: str, content: bytes) -> bytes:
    """What `python -m <module>` writes when it is given `content`; some are asked at once, others wait.

    Raises Unreadable when it takes too long or needs too much memory. It is stopped when nobody waits any more.
    """
    async with _turn():
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-E", "-s", "-m", module, *arguments),
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
            raise Unreadable("too_slow") from None
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
    if process.returncode != 0:  # the system stopped it: memory or time ran out
        raise Unreadable("too_slow" if process.returncode == _CPU_RAN_OUT else "bomb")
    return said


def confine(*, memory: int) -> None:
    """Within such a process: count its time and its memory (bytes), and let it write no file."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _turn() -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    for gone in [known for known in _waiting if known.is_closed()]:
        del _waiting[gone]
    return _waiting.setdefault(loop, asyncio.Semaphore(limits.AT_ONCE))
