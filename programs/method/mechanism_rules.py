"""What keeps a result without its social worker: three mechanisms with proof, and the light they give (S65)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

import msgspec

from programs.method.kinds import Kind

MECHANISMS = ("trust", "reciprocity", "supervision")

Light = Literal["good", "warn", "bad"]


def refuse_mechanism(
    *, proof: str, source: tuple[str, int] | None, known: Collection[tuple[str, int]]
) -> str | None:
    """Why a mechanism is not yet proved: a meeting or a record has to be one that stands in this program's evidence.

    A document is proved by saying what it is and where it is kept.
    """
    if proof == "document":
        return None if source is None or source in known else "method.mechanism_source_unknown"
    if source is None:
        return "method.mechanism_without_source"
    return None if source in known else "method.mechanism_source_unknown"


class Check(msgspec.Struct, frozen=True):
    """One line of the sustainability card: what is there of what is needed."""

    key: str
    have: int
    need: int

    @property
    def met(self) -> bool:
        """Whether what is there is enough."""
        return self.have >= self.need


def checks_of(
    totals: Mapping[tuple[str, str], int], *, alone_lately: int, months_kept: int, months_asked: int
) -> list[Check]:
    """The card's lines over a program's evidence.

    `alone_lately` is how many activities were held without staff since `rules.lately_since`, `months_kept` in how many of the
    last `months_asked` whole months the agreed rhythm was kept: of a month that is not over nobody knows it.
    """

    def total(kind: Kind, *facets: str) -> int:
        return sum(
            number
            for (one, facet), number in totals.items()
            if one == kind.value and (not facets or facet in facets)
        )

    return [
        *(Check(one, total(Kind.MECHANISM_PROVED, one), 1) for one in MECHANISMS),
        Check("compact", total(Kind.COMPACT_IN_FORCE), 1),
        Check("habit", total(Kind.HABIT_KEPT, "day60", "day90"), 1),
        Check("thanked", total(Kind.RECOGNISED), 1),
        Check("deputies", total(Kind.DEPUTY_NAMED), 1),
        Check("alone", alone_lately, 1),
        Check("rhythm", months_kept, months_asked),
        Check("relapse", 1 if total(Kind.RELAPSE_OPEN) <= 0 else 0, 1),
    ]


def light_of(checks: Collection[Check]) -> Light:
    """Green only when everything is there; without one of the three mechanisms a result is never called sustainable."""
    unmet = {check.key for check in checks if not check.met}
    if not unmet:
        return "good"
    return "bad" if unmet >= set(MECHANISMS) or "relapse" in unmet else "warn"


def missing_mechanisms(checks: Collection[Check]) -> list[str]:
    """Which of the three have no proof yet."""
    return [check.key for check in checks if check.key in MECHANISMS and not check.met]
