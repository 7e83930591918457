"""Two writers who meet: the second comes while the first has written and not committed."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from server.lib import db


async def meet(first: Callable[[], Awaitable[Any]], second: Callable[[], Awaitable[Any]]) -> Any:
    """Let `second` begin when `first` has done its part and not committed; what came of the second, a fault too."""
    done, go_on = asyncio.Event(), asyncio.Event()

    async def holding() -> None:
        async with db.write_transaction():
            await first()
            done.set()
            await go_on.wait()

    ahead = asyncio.create_task(holding())
    await done.wait()
    behind = asyncio.ensure_future(second())
    await asyncio.sleep(0.1)
    waits = not behind.done()
    go_on.set()
    await ahead
    assert waits, "the second did not wait for the first"
    return (await asyncio.gather(behind, return_exceptions=True))[0]
