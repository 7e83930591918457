"""Asking an address of the table as one of the cast."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar
from zlib import crc32

import httpx
import pytest

from server.lib.actor import Actor
from tests.access.bodies import body, struct_of
from tests.access.table import Route
from tests.access.walls import Ids, Walls
from tests.cast import USERNAMES, Side
from tests.visitor import Visitor

Value = TypeVar("Value")

# Everyday, a family of tests tries a few odd things in each place, other ones in each, and shares the places out among
# the people who go there; `.ci/run` tries all in all, by everybody.
thorough = pytest.mark.parametrize(
    "thorough", [False, pytest.param(True, marks=pytest.mark.matrix)], ids=["some", "all"]
)


def some_of(values: Sequence[Value], place: str, *, thorough: bool, few: int = 1) -> Sequence[Value]:
    """All of them, or a few that are always the same ones in this place and differ from place to place."""
    if thorough:
        return values
    first = crc32(place.encode()) % len(values)
    return [values[(first + step) % len(values)] for step in range(min(few, len(values)))]


def her_turn(who: str | None, place: str, among: Sequence[str | None], *, thorough: bool) -> bool:
    """Whether she goes to a place where `among` might all go: a third of them do, at least one, always the same ones."""
    if who not in among:
        return False
    turn = (among.index(who) + crc32(place.encode())) % len(among)
    return thorough or turn < (len(among) + 2) // 3


def params(path: str) -> list[tuple[str, str]]:
    """Each parameter of an address with the name under which `Walls` knows what it means."""
    parts = path.strip("/").split("/")
    found = []
    for number, part in enumerate(parts):
        if part.startswith("{"):
            name = part.strip("{}")
            found.append((part, "/".join([*(p for p in parts[:number] if not p.startswith("{")), name])))
    return found


def filled(path: str, ids: Ids) -> str | None:
    """The address with ids in it; None when one of them is out of reach."""
    for part, meaning in params(path):
        known = [name for name in ids if meaning == name or meaning.endswith(f"/{name}")]
        if not known:
            return None
        path = path.replace(part, str(ids[max(known, key=len)]))
    return path


def with_all(path: str, value: object) -> str:
    return re.sub(r"{\w+_id}", str(value), path)


async def ask(
    visitor: Visitor, row: Route, url: str, *, sent: dict[str, Any] | None = None
) -> httpx.Response:
    if not row.writes:
        return await visitor.get(url)
    if row.json:
        return await visitor.send(url, sent, method=row.method)
    return await visitor.post(url)


def readable(row: Route, ids: Ids, **more: Any) -> dict[str, Any] | None:
    struct = struct_of(row.method, row.path) if row.json else None
    return None if struct is None else body(struct, ids, **more)


def told(answer: httpx.Response) -> str:
    words = re.sub(r"<[^>]+>|\s+", " ", answer.text.partition("<main")[2] or answer.text)
    return f"{answer.request.method} {answer.request.url.path} → {answer.status_code}: {words.strip()[:200]}"


def roles_of(walls: Walls, who: str | None) -> frozenset[str]:
    if who not in USERNAMES:
        return frozenset()
    actor: Actor = getattr(walls.cast, who)
    return frozenset(held.role for held in actor.assignments)


def places(side: Side) -> Ids:
    return {"estate": side.estate, "building": side.building}
