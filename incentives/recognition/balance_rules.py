"""The four kinds of thanks, and which one somebody never had (S71): 形象, 情感, 荣誉, 榜样."""

from __future__ import annotations

from collections.abc import Mapping

KINDS = ("publicity", "care", "honour", "example")
NEVER = "never"


def missing(counts: Mapping[str, int]) -> list[str]:
    """The kinds that somebody never had: 荣誉×2, 情感×0 lacks care. Everything for who was never thanked."""
    return [kind for kind in KINDS if not counts.get(kind)]


def lacks(counts: Mapping[str, int], asked: str) -> bool:
    """Whether somebody belongs into the list of those who lack a kind, or were `never` thanked; all when not asked."""
    if asked == NEVER:
        return len(missing(counts)) == len(KINDS)
    return not asked or asked in missing(counts)


def urgency(counts: Mapping[str, int]) -> tuple[int, int]:
    """By what the list is put in order: who lacks most kinds comes first, then who was thanked least."""
    return -len(missing(counts)), sum(counts.get(kind, 0) for kind in KINDS)


def shade(count: int) -> int:
    """How dark a cell is: nothing, once, twice, more."""
    return min(count, 3)
