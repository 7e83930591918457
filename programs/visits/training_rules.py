"""Which skills a visit needs, and when a training counts (S04)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

# What is asked for until an organisation chooses for itself.
DEFAULT_NEEDED: dict[str, tuple[str, ...]] = {
    "first_visit": ("door_manners",),
    "survey": ("door_manners", "privacy"),
    "dispute": ("door_manners", "mediation"),
    "notice": ("door_manners",),
}
# Stands for "no skill is needed", so that choosing none is not taken for never having chosen.
NOTHING = "-"


def needed(scenario: str, chosen: Collection[str]) -> list[str]:
    """The skills that visits of a scenario need; `chosen` is what the organisation stored for it."""
    if not chosen:
        return list(DEFAULT_NEEDED.get(scenario, ()))
    return sorted(set(chosen) - {NOTHING})


def counts(trained_on: date, expires_on: date | None, *, on: date) -> bool:
    """Whether a training counts on a day; on its last day it still does."""
    return trained_on <= on and (expires_on is None or on <= expires_on)


def lacking(
    skills: Iterable[str], trainings: Sequence[tuple[str, date, date | None]], *, on: date
) -> list[str]:
    """The skills of which no training counts on that day. A training is `(skill, trained on, expires on)`."""
    held = {skill for skill, start, end in trainings if counts(start, end, on=on)}
    return [skill for skill in skills if skill not in held]
