"""How far a text was taken from another one (S53).

Shingles of consecutive characters, after A. Broder, "On the resemblance and containment of documents" (1997).
Chinese has no spaces, so shingles are of characters and not of words; what counts is the share of characters that
lie in a shared shingle, so that two changed words in a long text cost what two words weigh.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

SHINGLE = 5
# Less than this of a passage stands elsewhere by chance: it is neither shown beside its origin nor counted.
BY_CHANCE = 0.3
# Where the sounds of characters are numbered: a plane of Unicode for private use, in which nobody writes.
_SOUNDS = 0xF0000


class Plain(NamedTuple):
    """The letters and digits of a text, and where each stood in it."""

    letters: str
    places: tuple[int, ...]


@lru_cache(maxsize=512)
def plain(text: str) -> Plain:
    """A text as it is compared: width, case, punctuation and spaces make no other text of it.

    Nor do traditional characters, or one sign for another that sounds the same: a character counts as its sound.
    """
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for letter in unicodedata.normalize("NFKC", sign).casefold():
            if letter.isalnum():
                letters.append(_sound(letter))
                places.append(place)
    return Plain("".join(letters), tuple(places))


@lru_cache(maxsize=8192)
def _sound(letter: str) -> str:
    """A character as the number of its first reading, without the tone; any other letter as it is."""
    from pypinyin.constants import PINYIN_DICT

    reading = PINYIN_DICT.get(ord(letter))
    if reading is None:
        return letter
    first = unicodedata.normalize("NFD", reading.partition(",")[0])
    return _number(first.encode("ascii", "ignore").decode())


_NUMBERS: dict[str, str] = {}


def _number(sound: str) -> str:
    return _NUMBERS.setdefault(sound, chr(_SOUNDS + len(_NUMBERS)))


def similarity(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1: the share of all their characters that both have. The same both ways round."""
    a, b = plain(one).letters, plain(other).letters
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    size = _size(a, b)
    return (_shared(a, _shingles(b, size), size) + _shared(b, _shingles(a, size), size)) / (len(a) + len(b))


def taken_from(text: str, other: str) -> float:
    """The share of a text, 0 to 1, that stands word for word in another one, however long that is."""
    a, b = plain(text).letters, plain(other).letters
    if not a or not b:
        return 0.0
    size = _size(a, b)
    return _shared(a, _shingles(b, size), size) / len(a)


def most_taken(passage: str, others: Sequence[str]) -> tuple[int, float]:
    """From which of some texts a passage was taken the most, and how far; `(0, 0.0)` when from none."""
    shares = [taken_from(passage, other) for other in others]
    place = max(range(len(shares)), key=lambda one: shares[one], default=None)
    return (place, shares[place]) if place is not None and shares[place] else (0, 0.0)


def taken_in_parts(passages: Sequence[str], others: Sequence[str]) -> float:
    """The share of a text, 0 to 1, that stands in any of several others, each passage in one of them.

    Who puts a text together from two templates has written none of it.
    """
    sizes = [len(plain(passage).letters) for passage in passages]
    whole = sum(sizes)
    shares = [most_taken(passage, others)[1] for passage in passages]
    taken = sum(size * share for size, share in zip(sizes, shares, strict=True) if share >= BY_CHANCE)
    return taken / whole if whole else 0.0


Part = tuple[str, bool]


def marked(text: str, other: str) -> list[Part]:
    """A text in parts, each with whether it stands in the other one: for two columns beside each other."""
    a, b = plain(text), plain(other)
    inside = [False] * len(text)
    if a.letters and b.letters:
        size = _size(a.letters, b.letters)
        for place in _covered(a.letters, _shingles(b.letters, size), size):
            inside[a.places[place]] = True
    return _in_parts(text, _bridged(text, inside))


def closest(text: str, others: Sequence[str]) -> tuple[int, float] | None:
    """Which of some passages a text was taken from the most, and how far; None when it has nothing of any."""
    found = max(((similarity(text, other), -place) for place, other in enumerate(others)), default=(0.0, 0))
    return (-found[1], found[0]) if found[0] else None


def _size(a: str, b: str) -> int:
    return min(SHINGLE, len(a), len(b))


@lru_cache(maxsize=1024)
def _shingles(letters: str, size: int) -> frozenset[str]:
    return frozenset(letters[start : start + size] for start in range(len(letters) - size + 1))


def _covered(letters: str, known: frozenset[str], size: int) -> set[int]:
    """The places of letters that lie in a shingle of the other text."""
    return {
        place
        for start in range(len(letters) - size + 1)
        if letters[start : start + size] in known
        for place in range(start, start + size)
    }


def _shared(letters: str, known: frozenset[str], size: int) -> int:
    return len(_covered(letters, known, size))


def _bridged(text: str, inside: list[bool]) -> list[bool]:
    """Punctuation between two shared letters belongs to the shared passage."""
    filled = list(inside)
    last: int | None = None
    for place, shared in enumerate(inside):
        if shared:
            if last is not None and not any(sign.isalnum() for sign in text[last + 1 : place]):
                filled[last + 1 : place] = [True] * (place - last - 1)
            last = place
    return filled


def _in_parts(text: str, inside: Sequence[bool]) -> list[Part]:
    parts: list[Part] = []
    for sign, shared in zip(text, inside, strict=True):
        if parts and parts[-1][1] == shared:
            parts[-1] = (parts[-1][0] + sign, shared)
        else:
            parts.append((sign, shared))
    return parts
