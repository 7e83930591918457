"""The sample compacts that ship with Linli. Their wording is ours; they are there to begin from, not to be signed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from server.lib.i18n import current_language

_FOLDER = Path(__file__).parent / "samples"


class Sample(msgspec.Struct, frozen=True):
    """One sample in one language."""

    title: str
    preamble: str
    clauses: tuple[str, ...]


@cache
def _languages_of(key: str) -> dict[str, Sample]:
    return msgspec.json.decode((_FOLDER / f"{key}.json").read_bytes(), type=dict[str, Sample])


def sample(key: str) -> Sample:
    """A sample in the reader's language."""
    return _languages_of(key)[current_language()]


def all_samples() -> list[tuple[str, Sample]]:
    """Every sample in every language, with its key: what a draft is compared with."""
    return [
        (path.stem, one)
        for path in sorted(_FOLDER.glob("*.json"))
        for one in _languages_of(path.stem).values()
    ]
