"""What a page tells beside what it shows: its title, its headers, and what it is when it says no."""

from __future__ import annotations

import re
from collections import Counter

import httpx
import pytest

from tests.access.asking import filled, her_turn, roles_of, thorough, told
from tests.access.table import table
from tests.access.walls import Walls, walls
from tests.cast import USERNAMES
from tests.visitor import Visitor

__all__ = ["walls"]

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)

IDS = re.compile(r'\sid="([^"]*)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.S)


async def test_no_title_names_a_person_and_no_two_fields_share_an_id(walls: Walls) -> None:
    """A title stays in the browser's history and goes along when a page is handed on; a label leads to its own field."""
    cast, faults, read = walls.cast, [], 0
    people = {*cast.ours.residents, *(getattr(cast, name).name for name in USERNAMES), "luo"}
    for who in ("lin", "zhao"):
        for row in table():
            url = filled(row.path, walls.reach[who])
            if row.writes or row.json or url is None or not row.who & roles_of(walls, who):
                continue
            answer = await Visitor(who).get(f"{url}?q=王阿姨")
            title = TITLE.search(answer.text)
            read += title is not None
            if title and any(name in title[1] for name in people):
                faults.append(f"{url}: {title[1]}")
            ids = Counter(IDS.findall(answer.text))
            faults += [f"{url}: {one} stands {times} times" for one, times in ids.items() if times > 1]
    assert not faults, "\n".join(faults)
    assert read > 80


def _kept(answer: httpx.Response) -> bool:
    return answer.headers.get("cache-control") != "no-store"


@thorough
async def test_no_cache_keeps_what_somebody_was_shown(walls: Walls, thorough: bool) -> None:
    """Only the street's page, which is everybody's, and our static files may be kept."""
    faults = []
    askers = (None, "lin", "zhao", "wu", "qian", "yun")
    for who in askers:
        for row in table():
            url = filled(row.path, walls.reach["lin"])
            if not her_turn(who, row.path, askers, thorough=thorough):
                continue
            if row.writes or url is None or row.path.startswith(("/static/", "/c/", "/health/")):
                continue
            answer = await Visitor(who).get(url)
            if _kept(answer):
                faults.append(f"{who} {told(answer)[:80]}: {answer.headers.get('cache-control')}")
    for url in ("/nowhere", "/desk/nowhere", "/invitation/nothing"):
        answer = await Visitor().get(url)
        if _kept(answer):
            faults.append(told(answer)[:80])
    assert not faults, "\n".join(faults)
