"""What changed between two texts of a compact, clause by clause, for somebody who reads slowly (S54)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

# Fewer equal characters than this between two changes are drawn as changed: one reads words, not letters.
_SHORTEST_KEPT = 2


class Clause(NamedTuple):
    """A clause as it is compared: `key` is the same in all texts of a compact."""

    key: int
    text: str
    reason: str = ""


class Change(StrEnum):
    """What became of a clause."""

    kept = "kept"
    changed = "changed"
    new = "new"
    gone = "gone"


class Words(NamedTuple):
    """A run of words: `kept`, `out` (in the old text only) or `in` (in the new one only)."""

    how: str
    text: str


class ClauseChange(NamedTuple):
    """One clause in two texts: its numbers there (0 where it is not), its words, and the reason given for the change."""

    change: Change
    key: int
    before: int
    after: int
    words: tuple[Words, ...]
    reason: str

    @property
    def old(self) -> str:
        return "".join(run.text for run in self.words if run.how != "in")

    @property
    def new(self) -> str:
        return "".join(run.text for run in self.words if run.how != "out")


def words_between(old: str, new: str) -> tuple[Words, ...]:
    """The words of two texts as runs. Kept and out together are the old text, kept and in the new one."""
    runs: list[Words] = []
    held_out = held_in = ""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        short = tag == "equal" and b - a < _SHORTEST_KEPT and a > 0 and b < len(old)
        if tag == "equal" and not short:
            runs += _changed(held_out, held_in)
            held_out = held_in = ""
            runs.append(Words("kept", old[a:b]))
        else:
            held_out, held_in = held_out + old[a:b], held_in + new[c:d]
    return tuple(runs + _changed(held_out, held_in))


def _changed(out: str, new: str) -> list[Words]:
    return [run for run in (Words("out", out), Words("in", new)) if run.text]


def compare(
    before: Sequence[Clause], after: Sequence[Clause], gone: Mapping[int, str] | None = None
) -> list[ClauseChange]:
    """Every clause of two texts once, in the order of the new one; those taken out stand where they stood.

    `gone` says, by key, why a clause was taken out.
    """
    why = gone or {}
    old = {clause.key: (number, clause) for number, clause in enumerate(before, start=1)}
    kept = {clause.key for clause in after}
    changes: list[ClauseChange] = []
    for number, clause in enumerate(after, start=1):
        changes.append(_of_clause(old.get(clause.key), number, clause))
    for number, clause in enumerate(before, start=1):
        if clause.key not in kept:
            out = (Words("out", clause.text),)
            change = ClauseChange(Change.gone, clause.key, number, 0, out, why.get(clause.key, ""))
            changes.insert(_place_of_gone(changes, number), change)
    return changes


def _of_clause(known: tuple[int, Clause] | None, number: int, clause: Clause) -> ClauseChange:
    if known is None:
        return ClauseChange(Change.new, clause.key, 0, number, (Words("in", clause.text),), clause.reason)
    was, old = known
    if old.text == clause.text:
        return ClauseChange(Change.kept, clause.key, was, number, (Words("kept", clause.text),), "")
    words = words_between(old.text, clause.text)
    return ClauseChange(Change.changed, clause.key, was, number, words, clause.reason)


def _place_of_gone(changes: Sequence[ClauseChange], number: int) -> int:
    """Behind the last clause that stood before it in the old text."""
    places = [place for place, change in enumerate(changes) if 0 < change.before < number]
    return places[-1] + 1 if places else 0


def edited_share(change: ClauseChange) -> float:
    """How much of a clause is other than before, 0 to 1."""
    kept = sum(len(run.text) for run in change.words if run.how == "kept")
    longest = max(len(change.old), len(change.new))
    return (longest - kept) / longest if longest else 0.0


def is_more_than_edited(changes: Sequence[ClauseChange], *, most: float) -> bool:
    """Whether the texts differ by more than words: a clause came or went, or more than this share of one changed."""
    return any(
        change.change in {Change.new, Change.gone}
        or (change.change is Change.changed and edited_share(change) > most)
        for change in changes
    )


def without_reason(changes: Sequence[ClauseChange]) -> list[int]:
    """The numbers of changed, new and gone clauses for which nobody has said why; of those gone the old number."""
    return [
        change.after or change.before
        for change in changes
        if change.change is not Change.kept and not change.reason
    ]
