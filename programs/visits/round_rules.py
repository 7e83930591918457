"""Who can walk a round, and when it is over."""

from __future__ import annotations


def refuse_people(
    *, account: int | None, resident: int | None, companion: int | None, kind: str | None
) -> tuple[str, str] | None:
    """The reason code and the field at fault when visitor and companion cannot be these."""
    if account is None and resident is None:
        return "visits.no_visitor", "visitor_account"
    if account is not None and resident is not None:
        return "visits.two_visitors", "visitor_who"
    if companion is not None and companion == resident:
        return "visits.companion_is_visitor", "companion_who"
    if companion is not None and kind is None:
        return "visits.companion_unknown", "companion_kind"
    return None


def refuse_doors(*, known: int, chosen: int) -> str | None:
    """A reason code when a round would have no door to knock on."""
    if not known:
        return "visits.no_doors"
    return None if chosen else "visits.all_reached"


def refuse_walking(state: str) -> str | None:
    """A reason code when doors can no longer be noted."""
    return None if state == "planned" else "visits.round_over"


def refuse_closing(*, state: str, tried: int) -> str | None:
    """A reason code when the round is over, or nobody has walked it."""
    return refuse_walking(state) or (None if tried else "visits.round_not_walked")


def refuse_cancelling(*, state: str, tried: int) -> str | None:
    """A reason code when the round is over, or has visits that stand."""
    return refuse_walking(state) or ("visits.round_walked" if tried else None)


def refuse_editing(*, state: str, tried: int) -> str | None:
    """A reason code when a plan can no longer be changed: the walk has begun, or is over."""
    return refuse_walking(state) or ("visits.round_begun" if tried else None)


def refuse_reopening(state: str) -> str | None:
    """A reason code when a round cannot be walked on: only one that was closed can."""
    return None if state == "walked" else "visits.round_not_closed"
