"""What a community keeps of its road: its page with everything on it, and the certificates of a ceremony."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from incentives.recognition.certificate_exports import certificates
from incentives.recognition.certificate_queries import standing_at
from incentives.recognition.tables import Award
from server import routes
from server.demo.replay import replay
from server.export.paper import set_up_papers
from server.lib import db
from server.migrations import run_migrations
from tests.scale import measures, servers
from tests.scale.measures import Counts, Figure

SLUG = "xinghuali"
HALL = 200
VERIFY_AT = "https://linli.example.org/verify/"


def figures(folder: Path, counts: Counts) -> list[Figure]:
    """On the stories of the demo, whose community shows all that rooms enter, names among it."""
    path = folder / "lasting.sqlite"
    cards = asyncio.run(_told(path))
    with servers.linli(path) as linli:
        name = "a community's page with names on it"
        found = measures.street_page(linli, [SLUG], counts, name, wanted=(0.3, 0.3))
    return [*found, _hall(cards, path, counts)]


async def _told(path: Path) -> Sequence[dict[str, Any]]:
    """The demo's stories in a database of their own; answers with the certificates of one ceremony."""
    await db.use(f"sqlite:///{path}")
    try:
        await run_migrations()
        await replay()
        award = await Award.objects().where(Award.ceremony.is_not_null()).first()
        if award is None:
            raise LookupError("no ceremony in the demo")
        return await standing_at(award.community, award.ceremony)
    finally:
        await db.close()


def _hall(cards: Sequence[dict[str, Any]], path: Path, counts: Counts) -> Figure:
    """Two hundred in one PDF against one by one, each for a person of her own."""
    hall = [{**cards[0], "who": f"{'赵钱孙李周吴郑王'[n % 8]}{n}", "code": f"{n:032x}"} for n in range(HALL)]
    ratio = asyncio.run(_hall_by_one(hall, path, counts))
    return Figure(f"{HALL} certificates", f"{ratio:.1f} x one", f"<= {HALL * 3} x", ratio <= HALL * 3)


async def _hall_by_one(hall: Sequence[dict[str, Any]], path: Path, counts: Counts) -> float:
    set_up_papers(routes.template_folders())
    await db.use(f"sqlite:///{path}")
    try:
        await _seconds(hall[:1])
        return median([await _seconds(hall) / await _seconds(hall[n : n + 1]) for n in range(counts.rounds)])
    finally:
        await db.close()


async def _seconds(cards: Sequence[dict[str, Any]]) -> float:
    began = time.perf_counter()
    await certificates(cards, verify_at=VERIFY_AT)
    return time.perf_counter() - began
