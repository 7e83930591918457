"""The acts behind a person's steps on the ladder. Rooms above know of them and enter how to ask (S28)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

import msgspec

from programs.residents.tables import LadderStep


class LadderAct(msgspec.Struct, frozen=True):
    """One thing that a person did, and the step it shows. `title` and `href` name the record it stands in."""

    step: LadderStep
    on: date
    title: str
    href: str
    source_kind: str
    source_id: int
    program: int | None = None


# Each answers what one room knows that a person did; the ceiling fills it in.
ACTS_OF: list[Callable[[int], Awaitable[list[LadderAct]]]] = []


async def acts_of(resident_id: int) -> list[LadderAct]:
    """Everything that a person did, the newest first."""
    found = [act for ask in ACTS_OF for act in await ask(resident_id)]
    return sorted(found, key=lambda act: (act.on, act.source_id), reverse=True)
