"""Keeping what people are found by. Called in the transaction that changes a name."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from programs.residents.search_rules import grams
from server.lib import db

_AT_ONCE = 500
_ENTERED_AT_ONCE = 50
_ENTER = (
    "INSERT INTO name_gram (organisation, community, gram, resident) VALUES ({}, {}, {}, {})"
    " ON CONFLICT (organisation, gram, resident) DO NOTHING"
)


async def index_names(ids: Collection[int]) -> None:
    """Enter these people under their names as they stand now, instead of what was entered before."""
    for some in _parts(ids):
        await drop_names(some)
        people = await db.rows(
            "SELECT id, organisation, community, folded_name FROM resident"
            f" WHERE id IN ({db.marks(some)}) AND erased_at IS NULL",
            *some,
        )
        await enter_names(people)


async def enter_names(people: Sequence[dict[str, Any]]) -> None:
    """Enter people who stand under no name yet: rows with id, organisation, community and folded_name.

    A few at a time, so that whoever only reads is answered in between.
    """
    for start in range(0, len(people), _ENTERED_AT_ONCE):
        await db.execute_many(
            _ENTER,
            [
                (person["organisation"], person["community"], gram, person["id"])
                for person in people[start : start + _ENTERED_AT_ONCE]
                for gram in sorted(grams(person["folded_name"]))
            ],
        )
        await asyncio.sleep(0)


async def drop_names(ids: Collection[int]) -> None:
    """Nobody finds these people by name any more."""
    for some in _parts(ids):
        await db.execute(f"DELETE FROM name_gram WHERE resident IN ({db.marks(some)})", *some)


def _parts(ids: Collection[int]) -> Iterable[list[int]]:
    listed = list(ids)
    return (listed[start : start + _AT_ONCE] for start in range(0, len(listed), _AT_ONCE))
