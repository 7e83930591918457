"""The ladder from knowing to founding: 知晓 → 参与 → 协助 → 组织 → 发起. Each step stands on an act (S28)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

STEPS = ("aware", "takes_part", "helps", "organises", "initiates")

# The record that an act stands in: its kind and its id.
Source = tuple[str, int]


def rank(step: str) -> int:
    """How high a step lies; 0 for the lowest."""
    return STEPS.index(step)


def shows(act_step: str, step: str) -> bool:
    """Whether an act shows a step: whoever founds something has also taken part."""
    return rank(act_step) >= rank(step)


def refuse_step(step: str, *, standing: Collection[str], act_step: str | None) -> str | None:
    """A reason code when a person cannot be put on a step by this act; `act_step` is None without one."""
    if step in standing:
        return "residents.step_stands"
    if act_step is None or not shows(act_step, step):
        return "residents.step_without_act"
    return None


def highest(standing: Collection[str]) -> str | None:
    """Where a person stands: the highest step that she has taken."""
    return max(standing, key=rank, default=None)


def resting_on(
    step: str, source: Source, done: Iterable[tuple[str, date, Source]]
) -> tuple[date, Source] | None:
    """The day and the record on which a step rests, of all that a person did; None when nothing shows it any more.

    That is its own act as long as it still shows the step, and otherwise the earliest one that does.
    """
    shown = [(on, record) for act_step, on, record in done if shows(act_step, step)]
    return min(shown, key=lambda act: (act[1] != source, act), default=None)
