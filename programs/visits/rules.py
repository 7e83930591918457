"""What a day of visits can say."""

from __future__ import annotations

from programs.method.kinds import Kind


def refuse_doors(*, tried: int, opened: int) -> str | None:
    """A reason code when more doors opened than were tried."""
    return "visits.more_opened_than_tried" if opened > tried else None


def proofs(*, tried: int, opened: int) -> list[tuple[Kind, int]]:
    """What a day of visits proves, as `(kind, quantity)`."""
    return [(Kind.VISITS_TRIED, tried), (Kind.VISITS_MADE, opened)]


def opened_share(*, tried: int, opened: int) -> float | None:
    """The share of doors that opened (S01); None when none was tried."""
    return opened / tried if tried else None
