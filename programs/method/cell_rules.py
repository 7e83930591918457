"""Small numbers in what leaves the house: no count under five, nor one that follows from a sum (S72)."""

from __future__ import annotations

from collections.abc import Sequence

FEW = 5


def hidden(counts: Sequence[int]) -> list[bool]:
    """Which of these counts are not shown to outsiders, who know their sum.

    Those under five; and where what is left of the sum would tell one of them, the next larger counts too.
    """
    beside = _beside(counts)
    return [0 < count < FEW or place in beside for place, count in enumerate(counts)]


def sum_told(counts: Sequence[int]) -> bool:
    """Whether the sum may stand beside what is shown: not when it is small, or tells what `hidden` hides."""
    beside = _beside(counts)
    return not 0 < sum(counts) < FEW and not _follows(_small(counts), [counts[place] for place in beside])


def _small(counts: Sequence[int]) -> list[int]:
    return [count for count in counts if 0 < count < FEW]


def _beside(counts: Sequence[int]) -> list[int]:
    """The places of the larger counts that hide with the small ones, the smallest first."""
    larger = sorted((count, place) for place, count in enumerate(counts) if count >= FEW)
    small = _small(counts)
    chosen: list[tuple[int, int]] = []
    while small and len(chosen) < len(larger) and _follows(small, [count for count, _place in chosen]):
        chosen.append(larger[len(chosen)])
    return [place for _count, place in chosen]


def _follows(small: Sequence[int], beside: Sequence[int]) -> bool:
    """Whether the sum of hidden counts leaves one way only to make it up of small ones and, `beside`, larger ones."""
    if not small:
        return False
    if beside:
        return sum(small) + sum(beside) == len(small) + FEW * len(beside)
    return len(small) == 1 or sum(small) in (len(small), (FEW - 1) * len(small))
