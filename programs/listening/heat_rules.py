"""Small numbers on paper that leaves the house."""

from __future__ import annotations

from collections.abc import Sequence

FEW = 5


def hidden(counts: Sequence[int]) -> list[bool]:
    """Which of these counts are not shown to outsiders: those under five and, so that no sum gives away the only
    one of them, the next larger one (S72)."""
    hide = [0 < count < FEW for count in counts]
    if sum(hide) == 1:
        others = [place for place, count in enumerate(counts) if count >= FEW]
        if others:
            hide[min(others, key=lambda place: counts[place])] = True
    return hide
