"""What a knock on a door can say, what it proves, and what the visitors must ask themselves when it stayed shut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from programs.method.kinds import Kind

# Somebody was there and answered: what a refusal is a share of (S01) and what counts as contact (S17).
REACHED = ("opened", "refused", "rescheduled")
INNER = frozenset({"dress", "words", "timing", "attitude", "knew_little", "no_companion"})
OUTER = frozenset({"property_manager", "entrance", "empty_flat", "bad_memory", "other_outer"})
_OUTCOME_KINDS = {
    "opened": Kind.VISITS_MADE,
    "refused": Kind.VISITS_REFUSED,
    "not_home": Kind.VISITS_NOT_HOME,
}


def proofs(*, mode: str, outcome: str, concerns: int) -> list[tuple[Kind, int, str]]:
    """What one visit proves, as `(kind, quantity, facet)`. A call that nobody took proves no contact."""
    shown: list[tuple[Kind, int, str]] = []
    if mode == "door":
        shown.append((Kind.VISITS_TRIED, 1, ""))
        if kind := _OUTCOME_KINDS.get(outcome):
            shown.append((kind, 1, ""))
    elif outcome in REACHED:
        shown.append((Kind.CONTACTS, 1, mode))
    if concerns:
        shown.append((Kind.CONCERN_HEARD, concerns, ""))
    return shown


def missing_steps(steps: Sequence[Mapping[str, object]], done: Collection[int]) -> list[int]:
    """The numbers (from 1) of compulsory steps that are not ticked."""
    return [
        number
        for number, step in enumerate(steps, start=1)
        if step.get("compulsory") and number not in set(done)
    ]


def refuse_unticked(
    steps: Sequence[Mapping[str, object]], done: Collection[int], *, outcome: str, skip_reason: str
) -> str | None:
    """A reason code when an opened door leaves a compulsory step neither ticked nor explained (S02)."""
    if outcome != "opened" or skip_reason.strip():
        return None
    return "visits.steps_unticked" if missing_steps(steps, done) else None


def refuse_causes(codes: Collection[str], *, outcome: str) -> str | None:
    """A reason code for a debrief that looks only outside (S03: the inner cause comes first)."""
    if outcome == "opened":
        return "visits.door_opened"
    if not set(codes) <= INNER | OUTER:
        return "visits.cause_unknown"
    return None if INNER & set(codes) else "visits.inner_cause_first"


def refuse_again(*, outcome: str, has_day: bool) -> str | None:
    """A reason code when another day was agreed and is not written down."""
    return "visits.again_without_day" if outcome == "rescheduled" and not has_day else None


def next_door(doors: Sequence[int], tried: Collection[int], *, after: int | None = None) -> int | None:
    """The next door that nobody knocked on: behind `after` first, then from the start; None when all were tried."""
    left = [door for door in doors if door not in set(tried)]
    if not left:
        return None
    if after is not None and after in doors:
        place = list(doors).index(after)
        behind = [door for door in doors[place + 1 :] if door in left]
        if behind:
            return behind[0]
    return left[0]


def tally(outcomes: Iterable[str]) -> dict[str, int]:
    """How often each outcome stands among some, those that do not occur left out."""
    return dict(Counter(outcomes).most_common())
