"""Which notes say the same (S51), and what may be merged."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import msgspec

ALIKE = 0.5
ALIKE_UNPLACED = 0.55
ALIKE_ELSEWHERE = 0.7
_SHORTEST = 3  # pairs: “太吵” alone is in half of all complaints


class Note(msgspec.Struct, frozen=True):
    """A need as far as it can be compared with others."""

    id: int
    text: str
    building: int | None = None
    need_class: int | None = None


def likeness(one: str, other: str) -> float:
    """Which share of the shorter text's pairs of neighbouring signs stands in the longer one, from 0 to 1.

    Pairs, because Chinese is written without spaces; the shorter, because one neighbour tells more than the other.
    """
    return _alike(_read(one), _read(other))


def likely_same(notes: Sequence[Note]) -> list[list[int]]:
    """Groups of notes that likely say the same: like words, from one building or of one class.

    Each note is in one group at most; groups are in the order of their first note. Notes that have neither building
    nor class in common have to be more alike.
    """
    pairs = {note.id: _read(note.text) for note in notes}
    group_of: dict[int, list[int]] = {}
    for place, note in enumerate(notes):
        if note.id in group_of:
            continue
        group = [note.id]
        for other in notes[place + 1 :]:
            if other.id not in group_of and _alike(pairs[note.id], pairs[other.id]) >= _needed(note, other):
                group.append(other.id)
        if len(group) > 1:
            group_of.update(dict.fromkeys(group, group))
    return list({id(group): group for group in group_of.values()}.values())


def like_this(note: Note, others: Iterable[Note], *, limit: int = 3) -> list[int]:
    """The notes that most likely say the same as this one, the likeliest first."""
    own = _read(note.text)
    found = [
        (-share, other.id)
        for other in others
        if other.id != note.id and (share := _alike(own, _read(other.text))) >= _needed(note, other)
    ]
    return [other_id for _share, other_id in sorted(found)[:limit]]


def refuse_merging(*, same: bool, stands: bool, together: bool, moves_citation: bool) -> str | None:
    """A reason code when one note cannot be merged into another.

    `same`: they are one note; `stands`: both count; `together`: both are of one community; `moves_citation`: the one
    justifies an issue of a program in which the other is not.
    """
    if same:
        return "needs.merge_itself"
    if not stands:
        return "needs.merge_not_standing"
    if not together:
        return "needs.merge_apart"
    return "needs.merge_cited" if moves_citation else None


def roots(merged: Mapping[int, int]) -> dict[int, int]:
    """For each note that was merged into another (`merged`: into which), the one that speaks for it in the end."""
    found: dict[int, int] = {}
    for note in merged:
        kept = note
        while kept in merged:
            kept = merged[kept]
        found[note] = kept
    return found


def _needed(one: Note, other: Note) -> float:
    """Notes from one building or of one class need not be as alike as those from two buildings."""
    if _same(one.building, other.building) or _same(one.need_class, other.need_class):
        return ALIKE
    placed = one.building is not None and other.building is not None
    return ALIKE_ELSEWHERE if placed else ALIKE_UNPLACED


def _same(one: int | None, other: int | None) -> bool:
    return one is not None and one == other


_Read = tuple[frozenset[str], str]


def _alike(one: _Read, other: _Read) -> float:
    if one[1] == other[1]:
        return float(one[1] != "")
    return len(one[0] & other[0]) / max(_SHORTEST, min(len(one[0]), len(other[0])))


def _read(text: str) -> _Read:
    """The pairs of a text, and its signs: one of a single sign has no pair."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    signs = "".join(sign for sign in folded if sign.isalnum())
    return frozenset(signs[place : place + 2] for place in range(len(signs) - 1)), signs
